import type { SandboxClock } from '../../clock';

const TIMEOUT_MS = 10_000;

export interface Outgoing {
  readonly url: string;
  readonly contentType: string;
  readonly body: string;
}

export interface Answer {
  /** 0 when nothing came back. */
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly isTimedOut: boolean;
}

/** Posts and waits at most 10 s of the sandbox's clock. */
export async function post(clock: SandboxClock, outgoing: Outgoing): Promise<Answer> {
  const abort = new AbortController();
  const disarm = clock.at(clock.now() + TIMEOUT_MS, () => abort.abort());
  try {
    return await send(outgoing, abort.signal);
  } catch {
    return { status: 0, contentType: '', body: '', isTimedOut: abort.signal.aborted };
  } finally {
    disarm();
  }
}

async function send({ url, contentType, body }: Outgoing, signal: AbortSignal): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': contentType },
    body,
    redirect: 'manual',
    signal,
  });
  return {
    status: response.status,
    contentType: response.headers.get('content-type') ?? '',
    body: await response.text(),
    isTimedOut: false,
  };
}
