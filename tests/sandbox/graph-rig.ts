import { Agent, fetch as fetchTrusting } from 'undici';
import { MovableClock } from '../../sandbox/clock';
import { createEntraSandbox } from '../../sandbox/entra';
import type { EntraServer } from '../../sandbox/entra';
import { createGraphSandbox } from '../../sandbox/graph';
import type { GraphServer } from '../../sandbox/graph';

export const TENANT = '11111111-1111-4111-8111-111111111111';
export const OTHER_TENANT = '22222222-2222-4222-8222-222222222222';
export const CLIENT = 'c0c0c0c0-0000-4000-8000-000000000001';
export const OTHER_CLIENT = 'c0c0c0c0-0000-4000-8000-000000000002';
export const JUNIPER = 'aaaaaaaa-0000-4000-8000-000000000001';
export const BASIL = 'aaaaaaaa-0000-4000-8000-000000000002';
export const MINUTE = 60_000;

export interface Asked {
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; `{}` when empty. */
  readonly body: Record<string, unknown>;
}

export interface GraphRig {
  readonly clock: MovableClock;
  readonly entra: EntraServer;
  readonly graph: GraphServer;
  /** Calls below `/v1.0` with the app's own token unless told otherwise. */
  call(method: string, path: string, asked?: Asked): Promise<Answered>;
  appToken(clientId?: string, tenantId?: string): Promise<string>;
  personToken(personId: string, scopes: readonly string[]): Promise<string>;
  /** A JSON document of the sandbox's Entra. */
  fetchFromEntra(path: string): Promise<unknown>;
  close(): Promise<void>;
}

const PERMISSIONS = ['Presence.ReadWrite.All', 'User.Read.All'];

/** A Graph with a tenant, two people at their desks and two apps. */
export async function startGraphRig(
  applicationPermissions: readonly string[] = PERMISSIONS,
): Promise<GraphRig> {
  const clock = new MovableClock({ start: Date.parse('2026-11-23T10:00:00.000Z') });
  const entra = await createEntraSandbox({ clock });
  const graph = await createGraphSandbox({ clock, entra });
  for (const clientId of [CLIENT, OTHER_CLIENT]) {
    entra.registerApp({
      clientId,
      clientSecret: 'meadow-secret',
      applicationIdUri: `api://link.example/${clientId}`,
      redirectUris: [],
      applicationPermissions,
      delegatedPermissions: [
        'Presence.Read',
        'Presence.Read.All',
        'Presence.ReadWrite',
        'User.Read',
      ],
    });
  }
  for (const tenantId of [TENANT, OTHER_TENANT]) {
    entra.addTenant({ tenantId, consentedApps: [CLIENT, OTHER_CLIENT] });
    graph.addTenant(tenantId);
  }
  graph.addPerson(TENANT, {
    id: JUNIPER,
    displayName: 'Juniper Vale',
    userPrincipalName: 'juniper@meadow.example',
    mail: 'juniper@meadow.example',
    givenName: 'Juniper',
    surname: 'Vale',
    department: 'Hay',
    businessPhones: ['+44 20 7946 0001'],
  });
  graph.addPerson(TENANT, {
    id: BASIL,
    displayName: 'Basil Thornwick',
    userPrincipalName: 'basil@meadow.example',
    mobilePhone: '+44 7700 900002',
  });
  const issuer = createIssuer(entra);
  const ownToken = await issuer.appToken();
  return {
    clock,
    entra,
    graph,
    ...issuer,
    call: (method, path, asked = {}) =>
      send(`${graph.url}/v1.0${path}`, method, { token: ownToken, ...asked }),
    async close() {
      await issuer.close();
      await graph.close();
      await entra.close();
    },
  };
}

async function send(url: string, method: string, asked: Asked): Promise<Answered> {
  const response = await fetch(url, {
    method,
    headers: {
      ...(asked.token ? { authorization: `Bearer ${asked.token}` } : {}),
      ...(asked.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...asked.headers,
    },
    ...(asked.body === undefined ? {} : { body: JSON.stringify(asked.body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  const body = isJson ? (JSON.parse(text) as Record<string, unknown>) : {};
  return { status: response.status, headers: response.headers, text, body };
}

/** Gets tokens from the sandbox's Entra, whose certificate it trusts. */
function createIssuer(entra: EntraServer) {
  const dispatcher = new Agent({ connect: { ca: entra.certificatePem } });
  const ask = async (tenantId: string, fields: Record<string, string>): Promise<string> => {
    const response = await fetchTrusting(`${entra.url}/${tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({ client_secret: 'meadow-secret', ...fields }),
      dispatcher,
    });
    const answer = (await response.json()) as { access_token?: string };
    if (answer.access_token === undefined) throw new Error(JSON.stringify(answer));
    return answer.access_token;
  };
  return {
    appToken: (clientId = CLIENT, tenantId = TENANT) =>
      ask(tenantId, {
        client_id: clientId,
        grant_type: 'client_credentials',
        scope: 'https://graph.microsoft.com/.default',
      }),
    personToken: async (personId: string, scopes: readonly string[]) =>
      ask(TENANT, {
        client_id: CLIENT,
        grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
        requested_token_use: 'on_behalf_of',
        assertion: await entra.ssoToken({ tenantId: TENANT, personId, clientId: CLIENT }),
        scope: scopes.map((name) => `https://graph.microsoft.com/${name}`).join(' '),
      }),
    fetchFromEntra: async (path: string) =>
      (await fetchTrusting(`${entra.url}${path}`, { dispatcher })).json(),
    close: () => dispatcher.close(),
  };
}
