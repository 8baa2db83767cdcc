import { readEvents } from '../../sandbox/world/sse-reader';
import type { PageState } from '../../sandbox/world/contract';

/** A page without a browser: what the world told it, and the first answer that fits. */
export interface PageClient {
  /** Resolves with the first event of that name, past or to come, that fits. */
  until<Value>(name: string, fits: (value: Value) => boolean): Promise<Value>;
  state(fits: (state: PageState) => boolean): Promise<PageState>;
  close(): void;
}

export async function openPage(url: string, person = 'juniper-vale'): Promise<PageClient> {
  const closing = new AbortController();
  const response = await fetch(`${url}/world/events?person=${person}`, { signal: closing.signal });
  if (!response.body) throw new Error('The world sent no stream.');
  const heard: { readonly event: string; readonly value: unknown }[] = [];
  const waiting = new Set<() => void>();
  const { body } = response;
  const listen = async (): Promise<void> => {
    for await (const { event, data } of readEvents(body)) {
      heard.push({ event, value: JSON.parse(data) as unknown });
      waiting.forEach((look) => look());
    }
  };
  listen().catch(() => undefined);

  const until = <Value>(name: string, fits: (value: Value) => boolean): Promise<Value> =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = heard.find(({ event, value }) => event === name && fits(value as Value));
        if (!found) return void waiting.add(look);
        waiting.delete(look);
        resolve(found.value as Value);
      };
      look();
    });
  return { until, state: (fits) => until('state', fits), close: () => closing.abort() };
}

export async function post(
  url: string,
  action: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly status: number; readonly error: string }> {
  const response = await fetch(`${url}/world/actions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof action === 'string' ? action : JSON.stringify(action),
  });
  const text = await response.text();
  const error = text === '' ? '' : (JSON.parse(text) as { error: string }).error;
  return { status: response.status, error };
}
