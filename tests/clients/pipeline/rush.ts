/** A model of turns on a clock moved by hand: links want calls, and come back when sent home. */
import type { Priority } from '../../../src/clients/pipeline/exchange';
import type { Pace, SharedBudget } from '../../../src/clients/pipeline/pace';
import { createWindowPace } from '../../../src/clients/pipeline/window-pace';
import type { Clock } from '../../../src/runtime/clock';
import { createEventClock } from './event-clock';

const KEY = 'graph:meadow';
/** Turns a process runs at once. */
const SLOTS = 32;
const SCAN_MS = 250;
const SCAN_MOST = 500;
/** What the store takes to begin and to end a turn. */
const STORE_MS = 3;
const CALL_MS = 40;

export interface RushOptions {
  readonly links: number;
  readonly callsPerLink: number;
  readonly processes: number;
  readonly budget: { readonly requests: number; readonly windowMs: number };
  readonly shared: SharedBudget;
  /** Reads of one pass of the sweep, which begins anew two seconds after the last. */
  readonly sweepCalls?: number;
  readonly renewals?: number;
}

export interface Rush {
  readonly clock: Clock;
  /** Instants at which the other side saw a request. */
  readonly arrivals: { readonly at: number; readonly priority: Priority }[];
  readonly sweepPassesMs: number[];
  /** How often links were sent home, all together. */
  sentHome: number;
  settledAt: number;
  settled: number;
  /** Instants at which links settled, from the start of the rush. */
  readonly settledAfterMs: number[];
}

interface Job {
  readonly since: number;
  readonly priority: Priority;
  left: number;
  dueAt: number;
}

/** Repeats itself: the chances of a run are the same in each. */
function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

/** Runs until every link has had its calls, or for `atMostMs` of its own time. */
export async function runRush(options: RushOptions, atMostMs: number): Promise<Rush> {
  const clock = createEventClock();
  const shared = withDelay(options.shared, clock);
  const startedAt = clock.now();
  const rush: Rush = {
    clock,
    arrivals: [],
    sweepPassesMs: [],
    sentHome: 0,
    settledAt: 0,
    settled: 0,
    settledAfterMs: [],
  };
  const random = chances(7);
  const paces = Array.from({ length: options.processes }, () =>
    createWindowPace({ clock, budget: options.budget, shared, random }),
  );
  const job = (priority: Priority, left: number): Job => ({
    since: startedAt,
    priority,
    left,
    dueAt: 0,
  });
  const queue = [
    ...Array.from({ length: options.links }, () => job('change', options.callsPerLink)),
    ...Array.from({ length: options.renewals ?? 0 }, () => job('renewal', 1)),
  ];
  const total = queue.length;
  const over = new AbortController();
  const world: World = { rush, random, queue, idle: [], home: new Set<Job>(), startedAt, over };
  for (const pace of paces) for (let slot = 0; slot < SLOTS; slot += 1) void serve(world, pace);
  void scan(world);
  const [sweeper] = paces;
  if (sweeper && options.sweepCalls) void sweep(world, sweeper, options.sweepCalls);
  while (rush.settled < total && clock.now() < startedAt + atMostMs) await clock.advance(SCAN_MS);
  world.over.abort();
  for (const start of world.idle.splice(0)) start();
  await clock.advance(10_000);
  return rush;
}

/** The ledger lies in a database. */
function withDelay(shared: SharedBudget, clock: Clock): SharedBudget {
  return {
    draw: async (...asked) => {
      await clock.sleep(1);
      const drawn = await shared.draw(...asked);
      await clock.sleep(1);
      return drawn;
    },
  };
}

interface World {
  readonly rush: Rush;
  readonly random: () => number;
  readonly queue: Job[];
  /** Slots that have nothing to do. */
  readonly idle: (() => void)[];
  readonly home: Set<Job>;
  readonly startedAt: number;
  readonly over: AbortController;
}

async function serve(world: World, pace: Pace): Promise<void> {
  const { rush, queue, idle, home, over } = world;
  while (!over.signal.aborted) {
    const job = queue.shift();
    if (!job) {
      await new Promise<void>((resolve) => void idle.push(resolve));
      continue;
    }
    await rush.clock.sleep(STORE_MS);
    const afterMs = await runTurn(world, pace, job);
    await rush.clock.sleep(STORE_MS);
    if (afterMs === null) settle(world);
    else home.add(Object.assign(job, { dueAt: rush.clock.now() + afterMs }));
  }
}

function settle({ rush, startedAt }: World): void {
  rush.settled += 1;
  rush.settledAt = rush.clock.now();
  rush.settledAfterMs.push(rush.settledAt - startedAt);
}

/** Null: it has had its calls; else when it shall come back. */
async function runTurn(world: World, pace: Pace, job: Job): Promise<number | null> {
  const { rush } = world;
  while (job.left > 0) {
    const ask = { key: KEY, priority: job.priority, since: job.since };
    const grant = await pace.take(ask, new AbortController().signal);
    if (!grant.ok) {
      rush.sentHome += 1;
      return grant.afterMs;
    }
    job.left -= 1;
    await send(world, job.priority);
  }
  return null;
}

async function send({ rush, random }: World, priority: Priority): Promise<void> {
  const travelMs = Math.floor(random() * CALL_MS);
  await rush.clock.sleep(travelMs);
  rush.arrivals.push({ at: rush.clock.now(), priority });
  await rush.clock.sleep(CALL_MS - travelMs);
}

async function scan({ rush, queue, idle, home, over }: World): Promise<void> {
  while (!over.signal.aborted) {
    const now = rush.clock.now();
    const due = [...home].filter(({ dueAt }) => dueAt <= now).sort((a, b) => a.dueAt - b.dueAt);
    for (const job of due.slice(0, SCAN_MOST)) {
      home.delete(job);
      queue.push(job);
      idle.shift()?.();
    }
    await rush.clock.sleep(SCAN_MS, over.signal);
  }
}

async function sweep(world: World, pace: Pace, calls: number): Promise<void> {
  const { rush, over } = world;
  while (!over.signal.aborted) {
    const startedAt = rush.clock.now();
    const ask = { key: KEY, priority: 'sweep' as const };
    const reads = Array.from({ length: calls }, async () => {
      const grant = await pace.take(ask, new AbortController().signal);
      if (grant.ok) await send(world, 'sweep');
      return grant.ok;
    });
    const read = await Promise.all(reads);
    if (over.signal.aborted) return;
    rush.sweepPassesMs.push(read.every(Boolean) ? rush.clock.now() - startedAt : Infinity);
    await rush.clock.sleep(Math.max(0, startedAt + 2_000 - rush.clock.now()), over.signal);
  }
}

/** Most of them within any window. */
export function densest(instants: readonly number[], windowMs: number): number {
  const sorted = [...instants].sort((a, b) => a - b);
  let first = 0;
  let most = 0;
  sorted.forEach((at, index) => {
    while ((sorted[first] ?? at) <= at - windowMs) first += 1;
    most = Math.max(most, index - first + 1);
  });
  return most;
}
