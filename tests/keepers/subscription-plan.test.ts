import fc from 'fast-check';
import type { GraphSubscriptionView } from '../../src/clients/graph/subscriptions';
import { planSubscription } from '../../src/keepers/subscription-plan';
import type { SubscriptionNeed, SubscriptionScene } from '../../src/keepers/subscription-plan';
import type { HeldSubscription } from '../../src/store/watching';

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 10, 23, 9);
const URL = 'https://link.meadowbank.example/hooks/graph';
const NEED: SubscriptionNeed = { resourceHash: 'r1', notificationUrl: URL, certificateId: 'c1' };

const held = (id: string, changes: Partial<HeldSubscription> = {}): HeldSubscription => ({
  subscriptionId: id,
  tenantId: 'meadow',
  watcherId: 'basil',
  clientState: 'sealed' as HeldSubscription['clientState'],
  resourceHash: 'r1',
  people: 3,
  certificateId: 'c1',
  expiresAt: NOW + 50 * MINUTE,
  renewAt: NOW + 25 * MINUTE,
  reauthorize: false,
  ...changes,
});
const listed = (
  id: string,
  changes: Partial<GraphSubscriptionView> = {},
): GraphSubscriptionView => ({
  id,
  resource: '/communications/presences?$filter=…',
  notificationUrl: URL,
  expiresAt: NOW + 50 * MINUTE,
  applicationId: null,
  creatorId: null,
  certificateId: null,
  ...changes,
});

const CASES: readonly [string, Partial<SubscriptionScene>, object][] = [
  ['needed, nothing held or listed: made', {}, { step: 'create', forget: [], remove: [] }],
  [
    'held and listed: kept',
    { held: [held('a')], listed: [listed('a')] },
    { step: 'keep a', forget: [], remove: [] },
  ],
  [
    'held but not listed (ended, removed, a zombie): forgotten and made anew',
    { held: [held('a')] },
    { step: 'create', forget: ['a'], remove: [] },
  ],
  [
    'listed but unknown here (a crash between the two, somebody else): removed and made anew',
    { listed: [listed('x')] },
    { step: 'create', forget: [], remove: ['x'] },
  ],
  [
    'held, with a foreign one beside it: the foreign one goes',
    { held: [held('a')], listed: [listed('a'), listed('x')] },
    { step: 'keep a', forget: [], remove: ['x'] },
  ],
  [
    'two of ours: the one that lives longer stays',
    {
      held: [held('a'), held('b')],
      listed: [listed('a'), listed('b', { expiresAt: NOW + 55 * MINUTE })],
    },
    { step: 'keep b', forget: ['a'], remove: ['a'] },
  ],
  [
    'listed although its end has come: removed and made anew',
    { held: [held('a')], listed: [listed('a', { expiresAt: NOW })] },
    { step: 'create', forget: ['a'], remove: ['a'] },
  ],
  [
    'for other people than now: removed and made anew',
    { held: [held('a', { resourceHash: 'r0' })], listed: [listed('a')] },
    { step: 'create', forget: ['a'], remove: ['a'] },
  ],
  [
    'at another address: removed and made anew',
    { held: [held('a')], listed: [listed('a', { notificationUrl: 'https://old.example/hooks' })] },
    { step: 'create', forget: ['a'], remove: ['a'] },
  ],
  [
    'renewal is due: renewed',
    { held: [held('a', { renewAt: NOW })], listed: [listed('a')] },
    { step: 'renew a', forget: [], remove: [] },
  ],
  [
    'Graph gave it less time than we believe: renewed',
    { held: [held('a')], listed: [listed('a', { expiresAt: NOW + 10 * MINUTE })] },
    { step: 'renew a', forget: [], remove: [] },
  ],
  [
    'the certificate is another now: renewed with it',
    { held: [held('a', { certificateId: 'c0' })], listed: [listed('a')] },
    { step: 'renew a', forget: [], remove: [] },
  ],
  [
    'without data, but now with: removed and made anew',
    { held: [held('a', { certificateId: null })], listed: [listed('a')] },
    { step: 'create', forget: ['a'], remove: ['a'] },
  ],
  [
    'Graph wants a new token: reauthorized',
    { held: [held('a', { reauthorize: true })], listed: [listed('a')] },
    { step: 'reauthorize a', forget: [], remove: [] },
  ],
  [
    'not needed any more: everything goes',
    { need: null, held: [held('a')], listed: [listed('a'), listed('x')] },
    { step: 'none', forget: ['a'], remove: ['a', 'x'] },
  ],
];

function tellPlan(scene: Partial<SubscriptionScene>) {
  const { step, ...rest } = planSubscription({
    need: NEED,
    held: [],
    listed: [],
    now: NOW,
    ...scene,
  });
  return { ...rest, step: 'held' in step ? `${step.kind} ${step.held.subscriptionId}` : step.kind };
}

test.each(CASES)('[KP3] %s', (_case, scene, expected) => {
  expect(tellPlan(scene)).toEqual(expected);
});

const history = fc.record({
  need: fc.constantFrom(NEED, null),
  ours: fc.uniqueArray(fc.constantFrom('a', 'b', 'c')),
  theirs: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'x', 'y')),
  ends: fc.array(fc.integer({ min: -60, max: 60 }), { minLength: 5, maxLength: 5 }),
  hash: fc.constantFrom('r0', 'r1'),
});

test('[KP3] whatever is held and listed, exactly one lives on where one is needed', () => {
  fc.assert(
    fc.property(history, ({ need, ours, theirs, ends, hash }) => {
      const scene = {
        need,
        now: NOW,
        held: ours.map((id) => held(id, { resourceHash: hash })),
        listed: theirs.map((id, at) => listed(id, { expiresAt: NOW + (ends[at] ?? 0) * MINUTE })),
      };
      const { remove, forget, step } = planSubscription(scene);
      const left = scene.listed.filter(({ id }) => !remove.includes(id));
      const living = left.filter(({ expiresAt }) => expiresAt > NOW);
      expect(living.length + (step.kind === 'create' ? 1 : 0)).toBe(need ? 1 : 0);
      expect(left).toHaveLength(living.length);
      const known = scene.held.filter(({ subscriptionId }) => !forget.includes(subscriptionId));
      expect(known.map(({ subscriptionId }) => subscriptionId)).toEqual(left.map(({ id }) => id));
    }),
  );
});
