/** Subscriptions at Graph in the names of watchers, and what we store of them (graph.md 4). */
import { presenceResource } from '../../../src/clients/graph/subscriptions';
import type {
  Delegate,
  GraphSubscriptions,
  GraphSubscriptionView,
  NotifyCertificate,
} from '../../../src/clients/graph/subscriptions';
import { HOUR, SECOND } from '../../../src/core/time';
import { visitWatcher } from '../../../src/keepers/subscription-visit';
import type { VisitDeps, VisitEnd } from '../../../src/keepers/subscription-visit';
import type { HeldSubscription, WatcherStore } from '../../../src/store/watching';
import { callAs, GONE, ok } from './outcome';
import { Power } from './power';
import type { Trouble } from './power';

const TENANT = 'meadow';
const CONFLICT = { kind: 'refused', status: 409, reason: 'A subscripton already exists.' } as const;

interface Living extends GraphSubscriptionView {
  readonly clientState: string;
  readonly isRich: boolean;
}

/** What is to be told to us of whom. */
export interface Wanted {
  people: readonly string[];
  certificateId: string | null;
  url: string;
}

export class GraphHouse {
  now = Date.UTC(2026, 10, 23, 9);
  readonly power = new Power();
  readonly wanted: Wanted = { people: ['p1'], certificateId: null, url: 'https://one.example' };
  held: readonly HeldSubscription[] = [];
  /** Calls that changed something at Graph. */
  writes = 0;
  private readonly books = new Map<string, Living[]>();
  private made = 0;

  /** What lives in the watcher's name, ours or not. */
  living(watcherId: string): readonly Living[] {
    return (this.books.get(watcherId) ?? []).filter(({ expiresAt }) => expiresAt > this.now);
  }

  endUnseen(watcherId: string): void {
    this.books.set(watcherId, []);
  }

  /** Somebody else with our app's id, or a process of ours that died. */
  makeForeign(watcherId: string): void {
    if (this.living(watcherId).length > 0) return;
    const view = this.viewOf({ id: 'foreign', people: ['p9'], url: 'https://other.example' });
    this.books.set(watcherId, [{ ...view, clientState: 'thistle', isRich: false }]);
  }

  visit(watcherId: string, trouble: Trouble): Promise<VisitEnd | null> {
    const { people } = this.wanted;
    return this.power.run(trouble, () =>
      visitWatcher(this.deps(), this.delegateOf(watcherId), people),
    );
  }

  /** What is wrong with what lives in the watcher's name. */
  faults(watcherId: string): readonly string[] {
    const { people, certificateId, url } = this.wanted;
    const living = this.living(watcherId);
    const held = this.held.filter((one) => one.watcherId === watcherId);
    const needed = people.length > 0 ? 1 : 0;
    if (living.length !== needed) return [`${living.length} live, ${needed} needed`];
    if (held.length !== needed) return [`${held.length} held, ${needed} needed`];
    const [one, known] = [living[0], held[0]];
    if (!one || !known) return [];
    return [
      ...(one.id === known.subscriptionId ? [] : [`${one.id} lives, ${known.subscriptionId} held`]),
      ...(one.resource === presenceResource(people) ? [] : [`watches ${one.resource}`]),
      ...(one.notificationUrl === url ? [] : [`tells ${one.notificationUrl}`]),
      ...(one.isRich === (certificateId !== null) ? [] : ['data comes along, or does not']),
      ...(one.certificateId === certificateId ? [] : [`by ${String(one.certificateId)}`]),
      ...(String(known.clientState) === one.clientState ? [] : ['another client state is held']),
      ...(known.expiresAt === one.expiresAt ? [] : ['another end is held']),
    ];
  }

  private delegateOf(personId: string): Delegate {
    const token = (): ReturnType<Delegate['tokens']['get']> => callAs(this.power, () => ok('oak'));
    const tokens = { get: token, replace: token, distrust: () => undefined };
    return { tenantId: TENANT, personId, tokens: tokens as unknown as Delegate['tokens'] };
  }

  private deps(): VisitDeps {
    return {
      watchers: this.store() as WatcherStore,
      graph: this.graph(),
      clock: { now: () => this.now, sleep: () => Promise.resolve() },
      notificationUrl: this.wanted.url,
      lifecycleUrl: `${this.wanted.url}/lifecycle`,
      certificate: this.certificate(),
      seal: (text) => text as unknown as HeldSubscription['clientState'],
      newSecret: () => `secret ${this.nextNumber()}`,
      hash: (text) => `hash of ${text}`,
      random: () => (this.nextNumber() % 10) / 10,
    };
  }

  private certificate(): NotifyCertificate | null {
    const { certificateId: id } = this.wanted;
    return id === null ? null : { id, base64: 'AAAA' };
  }

  private nextNumber(): number {
    this.made += 1;
    return this.made;
  }

  private store(): Pick<WatcherStore, 'held' | 'hold' | 'letGo'> {
    const without = (id: string): readonly HeldSubscription[] =>
      this.held.filter(({ subscriptionId }) => subscriptionId !== id);
    return {
      held: () => this.power.stores(() => this.held),
      hold: (one) =>
        this.power.stores(() => {
          this.held = [...without(one.subscriptionId), one];
          return true;
        }),
      letGo: (id) =>
        this.power.stores(() => {
          this.held = without(id);
        }),
    };
  }

  private graph(): GraphSubscriptions {
    const { power } = this;
    const write = <T>(happen: () => T): T => {
      this.writes += 1;
      this.now += SECOND;
      return happen();
    };
    return {
      // One that has just ended may still be listed.
      list: ({ personId }) => callAs(power, () => ok(this.books.get(personId) ?? [])),
      get: ({ personId }, id) =>
        callAs(power, () => {
          const found = this.living(personId).find((one) => one.id === id);
          return found ? ok(found) : GONE;
        }),
      create: ({ personId }, ask) => callAs(power, () => write(() => this.create(personId, ask))),
      renew: ({ personId }, { id, expiresAt, certificate }) =>
        callAs(power, () =>
          write(() => {
            const certificateId = certificate?.id ?? null;
            return this.edit(personId, id, { expiresAt, certificateId });
          }),
        ),
      reauthorize: ({ personId }, id) =>
        callAs(power, () =>
          write(() => (this.edit(personId, id, {}).kind === 'ok' ? ok(null) : GONE)),
        ),
      remove: ({ personId }, id) =>
        callAs(power, () =>
          write(() => {
            const left = this.living(personId).filter((one) => one.id !== id);
            this.books.set(personId, left);
            return ok(null);
          }),
        ),
    };
  }

  /** A person and app may hold one (graph.md 4.2). */
  private create(watcherId: string, ask: Parameters<GraphSubscriptions['create']>[1]) {
    if (this.living(watcherId).length > 0) return CONFLICT;
    const { personIds: people, notificationUrl: url, clientState, certificate } = ask;
    if (ask.expiresAt > this.now + HOUR + SECOND) throw new Error('longer than Graph allows');
    const view = this.viewOf({ id: `made-${this.nextNumber()}`, people, url });
    const certificateId = certificate?.id ?? null;
    const isRich = certificate !== null;
    const made = { ...view, certificateId, expiresAt: ask.expiresAt, clientState, isRich };
    this.books.set(watcherId, [made]);
    return ok(made);
  }

  private edit(watcherId: string, id: string, change: Partial<Living>) {
    const living = this.living(watcherId);
    const found = living.find((one) => one.id === id);
    if (!found) return GONE;
    const edited = { ...found, ...change };
    this.books.set(
      watcherId,
      living.map((one) => (one === found ? edited : one)),
    );
    return ok(edited);
  }

  private viewOf(of: { id: string; people: readonly string[]; url: string }) {
    return {
      id: of.id,
      resource: presenceResource(of.people),
      notificationUrl: of.url,
      expiresAt: this.now + HOUR,
      applicationId: null,
      creatorId: null,
      certificateId: null,
    };
  }
}
