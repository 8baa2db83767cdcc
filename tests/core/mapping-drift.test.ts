import { DEFAULT_MAPPING } from '../../src/core/mapping';
import type { AgentRow, Mapping, PresencePair } from '../../src/core/mapping';
import { findDrifts } from '../../src/core/mapping-drift';
import type { DriftWarning } from '../../src/core/mapping-drift';
import { DEFINITIONS } from './driver';

const BUSY: PresencePair = { availability: 'Busy', activity: 'Busy' };

function withRows(rows: readonly AgentRow[], more: Partial<Mapping> = {}): Mapping {
  const names = rows.map(({ when }) => JSON.stringify(when));
  const others = DEFAULT_MAPPING.agentToPresence.rows.filter(
    ({ when }) => !names.includes(JSON.stringify(when)),
  );
  return {
    ...DEFAULT_MAPPING,
    agentToPresence: { enabled: true, rows: [...rows, ...others] },
    ...more,
  };
}

function chains(mapping: Mapping): readonly string[] {
  return findDrifts(mapping, DEFINITIONS).map(show);
}

function show({ group, row, direction, steps, asDelivered }: DriftWarning): string {
  const place = `${group ?? 'all'} ${direction} ${row ?? '-'}`;
  return `${place}: ${steps.join(' → ')}${asDelivered ? ' (as delivered)' : ''}`;
}

it('[MP5] lists what the defaults drift to, and says why that moves nobody', () => {
  const drifts = findDrifts(DEFAULT_MAPPING, DEFINITIONS);
  expect(drifts.map(show)).toEqual([
    'all agentToPresence 1: Not Available → Busy → Extended Away → Away → Away (as delivered)',
    'all agentToPresence 2: Ready (Outbound) → Available → Ready (as delivered)',
    'all agentToPresence 3: Lunch → Away → Away (as delivered)',
    'all agentToPresence 4: Extended Away → Away → Away (as delivered)',
    'all presenceToAgent 2: Busy → Extended Away → Away → Away (as delivered)',
    'all presenceToAgent 3: DoNotDisturb → Away → Away (as delivered)',
    'all presenceToAgent 5: BeRightBack → Away → Away (as delivered)',
  ]);
  for (const { text } of drifts) {
    expect(text).toMatch(/Nobody is moved along it: .*EC1.*WW3.* The mapping as delivered/);
  }
});

it('[MP5] warns of a Ready agent who would come back as Extended Away', () => {
  const mapping = withRows([{ when: { category: 'Ready' }, shows: BUSY }]);
  const [, warning] = findDrifts(mapping, DEFINITIONS);
  expect(warning).toMatchObject({
    row: 1,
    direction: 'agentToPresence',
    group: null,
    code: 'drift',
    asDelivered: false,
    steps: ['Ready, Ready (Outbound)', 'Busy', 'Extended Away', 'Away', 'Away'],
  });
  expect(warning?.text).toContain('Row 1 of VCC to Teams drifts: Ready, Ready (Outbound) → Busy');
  expect(chains(mapping)).toContain(
    'all presenceToAgent 1: Available → Ready → Busy → Extended Away → Away → Away',
  );
});

it('[MP5] has nothing to warn of where both tables say the same', () => {
  const rows = DEFAULT_MAPPING.presenceToAgent.rows.filter(({ when }) =>
    ['Available', 'Away'].includes(when.availability),
  );
  const definitions = DEFINITIONS.filter(({ name }) => ['Ready', 'Away'].includes(name));
  const agentRows = DEFAULT_MAPPING.agentToPresence.rows.filter(
    ({ when }) => !('occupancy' in when),
  );
  const mapping = {
    agentToPresence: { enabled: true, rows: agentRows },
    presenceToAgent: { enabled: true, rows },
  };
  expect(findDrifts(mapping, definitions)).toEqual([]);
});

it('[MP5] ends a walk that runs in a circle where it closes', () => {
  const mapping = withRows([
    { when: { presenceId: 'p-away' }, shows: BUSY },
    { when: { presenceId: 'p-ext' }, shows: { availability: 'Away', activity: 'Away' } },
  ]);
  expect(chains(mapping)).toContain(
    'all agentToPresence 1: Away → Busy → Extended Away → Away → Away',
  );
});

it('[MP5] ends at a blank cell and at a direction that is switched off', () => {
  const off = { ...DEFAULT_MAPPING.presenceToAgent, enabled: false };
  expect(chains({ ...DEFAULT_MAPPING, presenceToAgent: off })).toEqual([]);
  const blank = withRows([{ when: { category: 'ExtendedAway' }, shows: null }]);
  expect(chains(blank)).toContain('all agentToPresence 2: Not Available → Busy → Extended Away');
  expect(chains(blank)).not.toContainEqual(expect.stringContaining('presenceToAgent 2'));
});

it('[MP5] tells of a group only what its overrides add, with the row of the override', () => {
  const groups = [
    {
      group: 'Night shift',
      agentToPresence: { rows: [{ when: { presenceId: 'p-lunch' }, shows: BUSY }] },
    },
    { group: 'Day shift', agentToPresence: { enabled: true } },
  ];
  const added = chains({ ...DEFAULT_MAPPING, groups }).slice(chains(DEFAULT_MAPPING).length);
  expect(added).toEqual([
    'Night shift agentToPresence 1: Lunch → Busy → Extended Away → Away → Away',
  ]);
});

it('[MP5] counts the names of many states that drift alike', () => {
  const states = Array.from({ length: 8 }, (_, index) => ({
    presenceId: `p-${index}`,
    category: 'Away' as const,
    name: `Rest ${index}`,
    selectable: true,
  }));
  const [, , third] = findDrifts(DEFAULT_MAPPING, [...DEFINITIONS, ...states]);
  expect(third?.steps).toEqual([
    'Lunch, Rest 0, Rest 1, Rest 2, Rest 3 and 4 more',
    'Away',
    'Away',
  ]);
});

it('[MP5] checks the largest mapping there can be', () => {
  const many = Array.from({ length: 200 }, (_, index) => ({
    presenceId: `p-${index}`,
    category: 'Away' as const,
    name: `Rest ${index}`,
    selectable: true,
  }));
  const rows = many.map(({ presenceId }) => ({ when: { presenceId }, shows: BUSY }));
  const groups = Array.from({ length: 50 }, (_, index) => ({
    group: `Group ${index}`,
    agentToPresence: { rows },
  }));
  const found = findDrifts({ ...DEFAULT_MAPPING, groups }, [...DEFINITIONS, ...many]);
  expect(found.length).toBeGreaterThan(50);
});
