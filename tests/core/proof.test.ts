import type { Definition } from '../../src/core/agent-state';
import { choosePair, judgeProof } from '../../src/core/proof';
import type { Proof, Sighting } from '../../src/core/proof';

function state(
  presenceId: string,
  category: Definition['category'],
  selectable = true,
): Definition {
  return { presenceId, category, name: presenceId, selectable };
}

const OFF_QUEUE = [state('away', 'Away'), state('lunch', 'ExtendedAway'), state('tea', 'Away')];
const OTHERS = [
  state('ready', 'Ready'),
  state('outbound', 'Ready'),
  state('out', 'LoggedOut'),
  state('hidden', 'Away', false),
];

/** Every way two random numbers can fall on so few states. */
const RANDOMS = [0, 0.2, 0.4, 0.6, 0.8, 0.999];

function pairs(definitions: readonly Definition[], currentId: string): Set<string> {
  const found = new Set<string>();
  for (const one of RANDOMS) {
    for (const other of RANDOMS) {
      const given = [one, other];
      const pair = choosePair(definitions, currentId, () => given.shift() ?? 0);
      found.add(pair ? pair.map(({ presenceId }) => presenceId).join(' ') : 'none');
    }
  }
  return found;
}

test('[JN10] chooses each ordered pair of states off the queue, never the current one', () => {
  expect(pairs([...OFF_QUEUE, ...OTHERS], 'ready')).toEqual(
    new Set(['away lunch', 'away tea', 'lunch away', 'lunch tea', 'tea away', 'tea lunch']),
  );
});

test('[JN10] takes states on the queue where there are too few others', () => {
  const found = [...pairs([...OFF_QUEUE, ...OTHERS], 'tea')].join(' ').split(' ');
  expect(new Set(found)).toEqual(new Set(['away', 'lunch', 'ready', 'outbound']));
});

test('[JN10] chooses none from fewer than three besides the current one', () => {
  expect(pairs([...OFF_QUEUE, state('out', 'LoggedOut')], 'tea')).toEqual(new Set(['none']));
});

const PROOF: Proof = {
  id: 'proof',
  connectionId: 'connection',
  tenantId: 'meadow',
  personId: 'juniper',
  personName: 'Juniper Vale',
  agentUserId: 'u-juniper',
  agentId: '4021',
  agentName: 'Juniper Vale',
  first: { presenceId: 'away', name: 'Away' },
  second: { presenceId: 'tea', name: 'Tea' },
  since: 100,
  startedAt: 1_000,
  expiresAt: 121_000,
  step: 0,
  status: 'open',
  code: null,
};

test.each<[string, readonly (readonly [string, number])[], number, string]>([
  [
    'both in order',
    [
      ['away', 200],
      ['tea', 300],
    ],
    2,
    'proved',
  ],
  [
    'both in order, told the other way round',
    [
      ['tea', 300],
      ['away', 200],
    ],
    2,
    'proved',
  ],
  [
    'the first told twice',
    [
      ['away', 200],
      ['away', 201],
      ['tea', 300],
    ],
    2,
    'proved',
  ],
  ['the first only', [['away', 200]], 1, 'open'],
  [
    'the second first',
    [
      ['tea', 200],
      ['away', 300],
    ],
    1,
    'open',
  ],
  [
    'another between',
    [
      ['away', 200],
      ['ready', 250],
      ['tea', 300],
    ],
    0,
    'open',
  ],
  [
    'the first from before it began',
    [
      ['away', 100],
      ['tea', 300],
    ],
    0,
    'open',
  ],
  [
    'the second too late',
    [
      ['away', 200],
      ['tea', 121_001],
    ],
    1,
    'open',
  ],
])('[JN10] %s', (_case, seen, step, status) => {
  const sightings: Sighting[] = seen.map(([presenceId, at]) => ({ presenceId, at }));
  expect(judgeProof(PROOF, sightings, 121_000)).toMatchObject({ step, status });
});

test('[JN10] fails when its time and a moment for what is on the way are over', () => {
  const sightings = [{ presenceId: 'away', at: 200 }];
  expect(judgeProof(PROOF, sightings, 131_000).status).toBe('open');
  expect(judgeProof(PROOF, sightings, 131_001)).toEqual({
    step: 1,
    status: 'failed',
    code: 'proof-expired',
  });
});
