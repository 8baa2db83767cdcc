/** The sandbox as a whole: Entra, Graph and VCC with the invented people of the demo in them. */
import type { MovableClock } from './clock';
import type { EntraApp, SimulatedAgent, SimulatedPerson } from './contract';
import { createEntraSandbox } from './entra';
import type { EntraServer } from './entra';
import { createGraphSandbox } from './graph';
import type { GraphServer } from './graph';
import { createVccSandbox } from './vcc';
import { MEADOWBANK, PERSONAS, THISTLE_HILL } from './world/personas';
import type { Persona } from './world/personas';

export interface SandboxOptions {
  readonly clock: MovableClock;
  /** Who lives in it; the personas of the demo when absent. */
  readonly personas?: readonly Persona[];
  /** Redirect address of the product's admin consent. */
  readonly redirectUri?: string;
}

export interface Inhabitant {
  readonly persona: Persona;
  readonly person: SimulatedPerson;
  readonly agent?: SimulatedAgent;
}

type VccServer = Awaited<ReturnType<typeof createVccSandbox>>;

export interface Sandbox {
  readonly clock: MovableClock;
  readonly entra: EntraServer;
  readonly graph: GraphServer;
  readonly vcc: VccServer;
  readonly account: ReturnType<VccServer['addAccount']>;
  /** The product's registration in Entra. */
  readonly app: EntraApp;
  readonly vccCredentials: { readonly clientId: string; readonly clientSecret: string };
  readonly inhabitants: readonly Inhabitant[];
  find(key: string): Inhabitant;
  /** Teams-style SSO token of one of the inhabitants; administrators carry the role `Admin`. */
  tokenFor(key: string): Promise<string>;
  close(): Promise<void>;
}

const APP_ID = '2f7d9a10-64c3-4e58-9b02-c1d5e8f3a703';
const PERMISSIONS = ['Presence.ReadWrite.All', 'Presence.Read.All', 'User.Read.All'];
const VCC_CREDENTIALS = { clientId: 'meadowbank-demo', clientSecret: 'only-in-the-sandbox' };

export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { clock } = options;
  const entra = await createEntraSandbox({ clock });
  const graph = await createGraphSandbox({ clock, entra });
  const vcc = await createVccSandbox({ clock });
  const app = registerApp(entra, options.redirectUri);
  const { accountKey } = MEADOWBANK;
  const account = vcc.addAccount({ accountKey, ...VCC_CREDENTIALS });
  for (const { tenantId } of [MEADOWBANK, THISTLE_HILL]) graph.addTenant(tenantId);
  const inhabitants = (options.personas ?? PERSONAS).map((persona): Inhabitant => {
    const person = graph.addPerson(persona.tenantId, persona.person);
    return persona.agent
      ? { persona, person, agent: account.addAgent(persona.agent) }
      : { persona, person };
  });
  const find = (key: string): Inhabitant => findBy(inhabitants, key);
  return {
    clock,
    entra,
    graph,
    vcc,
    account,
    app,
    vccCredentials: VCC_CREDENTIALS,
    inhabitants,
    find,
    tokenFor: (key) => tokenFor(entra, find(key).persona),
    close: async () => {
      await Promise.all([vcc.close(), graph.close(), entra.close()]);
      clock.close();
    },
  };
}

function registerApp(entra: EntraServer, redirectUri?: string): EntraApp {
  const app: EntraApp = {
    clientId: APP_ID,
    clientSecret: 'only-in-the-sandbox',
    applicationIdUri: `api://localhost/${APP_ID}`,
    redirectUris: redirectUri === undefined ? [] : [redirectUri],
    applicationPermissions: PERMISSIONS,
  };
  entra.registerApp(app);
  entra.addTenant({ tenantId: MEADOWBANK.tenantId, consentedApps: [APP_ID] });
  entra.addTenant({ tenantId: THISTLE_HILL.tenantId });
  return app;
}

function findBy(inhabitants: readonly Inhabitant[], key: string): Inhabitant {
  const found = inhabitants.find((one) => one.persona.key === key);
  if (!found) throw new Error(`Nobody in the sandbox has the key ${key}.`);
  return found;
}

function tokenFor(entra: EntraServer, { role, tenantId, person, name }: Persona): Promise<string> {
  return entra.ssoToken({
    tenantId,
    personId: person.id,
    clientId: APP_ID,
    name,
    upn: person.userPrincipalName,
    ...(role === 'admin' ? { roles: ['Admin'] } : {}),
  });
}
