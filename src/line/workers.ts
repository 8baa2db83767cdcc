import { EventEmitter } from 'node:events';
import { run } from 'graphile-worker';
import type { Runner, RunnerOptions, WorkerEvents } from 'graphile-worker';
import type { Pool } from 'pg';
import { systemClock } from '../runtime/clock';
import { reasonOf } from './reason-of';
import type { Log } from '../runtime/log';
import { installQueue, toGraphileLogger } from './queue-schema';
import { clearLeftJobs, TURN_TASK } from './wake-queue';

interface WorkerOptions {
  readonly pool: Pool;
  readonly log: Log;
  readonly concurrency: number;
  readonly stopTimeoutMs: number;
  run(linkId: string): Promise<void>;
}

export interface Workers {
  /** As they stand in the queue's `locked_by`. */
  ids(): readonly string[];
  stop(): Promise<void>;
}

/** A job that was added while the listening connection was down waits this long at most. */
const POLL_MS = 2_000;
const RESTART_MS = 1_000;

/**
 * Runs the queue's jobs, and replaces the workers when an outage of the database has made them
 * useless.
 */
export async function startWorkers(options: WorkerOptions): Promise<Workers> {
  const { pool, log } = options;
  await installQueue(pool, log);
  await clearLeftJobs(pool, log);
  const stopping = new AbortController();
  const ids = new Set<string>();
  let replacing: Promise<void> = Promise.resolve();
  const onDeath = (): void => {
    if (!stopping.signal.aborted) replacing = replacing.then(replace);
  };
  let runner = await startRunner(options, ids, onDeath);

  async function replace(): Promise<void> {
    log.warn({}, 'the queue workers are replaced');
    // The turns they run go on; their jobs end with them.
    void runner.stop().catch(() => undefined);
    const next = await startWhenPossible(options, ids, { onDeath, signal: stopping.signal });
    if (next) runner = next;
  }
  return {
    ids: () => [...ids],
    stop: async () => {
      stopping.abort();
      await replacing;
      await stopRunner(runner, options.stopTimeoutMs);
    },
  };
}

interface Until {
  readonly signal: AbortSignal;
  onDeath(): void;
}

/** Tries until it works; null when there is no more use for it. */
async function startWhenPossible(
  options: WorkerOptions,
  ids: Set<string>,
  { onDeath, signal }: Until,
): Promise<Runner | null> {
  for (;;) {
    await systemClock.sleep(RESTART_MS, signal);
    if (signal.aborted) return null;
    try {
      return await startRunner(options, ids, onDeath);
    } catch (error) {
      options.log.warn({ reason: reasonOf(error) }, 'the queue workers cannot be started yet');
    }
  }
}

async function startRunner(
  options: WorkerOptions,
  ids: Set<string>,
  onDeath: () => void,
): Promise<Runner> {
  const events: WorkerEvents = new EventEmitter();
  onceUseless(events, onDeath);
  events.on('worker:create', ({ worker }) => ids.add(worker.workerId));
  events.on('worker:stop', ({ worker }) => ids.delete(worker.workerId));
  const runner = await run({ ...toRunnerOptions(options), events });
  runner.promise.catch((error: unknown) =>
    options.log.warn({ reason: reasonOf(error) }, 'the queue workers ended'),
  );
  return runner;
}

/**
 * Tells once when the workers must be replaced. A worker ends for good when it cannot mark a job as
 * done; and a first question that fails, because the database went away just then, is kept as the
 * answer to all later ones (graphile-worker 0.16.6, taskIdentifiers and worker).
 */
function onceUseless(events: WorkerEvents, onDeath: () => void): void {
  let hasWorked = false;
  let isOver = false;
  const end = (): void => {
    if (!isOver) onDeath();
    isOver = true;
  };
  const work = (): void => void (hasWorked = true);
  events.on('worker:getJob:empty', work);
  events.on('job:start', work);
  events.on('worker:getJob:error', () => {
    if (!hasWorked) end();
  });
  events.on('worker:fatalError', end);
}

function toRunnerOptions({ pool, log, concurrency, run: runTurn }: WorkerOptions): RunnerOptions {
  return {
    pgPool: pool,
    concurrency,
    pollInterval: POLL_MS,
    noHandleSignals: true,
    // Node's time, like everywhere else; our jobs are due since forever, so it decides nothing.
    useNodeTime: true,
    logger: toGraphileLogger(log),
    taskList: {
      [TURN_TASK]: async (payload) => {
        const linkId = readLinkId(payload);
        if (linkId !== null) await runTurn(linkId);
      },
    },
  };
}

function readLinkId(payload: unknown): string | null {
  if (typeof payload !== 'object' || payload === null || !('linkId' in payload)) return null;
  return typeof payload.linkId === 'string' ? payload.linkId : null;
}

async function stopRunner(runner: Runner, timeoutMs: number): Promise<void> {
  const giveUp = new AbortController();
  const stopped = runner.stop().catch(() => undefined);
  await Promise.race([stopped, systemClock.sleep(timeoutMs, giveUp.signal)]);
  giveUp.abort();
}
