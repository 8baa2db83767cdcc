import { rootCertificates } from 'node:tls';
import { Agent } from 'undici';
import { AnswerCollector } from './answer-collector';
import type { Call, Exchange, Reply } from './exchange';

export interface TransportOptions {
  /** Certificate authorities trusted beside the well-known ones (PEM). */
  readonly extraCa?: string | readonly string[];
  readonly connectTimeoutMs?: number;
  /** From the end of the request to the first byte of the answer. */
  readonly headersTimeoutMs?: number;
  /** Longest silence within an answer. */
  readonly bodyTimeoutMs?: number;
  /** Connections per origin. */
  readonly connections?: number;
}

export interface Transport {
  readonly exchange: Exchange;
  /** Waits for what is under way. */
  close(): Promise<void>;
}

const SECOND = 1_000;

/** Keep-alive connections, a pool per origin. Never follows redirects, never repeats a request. */
export function createTransport(options: TransportOptions = {}): Transport {
  const agent = new Agent({
    connections: options.connections ?? 64,
    pipelining: 1,
    keepAliveTimeout: 4 * SECOND,
    headersTimeout: options.headersTimeoutMs ?? 8 * SECOND,
    bodyTimeout: options.bodyTimeoutMs ?? 8 * SECOND,
    connect: {
      timeout: options.connectTimeoutMs ?? 3 * SECOND,
      ...(options.extraCa === undefined ? {} : { ca: withWellKnown(options.extraCa) }),
    },
  });
  return {
    exchange: (call, signal) => exchange(agent, call, signal),
    close: () => agent.close(),
  };
}

function exchange(agent: Agent, call: Call, signal: AbortSignal): Promise<Reply> {
  const url = new URL(typeof call.url === 'string' ? call.url : call.url());
  return new Promise((resolve) => {
    const collector = new AnswerCollector({ signal, maxBytes: call.maxBytes, resolve });
    agent.dispatch(
      {
        origin: url.origin,
        path: url.pathname + url.search,
        method: call.method,
        headers: { ...call.headers },
        body: call.body ?? null,
      },
      collector,
    );
  });
}

/** Node replaces its own list by a given one, so the given ones are added to it. */
function withWellKnown(extra: string | readonly string[]): string[] {
  return [...rootCertificates, ...(typeof extra === 'string' ? [extra] : extra)];
}
