/** Webhook subscriptions of an account at VCC, other people's among them, and what we store (vcc.md 3). */
import type { Subscription } from '../../../src/clients/vcc/client';
import { SECOND } from '../../../src/core/time';
import { visitWebhook } from '../../../src/keepers/webhook-visit';
import type { WebhookVisit, WebhookVisitDeps } from '../../../src/keepers/webhook-visit';
import type { Connection, SealedText, WebhookSubscription } from '../../../src/store/store';
import { callAs, GONE, ok } from './outcome';
import { Power } from './power';
import type { Trouble } from './power';

interface Living extends Subscription {
  readonly secret: string;
}

export const STRANGER: Living = {
  subscriptionId: 'stranger',
  name: 'Wallboard',
  url: 'https://elsewhere.example/hook',
  events: ['agent.presencechanged.v1'],
  enabled: true,
  secret: 'theirs',
};

export class VccHouse {
  now = Date.UTC(2026, 10, 23, 9);
  readonly power = new Power();
  url = 'https://one.example/hooks/vcc/c1';
  events: readonly string[] = ['agent.presencechanged.v1', 'channel.ended.v1'];
  living: readonly Living[] = [STRANGER];
  held: WebhookSubscription | null = null;
  /** Calls that changed something at VCC. */
  writes = 0;
  private made = 0;

  /** A copy of ours by hand, or by a process that died. */
  makeDouble(): void {
    const subscriptionId = this.nextId();
    const { url, events } = this;
    const double = {
      subscriptionId,
      name: subscriptionId,
      url,
      events,
      enabled: true,
      secret: 'x',
    };
    this.living = [...this.living, double];
  }

  /** Somebody edits ours in VCC. */
  edit(change: Partial<Living>): void {
    const id = this.held?.subscriptionId;
    this.living = this.living.map((one) =>
      one.subscriptionId === id ? { ...one, ...change } : one,
    );
  }

  endUnseen(): void {
    this.living = this.living.filter(({ subscriptionId }) => subscriptionId === 'stranger');
  }

  visit(trouble: Trouble, isDistrusted = false): Promise<WebhookVisit | null> {
    const connection = { id: 'c1', webhook: this.held } as Connection;
    return this.power.run(trouble, () => visitWebhook(this.deps(), connection, { isDistrusted }));
  }

  /**
   * What is wrong with what points at us. A copy that points where we were before tells nobody
   * anything, and nothing says whose it is.
   */
  faults(): readonly string[] {
    const held = this.held?.subscriptionId;
    const ours = this.living.filter((one) => one.url === this.url || one.subscriptionId === held);
    const [one] = ours;
    if (!one || ours.length > 1) return [`${ours.length} point at us`];
    return [
      ...(one.subscriptionId === this.held?.subscriptionId ? [] : ['another one is held']),
      ...(one.url === this.url ? [] : [`points at ${one.url}`]),
      ...(one.enabled ? [] : ['is disabled']),
      ...(isSameSet(one.events, this.events) ? [] : [`tells ${one.events.join()}`]),
      ...(String(this.held?.secret) === one.secret ? [] : ['its secret is not known']),
      ...(this.living.includes(STRANGER) ? [] : ['the stranger’s is gone']),
    ];
  }

  private nextId(): string {
    this.made += 1;
    return `made-${this.made}`;
  }

  private deps(): WebhookVisitDeps {
    return {
      store: {
        connections: { get: this.read, edit: this.keep },
      } as unknown as WebhookVisitDeps['store'],
      vcc: this.vcc(),
      clock: { now: () => this.now, sleep: () => Promise.resolve() },
      accountOf: () => ({}) as ReturnType<WebhookVisitDeps['accountOf']>,
      seal: (text) => text as SealedText,
      wanted: () => ({ name: `Link ${this.now}`, url: this.url, events: this.events }),
    };
  }

  private readonly read = () => Promise.resolve({ id: 'one', webhook: this.held } as Connection);

  private readonly keep = (_id: string, edit: { webhook: WebhookSubscription }) =>
    this.power.stores(() => {
      this.held = edit.webhook;
      return {} as Connection;
    });

  private vcc(): WebhookVisitDeps['vcc'] {
    const write = <T>(happen: () => T): T => {
      this.writes += 1;
      this.now += SECOND;
      return happen();
    };
    const { power } = this;
    const find = (id: string) => this.living.find((one) => one.subscriptionId === id);
    return {
      subscriptions: () =>
        callAs(power, () => ok(this.living.map(({ secret: _never, ...told }) => told))),
      createSubscription: (_account, ask) =>
        callAs(power, () =>
          write(() => {
            const isTaken = this.living.some(({ name }) => name === ask.name);
            if (isTaken) return { kind: 'refused', status: 409, reason: 'the name is taken' };
            const subscriptionId = this.nextId();
            const secret = `secret of ${subscriptionId}`;
            const made = { ...ask, subscriptionId, enabled: true, secret };
            this.living = [...this.living, made];
            return ok(made);
          }),
        ),
      updateSubscription: (_account, id, change) =>
        callAs(power, () =>
          write(() => {
            const found = find(id);
            if (!found) return GONE;
            const edited = { ...found, ...change };
            this.living = this.living.map((one) => (one === found ? edited : one));
            return ok(edited);
          }),
        ),
      deleteSubscription: (_account, id) =>
        callAs(power, () =>
          write(() => {
            if (!find(id)) return GONE;
            this.living = this.living.filter((one) => one.subscriptionId !== id);
            return ok(null);
          }),
        ),
    };
  }
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name) => other.includes(name));
}
