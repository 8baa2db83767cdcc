import { systemClock } from '../runtime/clock';
import { answerJson } from './door';
import type { Door } from './door';

export interface HealthDeps {
  /** Answers when the database does. */
  readonly ping: () => Promise<void>;
  readonly metrics: { readonly text: () => Promise<string>; readonly contentType: string };
}

const PATIENCE_MS = 2_000;

/** `GET /health/live`: the process answers. */
export function createLiveDoor(): Door {
  return async () => answerJson(200, { status: 'live' });
}

/** `GET /health/ready`: it can do its work. */
export function createReadyDoor({ ping }: HealthDeps): Door {
  return async () =>
    (await answersInTime(ping))
      ? answerJson(200, { status: 'ready' })
      : answerJson(503, { status: 'not-ready', reason: 'The database does not answer.' });
}

/** `GET /metrics` for Prometheus. */
export function createMetricsDoor({ metrics }: HealthDeps): Door {
  return async () => ({
    status: 200,
    headers: { 'content-type': metrics.contentType },
    body: await metrics.text(),
  });
}

async function answersInTime(ping: () => Promise<void>): Promise<boolean> {
  const done = new AbortController();
  const late = systemClock.sleep(PATIENCE_MS, done.signal).then(() => false);
  const asked = ping().then(
    () => true,
    () => false,
  );
  return Promise.race([asked, late]).finally(() => done.abort());
}
