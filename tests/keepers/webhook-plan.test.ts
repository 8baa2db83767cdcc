import type { Subscription } from '../../src/clients/vcc/client';
import { isInOrder, planWebhook } from '../../src/keepers/webhook-plan';
import type { WebhookScene } from '../../src/keepers/webhook-plan';

const URL = 'https://link.meadowbank.example/hooks/vcc/c1';
const EVENTS = ['agent.presencechanged.v1', 'channel.ended.v1'];

function listed(subscriptionId: string, changes: Partial<Subscription> = {}): Subscription {
  const name = `Presence Link ${subscriptionId}`;
  return { subscriptionId, name, url: URL, events: EVENTS, enabled: true, ...changes };
}

function plan(scene: Partial<WebhookScene>) {
  const base = { heldId: 'held', listed: [], url: URL, events: EVENTS, isDistrusted: false };
  return planWebhook({ ...base, ...scene });
}

const STRANGER = listed('stranger', { url: 'https://elsewhere.example/hook' });

describe('subscriptions held and listed', () => {
  test('[KP3] the one we hold, listed, enabled and complete, stays as it is', () => {
    const made = plan({ listed: [listed('held'), STRANGER] });
    expect(made).toEqual({ keptId: 'held', change: null, removeIds: [] });
    expect(isInOrder(made)).toBe(true);
  });

  test('[KP3] the order in which VCC names the events does not matter', () => {
    expect(isInOrder(plan({ listed: [listed('held', { events: [...EVENTS].reverse() })] }))).toBe(
      true,
    );
  });

  test('[KP3] one we hold that is not listed any more is made anew', () => {
    expect(plan({ listed: [STRANGER] })).toEqual({ keptId: null, change: null, removeIds: [] });
  });

  test('[KP3] where we hold none, one is made', () => {
    expect(plan({ heldId: null })).toEqual({ keptId: null, change: null, removeIds: [] });
  });

  test('[KP3] one that points at us and whose secret we do not know makes way for a new one', () => {
    const made = plan({ heldId: null, listed: [listed('orphan'), STRANGER] });
    expect(made).toEqual({ keptId: null, change: null, removeIds: ['orphan'] });
  });

  test('[KP3] duplicates of the one we hold are taken away', () => {
    const made = plan({ listed: [listed('older'), listed('held'), listed('newer')] });
    expect(made).toEqual({ keptId: 'held', change: null, removeIds: ['older', 'newer'] });
  });

  test('[KP3] a disabled one is enabled', () => {
    const made = plan({ listed: [listed('held', { enabled: false })] });
    expect(made).toEqual({ keptId: 'held', change: { enabled: true }, removeIds: [] });
  });

  test('[KP3] one that tells too little or too much is told what to tell', () => {
    for (const events of [EVENTS.slice(1), [...EVENTS, 'channel.held.v1'], []]) {
      const made = plan({ listed: [listed('held', { events })] });
      expect(made).toEqual({ keptId: 'held', change: { events: EVENTS }, removeIds: [] });
    }
  });

  test('[KP3] a shorter list will do where VCC has refused the whole one, and no other', () => {
    const shorter = [EVENTS.slice(0, 1)];
    const kept = listed('held', { events: EVENTS.slice(0, 1) });
    expect(isInOrder(plan({ listed: [kept], shorter }))).toBe(true);
    expect(isInOrder(plan({ listed: [kept] }))).toBe(false);
    const other = listed('held', { events: EVENTS.slice(1) });
    expect(plan({ listed: [other], shorter }).change).toEqual({ events: EVENTS });
  });

  test('[KP3] one that points elsewhere, as after a move of the service, points at us again', () => {
    const made = plan({ listed: [listed('held', { url: 'https://old.example/hooks/vcc/c1' })] });
    expect(made).toEqual({ keptId: 'held', change: { url: URL }, removeIds: [] });
  });

  test('[KP3] one with a foreign secret goes, and a new one is made', () => {
    const made = plan({ listed: [listed('held'), STRANGER], isDistrusted: true });
    expect(made).toEqual({ keptId: null, change: null, removeIds: ['held'] });
  });

  test('[KP3] whatever is listed, one is left and nobody else’s is touched', () => {
    const variants = [
      [],
      [listed('held')],
      [listed('a'), listed('b')],
      [listed('held', { enabled: false }), listed('a')],
      [STRANGER, listed('a'), listed('held', { events: [] })],
    ];
    for (const heldId of [null, 'held', 'lost']) {
      for (const isDistrusted of [false, true]) {
        for (const all of variants) {
          const made = plan({ heldId, listed: all, isDistrusted });
          const mine = all.filter((one) => one !== STRANGER).map((one) => one.subscriptionId);
          const left = mine.filter((id) => !made.removeIds.includes(id));
          expect(left).toEqual(made.keptId === null ? [] : [made.keptId]);
        }
      }
    }
  });
});
