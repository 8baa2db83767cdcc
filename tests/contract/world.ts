import { createEntraSandbox } from '../../sandbox/entra';
import type { EntraServer } from '../../sandbox/entra';
import { createGraphSandbox } from '../../sandbox/graph';
import type { GraphServer } from '../../sandbox/graph';
import { MovableClock } from '../../sandbox/clock';
import type { Clock } from '../../src/runtime/clock';
import { silentEvents } from '../../src/runtime/events';
import { createAppTokens } from '../../src/clients/entra/app-tokens';
import type { AppTokens } from '../../src/clients/entra/app-tokens';
import type { EntraCredential } from '../../src/clients/entra/credential';
import { createGraphClient } from '../../src/clients/graph/create-client';
import type { PrioritisedGraphClient } from '../../src/clients/graph/create-client';
import { createTransport } from '../../src/clients/pipeline/transport';
import type { Transport } from '../../src/clients/pipeline/transport';
import { createWindowPace } from '../../src/clients/pipeline/window-pace';

export const TENANT = '11111111-aaaa-4bbb-8ccc-000000000001';
export const OTHER_TENANT = '22222222-aaaa-4bbb-8ccc-000000000002';
export const CLIENT = '33333333-aaaa-4bbb-8ccc-000000000003';
export const SECRET = 'a-secret-of-the-meadow';
export const APP_ID_URI = `api://presence.example/${CLIENT}`;
export const JUNIPER = '44444444-aaaa-4bbb-8ccc-000000000004';
export const BASIL = '55555555-aaaa-4bbb-8ccc-000000000005';
export const ROLES = ['Presence.ReadWrite.All', 'User.Read.All'];

export interface MicrosoftWorld {
  readonly clock: MovableClock;
  readonly entra: EntraServer;
  readonly graph: GraphServer;
  readonly transport: Transport;
  readonly serviceClock: Clock;
  tokens(credential?: EntraCredential): AppTokens;
  client(credential?: EntraCredential): PrioritisedGraphClient;
  /** Consent of the tenant to these application permissions alone. */
  grant(roles: readonly string[]): void;
  close(): Promise<void>;
}

/** Sandbox Entra and Graph with a consenting tenant of two people, and our clients for them. */
export async function createMicrosoftWorld(): Promise<MicrosoftWorld> {
  const clock = new MovableClock();
  const entra = await createEntraSandbox({ clock });
  const graph = await createGraphSandbox({ clock, entra });
  seed(entra, graph);
  const transport = createTransport({ extraCa: entra.certificatePem });
  const serviceClock = clockOver(clock);
  const shared = { transport, clock: serviceClock, events: silentEvents, timeoutMs: 3_000 };
  const tokens = (credential: EntraCredential = { secret: SECRET }): AppTokens =>
    createAppTokens({
      ...shared,
      entraUrl: entra.url,
      clientId: CLIENT,
      credential,
      scope: 'https://graph.microsoft.com/.default',
    });
  const budget = { requests: 1_500, windowMs: 30_000 };
  return {
    clock,
    entra,
    graph,
    transport,
    serviceClock,
    tokens,
    client: (credential) =>
      createGraphClient({
        ...shared,
        graphUrl: graph.url,
        clientId: CLIENT,
        tokens: tokens(credential),
        pace: createWindowPace({ clock: serviceClock, budget }),
      }),
    grant: (roles) => {
      entra.registerApp(registration(roles));
      entra.withdrawConsent(TENANT, CLIENT);
      entra.consent(TENANT, CLIENT);
    },
    close: async () => {
      await transport.close();
      await graph.close();
      await entra.close();
      clock.close();
    },
  };
}

/** The service's time is the sandbox's. */
export function clockOver(clock: MovableClock): Clock {
  return {
    now: () => clock.now(),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const cancel = clock.at(clock.now() + ms, resolve);
        signal?.addEventListener('abort', () => (cancel(), resolve()), { once: true });
      }),
  };
}

function registration(applicationPermissions: readonly string[]) {
  return {
    clientId: CLIENT,
    clientSecret: SECRET,
    applicationIdUri: APP_ID_URI,
    redirectUris: [],
    applicationPermissions,
  };
}

function seed(entra: EntraServer, graph: GraphServer): void {
  entra.registerApp(registration(ROLES));
  entra.addTenant({ tenantId: TENANT, consentedApps: [CLIENT] });
  entra.addTenant({ tenantId: OTHER_TENANT });
  graph.addTenant(TENANT);
  graph.addPerson(TENANT, {
    id: JUNIPER,
    displayName: 'Juniper Vale',
    userPrincipalName: 'juniper@meadow.example',
    mail: 'juniper@meadow.example',
  });
  graph.addPerson(TENANT, {
    id: BASIL,
    displayName: 'Basil Thornwick',
    userPrincipalName: 'basil@meadow.example',
  });
}
