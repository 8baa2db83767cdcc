/** A slow clock: passes that never overlap, a pause between them, and an orderly end. */
import type { Clock } from '../runtime/clock';

export interface Keeper {
  start(): void;
  /** Waits for a running pass. */
  stop(): Promise<void>;
  /** Is a pass under way? */
  isBusy(): boolean;
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
  let running: Promise<void> | undefined;
  let busy = false;

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      busy = true;
      const pauseMs = await onePass(options, stopping.signal);
      busy = false;
      await options.clock.sleep(pauseMs, stopping.signal);
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
