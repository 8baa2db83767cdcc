import type { Pool } from 'pg';
import { systemClock } from '../runtime/clock';
import { reasonOf } from './reason-of';
import type { Log } from '../runtime/log';

/** The name of our only kind of job. */
export const TURN_TASK = 'turn';

/**
 * One key per link merges wakes that wait; a job that already runs keeps its place and the wake
 * makes a new one. Due since forever, so that nobody's clock has a say in when it runs.
 */
const ADD = {
  name: 'line.add',
  text: `
    SELECT count(*) FROM graphile_worker.add_jobs(ARRAY(
      SELECT ROW(
        '${TURN_TASK}', json_build_object('linkId', link_id), NULL, to_timestamp(0), 1,
        '${TURN_TASK}:' || link_id, NULL, NULL
      )::graphile_worker.job_spec
      FROM unnest($1::text[]) AS link_id
    ))`,
};

const HAS_JOBS = {
  name: 'line.hasJobs',
  text: `
    SELECT EXISTS (
      SELECT FROM graphile_worker.jobs
      WHERE task_identifier = '${TURN_TASK}'
        AND (
          locked_by = ANY ($1::text[]) OR (locked_at IS NULL AND attempts < max_attempts)
          OR locked_at > now() - interval '2 seconds'
        )
    ) AS waiting`,
};

/** What a killed process leaves: taken once, never finished, and not to be taken again. */
const CLEAR = {
  name: 'line.clear',
  text: `
    SELECT count(*) FROM (
      SELECT graphile_worker.complete_jobs(coalesce(array_agg(id), '{}'))
      FROM graphile_worker.jobs
      WHERE task_identifier = '${TURN_TASK}' AND attempts >= max_attempts
        AND (locked_at IS NULL OR locked_at < now() - interval '4 hours')
    ) AS cleared`,
};

const LOOK_MS = 10;

export interface WakeQueue {
  /** Ends when the jobs are stored, or were lost with a line in the log. Never rejects. */
  add(linkIds: readonly string[]): Promise<void>;
  /** Ends when everything added so far is stored or lost. */
  flushed(): Promise<void>;
  /**
   * Jobs that wait, that these workers have taken, or that others are taking. Answers a little later
   * when there are any, and asks the store only while there may be some that were added here.
   */
  hasJobs(workerIds: readonly string[]): Promise<boolean>;
}

/** While one statement is under way, further wakes gather for the next. */
export function createWakeQueue(pool: Pool, log: Log): WakeQueue {
  let gathered = new Set<string>();
  let flushing: Promise<void> | null = null;
  let added = 0;
  // What an earlier process left may wait too.
  let emptyAt = -1;

  const flush = async (): Promise<void> => {
    const linkIds = [...gathered];
    gathered = new Set();
    added += 1;
    try {
      await pool.query({ ...ADD, values: [linkIds] });
    } catch (error) {
      log.warn({ wakes: linkIds.length, reason: reasonOf(error) }, 'wakes were lost');
    }
  };
  const add = async (linkIds: readonly string[]): Promise<void> => {
    for (const linkId of linkIds) gathered.add(linkId);
    while (flushing) await flushing;
    if (gathered.size === 0) return;
    flushing = flush().finally(() => {
      flushing = null;
    });
    await flushing;
  };
  return {
    add,
    flushed: () => add([]),
    hasJobs: async (workerIds) => {
      if (emptyAt === added) return false;
      const asked = added;
      const { rows } = await pool.query<{ waiting: boolean }>({ ...HAS_JOBS, values: [workerIds] });
      if (!rows[0]?.waiting) {
        emptyAt = asked;
        return false;
      }
      await systemClock.sleep(LOOK_MS);
      return true;
    },
  };
}

/** Never rejects: it is housekeeping. */
export async function clearLeftJobs(pool: Pool, log: Log): Promise<void> {
  try {
    await pool.query(CLEAR);
  } catch (error) {
    log.debug({ reason: reasonOf(error) }, 'left jobs were not cleared');
  }
}
