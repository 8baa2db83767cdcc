import { createWebhookProof } from '../../src/keepers/webhook-proof';
import type { WebhookProof } from '../../src/keepers/webhook-proof';
import type { Connection, SealedText } from '../../src/store/store';
import { sampleFact } from '../store/samples';
import { openKeeperRig } from './rig';
import type { KeeperRig } from './rig';

const DAY = 86_400_000;
let rig: KeeperRig;
let arrives: boolean;
let proof: WebhookProof;
beforeEach(async () => {
  rig = await openKeeperRig();
  arrives = true;
  proof = createWebhookProof({
    ...rig.deps,
    callOwnHook: async () =>
      arrives
        ? { kind: 'ok', status: 202, value: null }
        : { kind: 'retry', afterMs: 1, reason: 'no answer' },
    open: (sealed) => sealed,
    onError: (error) => {
      throw error;
    },
  });
});
afterEach(() => rig.close());

async function statusOf({ id }: Connection): Promise<unknown[]> {
  const found = await rig.store.connections.get(id);
  return [found?.status, found?.trouble.webhooks?.code ?? null];
}

test('[JN8] a change no event told of degrades a connection none has ever come for', async () => {
  const now = rig.clock.now();
  const connection = await rig.connect({ createdAt: now - 60_000 });
  await proof.missed(connection, now);
  expect(await statusOf(connection)).toEqual(['degraded', 'webhooks-silent']);
});

test('[JN8] of an old connection one lost event proves nothing, two with none in between do', async () => {
  const now = rig.clock.now();
  const connection = await rig.connect({ createdAt: now - 3 * DAY });
  await proof.missed(connection, now);
  expect(await statusOf(connection)).toEqual(['connected', null]);
  await proof.missed(connection, now + 60_000);
  expect(await statusOf(connection)).toEqual(['degraded', 'webhooks-silent']);
});

test('[JN8] an event in between clears the doubt', async () => {
  const now = rig.clock.now();
  const connection = await rig.connect({ createdAt: now - 3 * DAY });
  const link = await rig.join(connection, 'juniper');
  await proof.missed(connection, now);
  const seenAt = now + 30_000;
  await rig.store.facts.append(link.id, [sampleFact('an event', seenAt)]);
  await proof.missed(connection, now + 20_000);
  expect(await statusOf(connection)).toEqual(['connected', null]);
});

test('[JN8] the first event that comes takes the mark away, in any process', async () => {
  const connection = await rig.connect({
    status: 'degraded',
    trouble: { webhooks: { code: 'webhooks-silent', since: 1 } },
  });
  await proof.pass();
  proof.heard(connection.id);
  await expect(
    (async () => {
      while ((await statusOf(connection))[1] !== null) await new Promise(setImmediate);
    })(),
  ).resolves.toBeUndefined();
});

test('[JN8] our own call is made again until it arrives', async () => {
  const connection = await rig.connect({
    status: 'degraded',
    webhook: { subscriptionId: 's', secret: 'secret' as SealedText, previousSecret: null },
    trouble: { webhooks: { code: 'webhooks-unreachable', since: 1 } },
  });
  arrives = false;
  await proof.pass();
  expect(await statusOf(connection)).toEqual(['degraded', 'webhooks-unreachable']);
  arrives = true;
  await rig.clock.advance(61_000);
  await proof.pass();
  expect(await statusOf(connection)).toEqual(['connected', null]);
});
