import type { Clock } from '../../../src/runtime/clock';

export interface EventClock extends Clock {
  /** Moves time on from event to event; each has its consequences before the next. */
  advance(ms: number): Promise<void>;
}

interface Event {
  readonly at: number;
  readonly order: number;
  isOver: boolean;
  readonly wake: () => void;
}

/** A clock for simulations with very many sleepers. */
export function createEventClock(startMs = Date.UTC(2026, 10, 23, 9)): EventClock {
  const heap: Event[] = [];
  let nowMs = startMs;
  let order = 0;
  return {
    now: () => nowMs,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const wake = (): void => {
          event.isOver = true;
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        const event = { at: nowMs + ms, order: order++, isOver: false, wake };
        signal?.addEventListener('abort', wake, { once: true });
        push(heap, event);
      }),
    advance: async (ms) => {
      const endMs = nowMs + ms;
      await calm();
      for (let next = heap[0]; next && next.at <= endMs; next = heap[0]) {
        pop(heap);
        if (next.isOver) continue;
        nowMs = Math.max(nowMs, next.at);
        next.wake();
        await calm();
      }
      nowMs = endMs;
    },
  };
}

/** Lets everything that is ready run. */
function calm(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function isBefore(one: Event, other: Event): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}

function push(heap: Event[], event: Event): void {
  let place = heap.push(event) - 1;
  while (place > 0) {
    const parent = (place - 1) >> 1;
    const above = heap[parent];
    if (!above || isBefore(above, event)) break;
    heap[place] = above;
    place = parent;
  }
  heap[place] = event;
}

function pop(heap: Event[]): void {
  const last = heap.pop();
  if (!last || heap.length === 0) return;
  let place = 0;
  for (;;) {
    const left = place * 2 + 1;
    const right = heap[left + 1];
    const least = right && heap[left] && isBefore(right, heap[left]) ? left + 1 : left;
    const below = heap[least];
    if (!below || isBefore(last, below)) break;
    heap[place] = below;
    place = least;
  }
  heap[place] = last;
}
