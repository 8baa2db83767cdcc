/** Connects the sandbox's account and links its agents by the public API, as an administrator would. */
import { MEADOWBANK } from '../sandbox/world/personas';
import type { Sandbox } from '../sandbox/start';

export interface Connected {
  readonly connectionId: string;
  /** Link id by persona key. */
  readonly links: ReadonlyMap<string, string>;
}

export interface ConnectOptions {
  readonly serviceUrl: string;
  /** Persona key of the administrator. */
  readonly admin: string;
  /** GD5: changes a minute before a link is stopped; the product's default when absent. */
  readonly flapLimit?: number;
  /** Agents who are left to link themselves, by persona key. */
  readonly unlinked?: readonly string[];
}

export async function connectSandbox(
  sandbox: Sandbox,
  options: ConnectOptions,
): Promise<Connected> {
  const api = await openApi(sandbox, options);
  const connection = await api<{ readonly id: string }>('POST', '/connections', {
    body: { region: 'emea', accountKey: MEADOWBANK.accountKey, ...sandbox.vccCredentials },
  });
  const path = `/connections/${connection.id}`;
  if (options.flapLimit !== undefined) await setFlapLimit(api, path, options.flapLimit);
  const links = new Map<string, string>();
  for (const { persona, agent, person } of sandbox.inhabitants) {
    if (!agent || options.unlinked?.includes(persona.key)) continue;
    const body = { agentUserId: agent.userId, personId: person.id };
    const link = await api<{ readonly id: string }>('POST', `${path}/links`, { body });
    links.set(persona.key, link.id);
  }
  return { connectionId: connection.id, links };
}

export interface ApiAsk {
  readonly method: string;
  /** Below `/api/v1`. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Api = <T>(
  method: string,
  path: string,
  more?: Omit<ApiAsk, 'method' | 'path'>,
) => Promise<T>;

/** A caller of API v1 with a fresh token of the administrator. */
export async function openApi(sandbox: Sandbox, options: ConnectOptions): Promise<Api> {
  const token = await sandbox.tokenFor(options.admin);
  const base = `${options.serviceUrl}/api/v1`;
  return async <T>(method: string, path: string, more: Partial<ApiAsk> = {}): Promise<T> => {
    const { body, headers } = more;
    const answer = await fetch(base + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    return (text === '' ? null : JSON.parse(text)) as T;
  };
}

async function setFlapLimit(api: Api, path: string, flapLimit: number): Promise<void> {
  const policies = await api<Record<string, unknown>>('GET', `${path}/policies`);
  await api('PUT', `${path}/policies`, {
    body: { ...policies, flapLimit },
    headers: { 'if-match': '*' },
  });
}
