import { createSealer, Secret } from '../../src/config/secrets';
import { reseal } from '../../src/keepers/reseal';
import { openKeeperRig } from './rig';
import type { KeeperRig } from './rig';

let rig: KeeperRig;
beforeAll(async () => void (rig = await openKeeperRig()));
afterAll(() => rig.close());

const keyOf = (byte: number): Secret => new Secret(Buffer.alloc(32, byte).toString('base64'));
const OLD = createSealer(keyOf(1));
const NEW = createSealer(keyOf(2));
const BOTH = createSealer(keyOf(2), keyOf(1));

const onError = (error: unknown): never => {
  throw error;
};

test('[JN7] both secrets of a webhook are sealed anew, the one before as well', async () => {
  const { id } = await rig.connect({
    vccClientSecret: OLD.seal('yarrow'),
    webhook: {
      subscriptionId: 's1',
      secret: OLD.seal('clover'),
      previousSecret: OLD.seal('tansy'),
    },
  });
  await reseal({ ...BOTH, store: rig.store, onError });
  const stored = await rig.store.connections.get(id);
  const sealed = [
    stored?.vccClientSecret,
    stored?.webhook?.secret,
    stored?.webhook?.previousSecret,
  ];
  expect(sealed.map((one) => one && NEW.open(one))).toEqual(['yarrow', 'clover', 'tansy']);
});

test('[JN7] a webhook without a secret before it stays so', async () => {
  const { id } = await rig.connect({
    vccClientSecret: OLD.seal('yarrow'),
    webhook: { subscriptionId: 's2', secret: OLD.seal('clover'), previousSecret: null },
  });
  await reseal({ ...BOTH, store: rig.store, onError });
  const webhook = (await rig.store.connections.get(id))?.webhook;
  expect(webhook && NEW.open(webhook.secret)).toBe('clover');
  expect(webhook?.previousSecret).toBeNull();
});
