import type { Definition } from '../../src/core/agent-state';
import { DEFAULT_MAPPING } from '../../src/core/mapping';
import type { AgentRow, Mapping, PresenceRow } from '../../src/core/mapping';
import { findFaults } from '../../src/core/mapping-check';
import { DEFINITIONS } from './driver';

const KNOWN: readonly Definition[] = [
  ...DEFINITIONS.map((one) =>
    one.presenceId === 'p-outbound' ? { ...one, subCategory: 'ReadyOutbound' } : one,
  ),
  { presenceId: 'p-wrap', category: 'Away', name: 'Wrap', selectable: false },
];

const AWAY_PAIR = { availability: 'Away', activity: 'Away' };

function faultsOf(rows: { agent?: AgentRow[]; presence?: PresenceRow[] }): readonly string[] {
  const mapping: Mapping = {
    agentToPresence: { enabled: true, rows: rows.agent ?? [] },
    presenceToAgent: { enabled: true, rows: rows.presence ?? [] },
  };
  return findFaults(mapping, KNOWN).map(({ code, text }) => `${code}: ${text}`);
}

describe('rows for VCC states', () => {
  it.each<[string, AgentRow['when']]>([
    ['a definition', { presenceId: 'p-lunch' }],
    ['a definition that nobody can select', { presenceId: 'p-wrap' }],
    ['a subcategory', { category: 'Ready', subCategory: 'readyOutbound' }],
    ['a category', { category: 'LoggedOut' }],
    ['an interaction', { occupancy: 'not-available' }],
  ])('[MP5] accepts one for %s', (_what, when) => {
    expect(faultsOf({ agent: [{ when, shows: AWAY_PAIR }] })).toEqual([]);
  });

  it.each<[string, AgentRow['when'], string]>([
    ['a missing definition', { presenceId: 'p-nap' }, 'with the id p-nap'],
    [
      'a subcategory no definition has',
      { category: 'Ready', subCategory: 'ReadyOffline' },
      'of the category Ready/ReadyOffline',
    ],
    [
      'a subcategory of another category',
      { category: 'Away', subCategory: 'ReadyOutbound' },
      'of the category Away/ReadyOutbound',
    ],
  ])('[MP5] refuses one for %s', (_what, when, which) => {
    expect(faultsOf({ agent: [{ when, shows: null }] })).toEqual([
      `no-definition: Row 1 of VCC to Teams: the account has no state ${which}.`,
    ]);
  });

  it.each([
    ['Available', 'Available'],
    ['busy', 'in-a-call'],
    ['Busy', 'InAConferenceCall'],
    ['Do Not Disturb', 'presenting'],
    ['Busy', 'Busy'],
    ['DoNotDisturb', 'DoNotDisturb'],
    ['BeRightBack', 'BeRightBack'],
    ['Offline', 'OffWork'],
  ])('[MP5] accepts the pair %s/%s', (availability, activity) => {
    const row = { when: { category: 'Ready' as const }, shows: { availability, activity } };
    expect(faultsOf({ agent: [row] })).toEqual([]);
  });

  it.each([
    ['Busy', 'InAMeeting', 'not-settable: Row 1 of VCC to Teams: Microsoft Graph cannot set'],
    ['Offline', 'Offline', 'not-settable: Row 1 of VCC to Teams: Microsoft Graph cannot set'],
    [
      'AvailableIdle',
      'Inactive',
      'not-settable: Row 1 of VCC to Teams: Microsoft Graph cannot set',
    ],
    ['Dancing', 'Dancing', 'unknown-word: Row 1 of VCC to Teams:'],
    ['Available', 'InACall', 'unknown-word: Row 1 of VCC to Teams:'],
    ['Available', '*', 'unknown-word: Row 1 of VCC to Teams:'],
  ])('[MP5] refuses the pair %s/%s', (availability, activity, start) => {
    const row = { when: { category: 'Ready' as const }, shows: { availability, activity } };
    const [fault, ...others] = faultsOf({ agent: [row] });
    expect(fault).toContain(`${start} ${availability}/${activity}`);
    expect(others).toEqual([]);
  });
});

describe('rows for presences', () => {
  const sets = { category: 'Away', name: 'Away' } as const;

  it.each([
    { availability: 'Busy' },
    { availability: 'Busy', activity: '*' },
    { availability: 'Busy', activity: 'in a meeting' },
    { availability: 'AvailableIdle' },
    { availability: 'BusyIdle' },
    { availability: 'BusyIdle', activity: 'Inactive' },
    { availability: 'AvailableIdle', activity: 'Available' },
    { availability: 'Busy', activity: 'Inactive' },
    { availability: 'InACall' },
    { availability: 'focusing', activity: 'doNotDisturb' },
    { availability: 'Away', activity: 'OutOfOffice' },
    { availability: 'Away', activity: 'BeRightBack' },
  ])('[MP5] accepts one for %j', (when) => {
    expect(faultsOf({ presence: [{ when, sets }] })).toEqual([]);
  });

  it.each([
    { availability: 'Dancing' },
    { availability: 'Busy', activity: 'Dancing' },
    { availability: 'Available', activity: 'InACall' },
    { availability: 'Away', activity: 'Inactive' },
    { availability: '*', activity: 'InACall' },
  ])('[MP5] refuses one for %j, which Teams never shows', (when) => {
    expect(faultsOf({ presence: [{ when, sets }] })).toEqual([
      `unknown-word: Row 1 of Teams to VCC: ${when.availability}/${when.activity ?? '*'} is no presence of Teams.`,
    ]);
  });

  it.each<[string, PresenceRow['sets'], string]>([
    [
      'a missing definition',
      { presenceId: 'p-nap', category: 'Away', name: 'Nap' },
      'no-definition: Row 1 of Teams to VCC: the account has no state with the id p-nap.',
    ],
    [
      'a name no state has',
      { category: 'Away', name: 'Nap' },
      'no-definition: Row 1 of Teams to VCC: the account has no state Nap in the category Away.',
    ],
    [
      'a definition that cannot be selected',
      { presenceId: 'p-wrap', category: 'Away', name: 'Wrap' },
      'not-selectable: Row 1 of Teams to VCC: the state Wrap cannot be selected in this account.',
    ],
    [
      'a name that cannot be selected',
      { category: 'Away', name: 'wrap' },
      'not-selectable: Row 1 of Teams to VCC: the state Wrap cannot be selected in this account.',
    ],
  ])('[MP5] refuses %s', (_what, target, expected) => {
    const row = { when: { availability: 'Busy' }, sets: target };
    expect(faultsOf({ presence: [row] })).toEqual([expected]);
  });

  it('[MP5] accepts the name of a category for whichever of its states can be selected', () => {
    const definitions: readonly Definition[] = [
      { presenceId: '1', category: 'ExtendedAway', name: 'Extended Away', selectable: false },
      { presenceId: '2', category: 'ExtendedAway', name: 'Training', selectable: true },
    ];
    const { presenceToAgent, agentToPresence } = DEFAULT_MAPPING;
    const rows = presenceToAgent.rows.filter((row) => row.when.availability === 'Busy');
    const mapping = { agentToPresence, presenceToAgent: { enabled: true, rows } };
    expect(findFaults(mapping, definitions)).toEqual([]);
    expect(findFaults(mapping, definitions.slice(0, 1))).toHaveLength(1);
    expect(findFaults(mapping, [])).toHaveLength(1);
  });
});

describe('the whole', () => {
  it('[MP5] refuses two rows for the same thing, however they are spelled', () => {
    expect(
      faultsOf({
        agent: [
          { when: { category: 'Ready', subCategory: 'ReadyOutbound' }, shows: null },
          { when: { category: 'Ready', subCategory: 'ready_outbound' }, shows: null },
        ],
        presence: [
          { when: { availability: 'Busy', activity: '*' }, sets: null },
          { when: { availability: 'AvailableIdle' }, sets: null },
          { when: { availability: 'BUSY' }, sets: null },
          { when: { availability: 'Available', activity: 'Inactive' }, sets: null },
        ],
      }),
    ).toEqual([
      'repeated: Row 2 of VCC to Teams: there is a row for the category Ready/readyoutbound already.',
      'repeated: Row 3 of Teams to VCC: there is a row for Busy already.',
      'repeated: Row 4 of Teams to VCC: there is a row for Available (idle) already.',
    ]);
  });

  it('[MP5] looks into the overrides of groups and names group and row', () => {
    const groups: Mapping['groups'] = [
      {
        group: 'Night shift',
        agentToPresence: { rows: [{ when: { presenceId: 'p-nap' }, shows: null }] },
        presenceToAgent: { rows: [{ when: { availability: 'Dancing' }, sets: null }] },
      },
      { group: 'night SHIFT ' },
    ];
    const faults = findFaults({ ...DEFAULT_MAPPING, groups }, KNOWN);
    expect(faults.map(({ text }) => text)).toEqual([
      'Row 1 of VCC to Teams, group Night shift: the account has no state with the id p-nap.',
      'Row 1 of Teams to VCC, group Night shift: Dancing/* is no presence of Teams.',
      'The group night SHIFT  is overridden twice; only the first would ever decide.',
    ]);
    expect(faults[0]).toMatchObject({
      direction: 'agentToPresence',
      group: 'Night shift',
      row: 1,
      code: 'no-definition',
    });
  });

  it('[MP1] finds nothing wrong with the defaults', () => {
    expect(findFaults(DEFAULT_MAPPING, KNOWN)).toEqual([]);
  });
});
