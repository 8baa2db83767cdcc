/** A slow clock: passes that never overlap, a pause between them, and an orderly end. */
import type { Clock } from '../runtime/clock';

export interface Keeper {
  start(): void;
  /** Waits for a running pass. */
  stop(): Promise<void>;
  /** Is a pass under way? */
  isBusy(): boolean;
  /** There is something to do: a long pause is cut to the usual one. */
  hurry(): void;
}

export interface KeeperOptions {
  readonly clock: Clock;
  /** Answers the pause until the next pass; a throw is reported and the usual pause follows. */
  pass(signal: AbortSignal): Promise<number>;
  readonly pauseMs: number;
  onError(error: unknown): void;
}

export function createKeeper(options: KeeperOptions): Keeper {
  const stopping = new AbortController();
  const pauses = createPauses(options, stopping.signal);
  let running: Promise<void> | undefined;
  let busy = false;

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      busy = true;
      const pauseMs = await onePass(options, stopping.signal);
      busy = false;
      await pauses.pause(pauseMs);
    }
  }

  return {
    start: () => {
      running ??= run();
    },
    stop: async () => {
      stopping.abort();
      await running;
    },
    isBusy: () => busy,
    hurry: pauses.hurry,
  };
}

/** Pauses that may be cut short, also before they begin. */
function createPauses(
  { clock, pauseMs: usualMs }: KeeperOptions,
  stop: AbortSignal,
): { pause(ms: number): Promise<void>; hurry(): void } {
  let isHurried = false;
  let cut: AbortController | undefined;
  return {
    pause: async (ms) => {
      const startedAt = clock.now();
      if (!isHurried && ms > usualMs) {
        cut = new AbortController();
        await clock.sleep(ms, AbortSignal.any([stop, cut.signal]));
        cut = undefined;
      }
      isHurried = false;
      const restMs = Math.min(ms, usualMs) - (clock.now() - startedAt);
      if (restMs > 0) await clock.sleep(restMs, stop);
    },
    hurry: () => {
      isHurried = true;
      cut?.abort();
    },
  };
}

async function onePass(options: KeeperOptions, signal: AbortSignal): Promise<number> {
  try {
    return await options.pass(signal);
  } catch (error) {
    options.onError(error);
    return options.pauseMs;
  }
}
