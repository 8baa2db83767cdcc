import { MovableClock } from '../../sandbox/clock';
import type { EntraSandbox, GraphSandbox, VccAccount, VccSandbox } from '../../sandbox/contract';
import { createEntraSandbox } from '../../sandbox/entra/index';
import { createGraphSandbox } from '../../sandbox/graph/index';
import { createVccSandbox } from '../../sandbox/vcc/index';
import { createWorldPage } from '../../sandbox/world/index';
import type { WorldPerson } from '../../sandbox/world/index';
import { MEADOWBANK, PERSONAS } from '../../sandbox/world/personas';
import { LINK_ID, startFakeEngine } from './world-fixture';
import type { FakeEngine } from './world-fixture';

export const START = Date.UTC(2026, 10, 23, 9, 0, 0);

/** The real sandbox with the people of the demo, a pretended product, and the page over both. */
export interface Setting {
  readonly url: string;
  readonly clock: MovableClock;
  readonly vcc: VccSandbox;
  readonly account: VccAccount;
  readonly graph: GraphSandbox;
  /** Link ids by key of the person; Juniper is linked from the start. */
  readonly links: Map<string, string>;
  readonly engine: FakeEngine;
  readonly juniper: WorldPerson & { readonly agent: NonNullable<WorldPerson['agent']> };
  close(): Promise<void>;
}

export interface SettingOptions {
  readonly withEngine?: boolean;
  readonly isStreaming?: boolean;
  readonly chat?: { readonly url: string; readonly name: string };
}

export async function startSetting(options: SettingOptions = {}): Promise<Setting> {
  const clock = new MovableClock({ start: START });
  const sandbox = await startSandbox(clock);
  const engine = await startFakeEngine();
  engine.offerStream(options.isStreaming ?? true);
  const people = PERSONAS.map((persona) => toPerson(persona, sandbox));
  const [first] = people;
  if (!first?.agent) throw new Error('The first persona is an agent.');
  const { vcc, graph } = sandbox;
  const page = await createWorldPage({
    clock,
    people,
    vcc,
    graph,
    ...(options.withEngine === false ? {} : { engine }),
    ...(options.chat && { chat: options.chat }),
  });
  return {
    url: page.url,
    clock,
    ...sandbox,
    engine,
    juniper: { ...first, agent: first.agent },
    close: async () => {
      await page.close();
      await Promise.all([engine.close(), vcc.close(), graph.close(), sandbox.entra.close()]);
      clock.close();
    },
  };
}

interface Sandbox {
  readonly vcc: VccSandbox;
  readonly account: VccAccount;
  readonly entra: EntraSandbox;
  readonly graph: GraphSandbox;
  readonly links: Map<string, string>;
}

async function startSandbox(clock: MovableClock): Promise<Sandbox> {
  const vcc = await createVccSandbox({ clock });
  const entra = await createEntraSandbox({ clock });
  const graph = await createGraphSandbox({ clock, entra });
  for (const tenantId of new Set(PERSONAS.map((persona) => persona.tenantId))) {
    entra.addTenant({ tenantId });
    graph.addTenant(tenantId);
  }
  const { accountKey } = MEADOWBANK;
  const account = vcc.addAccount({ accountKey, clientId: 'client', clientSecret: 'invented' });
  return { vcc, account, entra, graph, links: new Map([['juniper-vale', LINK_ID]]) };
}

function toPerson(
  { key, role, name, tenantId, agent, person }: (typeof PERSONAS)[number],
  { account, graph, links }: Sandbox,
): WorldPerson {
  const seen = { key, role, name, person: graph.addPerson(tenantId, person) };
  if (!agent) return seen;
  return {
    ...seen,
    agent: account.addAgent(agent),
    account,
    get linkId() {
      return links.get(key);
    },
  };
}
