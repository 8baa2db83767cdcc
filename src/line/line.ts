import type { Pool } from 'pg';
import { openPool } from './line-pool';
import type { Log } from '../runtime/log';
import { createTurnSlots } from './turn-slots';
import { createWakeQueue } from './wake-queue';
import { startWorkers } from './workers';

export interface LineOptions {
  /** `postgres://…`; the line makes its own small pool and ends it on stop. */
  readonly url?: string;
  /** A pool of the caller's, who ends it. The line keeps one of its connections for LISTEN. */
  readonly pool?: Pool;
  readonly log: Log;
  /** Turns at once of wakes that came to this process. Jobs of the queue have as many again. */
  readonly concurrency?: number;
  /** False: every wake goes through the queue, for tests of it (true). */
  readonly direct?: boolean;
  /** How long `stop` waits for running turns (10 s). */
  readonly stopTimeoutMs?: number;
  /** One turn of the link. What it throws is logged; whoever scans for due links tries again. */
  runTurn(linkId: string): Promise<void>;
}

/**
 * Runs turns. A wake is only a hint: it starts a turn here when there is room, and else becomes a
 * job that any process takes. It never rejects; what is lost with a process or a database is found
 * by the scan for due links. Two turns of a link at once are prevented by the claim, not here.
 */
export interface Line {
  /** Ends when the wake is accepted, not when the turn is over. */
  wake(linkId: string): Promise<void>;
  wakeMany(linkIds: readonly string[]): Promise<void>;
  /** Accepts no more wakes, waits for running turns for a while, lets go of the queue. */
  stop(): Promise<void>;
  /** For tests: ends when no turn runs in this process and no job waits in the queue. */
  idle(): Promise<void>;
}

const CONCURRENCY = 16;
const STOP_TIMEOUT_MS = 10_000;

/** Installs or upgrades the queue's tables if need be; any number of processes may start at once. */
export async function createLine(options: LineOptions): Promise<Line> {
  const { log, concurrency = CONCURRENCY, stopTimeoutMs = STOP_TIMEOUT_MS, runTurn } = options;
  const { pool, close } = openPool(options);
  const slots = createTurnSlots({ concurrency, log, runTurn });
  try {
    const queue = createWakeQueue(pool, log);
    const workers = await startWorkers({ pool, log, concurrency, stopTimeoutMs, run: slots.run });
    const direct = options.direct ?? true;
    return assemble({ slots, queue, workers, direct, stopTimeoutMs, close });
  } catch (error) {
    await close();
    throw error;
  }
}

interface Parts {
  readonly slots: ReturnType<typeof createTurnSlots>;
  readonly queue: ReturnType<typeof createWakeQueue>;
  readonly workers: Awaited<ReturnType<typeof startWorkers>>;
  readonly direct: boolean;
  readonly stopTimeoutMs: number;
  close(): Promise<void>;
}

function assemble({ slots, queue, workers, direct, stopTimeoutMs, close }: Parts): Line {
  let isStopping = false;
  const wakeMany = async (linkIds: readonly string[]): Promise<void> => {
    if (isStopping) return;
    const rest = direct ? linkIds.filter((linkId) => !slots.tryStart(linkId)) : linkIds;
    if (rest.length > 0) await queue.add(rest);
  };
  return {
    wake: (linkId) => wakeMany([linkId]),
    wakeMany,
    idle: async () => {
      do {
        await queue.flushed();
        await slots.quiet();
      } while ((await queue.hasJobs(workers.ids())) || slots.isBusy());
    },
    stop: async () => {
      if (isStopping) return;
      isStopping = true;
      slots.close();
      await queue.flushed();
      await Promise.all([workers.stop(), slots.quiet(stopTimeoutMs)]);
      await close();
    },
  };
}
