/**
 * Two tenants with two accounts each whose people and agents bear the same ids, so that nothing but the
 * token tells whose they are. Real store, door, turn, sweep and clients; only the network is ours.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { Call, Reply } from '../../../src/clients/pipeline/exchange';
import { createConfig } from '../../../src/config/config';
import { initialLinkState } from '../../../src/core/link-state';
import { SECOND } from '../../../src/core/time';
import { loginOf } from '../../../src/desk/reach';
import type { DoorAnswer, Door } from '../../../src/doors/door';
import { createVccEventsDoor } from '../../../src/doors/vcc-events';
import { newTenantSweep, sweepTenant } from '../../../src/keepers/teams-sweep';
import type { TenantSweep } from '../../../src/keepers/teams-sweep';
import { createOutside } from '../../../src/outside';
import type { Outside } from '../../../src/outside';
import { reconcile } from '../../../src/reconcile/turn';
import { silentEvents } from '../../../src/runtime/events';
import type { Connection, Link, SealedText, Store } from '../../../src/store/store';
import { createHandClock } from '../../clients/hand-clock';
import type { HandClock } from '../../clients/hand-clock';
import { createTellTale, presenceEvent, request, sign } from '../../doors/requests';
import { sampleConnection, sampleLink } from '../../store/samples';
import { DEFINITIONS } from './arbitraries';
import { BothSides } from './both-sides';

const SETTLE_MS = 8 * SECOND;

/** On whose behalf something runs: every call of it must bear their token and no other. */
interface Behalf {
  readonly tenantId: string;
  /** Absent for the sweep of Teams, which asks no account anything. */
  readonly secret?: string;
  /** Links whose turn it may ask for. */
  readonly mayWake: readonly Link[];
}

export class TwoTenants {
  readonly faults: string[] = [];
  readonly sides = new BothSides();
  connections: readonly Connection[] = [];
  links: readonly Link[] = [];
  calls = 0;
  cases = 0;
  private readonly clock: HandClock = createHandClock();
  private readonly behalf = new AsyncLocalStorage<Behalf>();
  private readonly outside: Outside;
  private readonly door: Door;
  private readonly store: Store;
  private sweeps = new Map<string, TenantSweep>();
  private readonly woken = new Set<string>();
  private events = 0;

  constructor(store: Store) {
    this.store = store;
    const { clock } = this;
    this.outside = createOutside(configOf(), {
      clock,
      events: silentEvents,
      transport: { exchange: (call) => this.exchange(call), close: () => Promise.resolve() },
      shared: store.budgets,
    });
    this.door = createVccEventsDoor({
      store,
      clock,
      open: reveal,
      wake: (linkId) => this.wake([linkId]),
      events: createTellTale().events,
    });
  }

  /** Everything new: two tenants, two connections each, in each the one agent and a person. */
  async found(): Promise<void> {
    this.cases += 1;
    const [one, other] = [randomUUID(), randomUUID()];
    this.connections = [one, one, other, other].map(connectionOf);
    this.sweeps = new Map([one, other].map((id) => [id, newTenantSweep(id)]));
    const links: Link[] = [];
    for (const [index, connection] of this.connections.entries()) {
      await this.store.connections.insert(connection);
      links.push(await this.join(connection, `person-${index % 2}`));
    }
    this.links = links;
  }

  async end(): Promise<void> {
    for (const { id } of this.connections) await this.store.connections.remove(id);
  }

  /** An event of the agent's at one connection's address, signed with one connection's secret. */
  async event(at: number, signedBy: number, presenceId: string): Promise<void> {
    const [connection, signer] = [this.connections[at]!, this.connections[signedBy]!];
    const isGenuine = at === signedBy;
    const mayWake = this.links.filter((one) => isGenuine && one.connectionId === connection.id);
    const behalf = { tenantId: connection.tenantId, mayWake };
    const answer = await this.behalf.run(behalf, () =>
      this.deliver(connection, secretOf(signer), presenceId),
    );
    if (isGenuine) {
      this.sides.setAgent(secretOf(connection), { presenceId, at: this.clock.now() });
    } else if (answer.status < 400) {
      this.faults.push('an event signed by another account was taken');
    }
  }

  /** A person changes Teams, and their tenant is swept. */
  async teams(at: number, word: string): Promise<void> {
    const { tenantId, personId } = this.links[at]!;
    this.sides.setPerson(tenantId, personId, { availability: word, activity: word });
    const mayWake = this.links.filter((one) => one.tenantId === tenantId);
    await this.behalf.run({ tenantId, mayWake }, () => this.sweep(tenantId));
  }

  async order(at: number, presenceId: string): Promise<void> {
    const { id } = this.links[at]!;
    await this.store.facts.append(id, [{ ...this.orderBase(), kind: 'set-state', presenceId }]);
    this.woken.add(id);
  }

  /** Runs the turns of all who were woken or are due, all at once. */
  async turns(afterMs: number): Promise<void> {
    await this.clock.advance(afterMs);
    const due = await this.store.links.due(this.clock.now(), 0, 100);
    const ids = new Set([...this.woken, ...due]);
    this.woken.clear();
    await Promise.all(this.links.filter(({ id }) => ids.has(id)).map((link) => this.turn(link)));
  }

  private async sweep(tenantId: string): Promise<void> {
    const sweep = this.sweeps.get(tenantId);
    if (!sweep) throw new Error('No such tenant.');
    await sweepTenant(
      {
        store: this.store,
        graph: this.outside.graph,
        clock: this.clock,
        wakeMany: (ids) => this.wake(ids),
        onMissing: () => undefined,
        onShutOut: () => this.faults.push('a sweep was shut out'),
      },
      sweep,
    );
  }

  private wake(linkIds: readonly string[]): Promise<void> {
    const mayWake = this.behalf.getStore()?.mayWake ?? [];
    for (const linkId of linkIds) {
      if (mayWake.some(({ id }) => id === linkId)) this.woken.add(linkId);
      else this.faults.push('a link was woken by what is not its own');
    }
    return Promise.resolve();
  }

  private async turn(link: Link): Promise<void> {
    const connection = this.connections.find(({ id }) => id === link.connectionId)!;
    const { tenantId } = connection;
    const { graph, vcc } = this.outside;
    await this.behalf.run({ tenantId, secret: secretOf(connection), mayWake: [] }, () =>
      reconcile(
        {
          store: this.store,
          clock: this.clock,
          settleMs: SETTLE_MS,
          graph,
          renewals: graph.withPriority('renewal'),
          vcc,
          accountOf: (one) => loginOf(one, reveal),
          onUnknownDefinition: () => undefined,
          onShutOut: () => this.faults.push('a call was refused'),
          onLawFailure: (_link, error) => this.faults.push(String(error)),
          onTurnEnd: () => undefined,
        },
        link.id,
      ),
    );
  }

  /** Whoever runs may spend their own token only; then the side answers as it would. */
  private exchange(call: Call): Promise<Reply> {
    const bearer = call.headers?.['authorization'];
    const behalf = this.behalf.getStore();
    if (bearer !== undefined) {
      this.calls += 1;
      const own =
        call.side === 'graph' ? `graph of ${behalf?.tenantId}` : `vcc of ${behalf?.secret}`;
      if (bearer !== `Bearer ${own}`) this.faults.push(`${call.name} of ${own} bore "${bearer}"`);
    }
    return Promise.resolve(this.sides.answer(call, this.clock.now()));
  }

  private async join(connection: Connection, personId: string): Promise<Link> {
    const people = { personId, agentUserId: 'agent-0', agentId: '4021' };
    const link = sampleLink(connection, people);
    const isNew = await this.store.links.insert(link, initialLinkState());
    await this.store.facts.append(link.id, [{ ...this.orderBase(), kind: 'linked' }]);
    const joined = await this.store.links.get(link.id);
    if (!isNew || !joined) throw new Error('The link was not made.');
    this.woken.add(joined.id);
    return joined;
  }

  private deliver(to: Connection, secret: string, presenceId: string): Promise<DoorAnswer> {
    const { category, name } = DEFINITIONS.find((one) => one.presenceId === presenceId)!;
    this.events += 1;
    const now = this.clock.now();
    const timestamp = new Date(now).toISOString();
    const presence = { presenceId, category: { type: category }, description: name };
    const user = { agentId: '4021', userId: 'agent-0' };
    const body = presenceEvent({ id: `event-${this.events}` }, { timestamp, presence, user });
    const rawBody = Buffer.from(JSON.stringify(body));
    return this.door(
      request({
        params: { connectionId: to.id },
        headers: {
          'content-type': 'application/cloudevents+json',
          'vonage-signature': sign(rawBody, { secret, now }),
        },
        rawBody,
      }),
    );
  }

  private orderBase() {
    const at = this.clock.now();
    this.events += 1;
    const id = `order-${this.events}`;
    return { id, side: 'order', at, seenAt: at, via: 'desk', by: 'agent' } as const;
  }
}

function connectionOf(tenantId: string): Connection {
  const secret = Buffer.from(randomUUID()).toString('base64') as SealedText;
  return sampleConnection({
    tenantId,
    status: 'connected',
    definitions: DEFINITIONS,
    // The same login everywhere, but for its secret.
    vccClientId: 'client',
    vccClientSecret: secret,
    webhook: { subscriptionId: randomUUID(), secret, previousSecret: null },
  });
}

function secretOf({ vccClientSecret }: Connection): string {
  return reveal(vccClientSecret);
}

function reveal(sealed: SealedText): string {
  return sealed;
}

function configOf(): ReturnType<typeof createConfig> {
  return createConfig({
    PORT: '3978',
    PUBLIC_URL: 'http://127.0.0.1:3978',
    SECRETS_KEY: Buffer.alloc(32, 7).toString('base64'),
    ENTRA_CLIENT_ID: randomUUID(),
    ENTRA_CLIENT_SECRET: 'juniper',
  });
}
