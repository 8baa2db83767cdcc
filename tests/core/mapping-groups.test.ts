import type { Definition } from '../../src/core/agent-state';
import { DEFAULT_MAPPING } from '../../src/core/mapping';
import type { GroupOverride, Mapping, PresencePair } from '../../src/core/mapping';
import { mappingFor } from '../../src/core/mapping-groups';
import { imageOfAgent, imageOfPresence } from '../../src/core/mapping-lookup';
import { restoreDirection } from '../../src/core/mapping-restore';
import { readPresence, showPresence } from '../../src/core/presence';
import { DEFINITIONS, running, stateNamed } from './driver';

const BUSY: PresencePair = { availability: 'Busy', activity: 'Busy' };
const DND: PresencePair = { availability: 'DoNotDisturb', activity: 'DoNotDisturb' };
const LUNCH = { category: 'Away', name: 'Lunch' } as const;

const SUBCATEGORIES: readonly Definition[] = DEFINITIONS.map((one) =>
  one.presenceId === 'p-outbound' ? { ...one, subCategory: 'ReadyOutbound' } : one,
);

const night: GroupOverride = {
  group: 'Night shift',
  agentToPresence: { rows: [{ when: { category: 'Away' }, shows: BUSY }] },
  presenceToAgent: { rows: [{ when: { availability: 'BeRightBack' }, sets: LUNCH }] },
};
const day: GroupOverride = {
  group: 'g-day',
  agentToPresence: { enabled: false },
};
const MAPPING: Mapping = { ...DEFAULT_MAPPING, groups: [night, day] };

function shows(name: string, groups: readonly string[], mapping: Mapping = MAPPING): string {
  const terms = { mapping: mappingFor(mapping, groups), definitions: SUBCATEGORIES };
  const image = imageOfAgent(terms, stateNamed(name), 'free');
  return image.kind === 'shows' ? `${image.row}: ${showPresence(image.presence)}` : image.kind;
}

function sets(words: string, groups: readonly string[], mapping: Mapping = MAPPING): string {
  const terms = { mapping: mappingFor(mapping, groups), definitions: SUBCATEGORIES };
  const [availability = '', activity = availability] = words.split('/');
  const presence = readPresence(availability, activity);
  const image = presence ? imageOfPresence(terms, presence) : null;
  return image?.kind === 'sets' ? `${image.row}: ${image.state.name}` : String(image?.kind);
}

describe('groups', () => {
  it('[MP4] override rows of the connection, by name or id and in any case', () => {
    expect(shows('Away', ['night SHIFT'])).toBe('Away (group Night shift): Busy');
    expect(sets('BeRightBack', ['Night shift'])).toBe('BeRightBack (group Night shift): Lunch');
    expect(shows('Away', ['G-DAY'])).toBe('off');
  });

  it('[MP4] inherit the rows they do not override', () => {
    expect(shows('Ready', ['Night shift'])).toBe('Ready: Available');
    expect(sets('Busy', ['Night shift'])).toBe('Busy: Extended Away');
    expect(sets('Busy', ['g-day'])).toBe('Busy: Extended Away');
  });

  it('[MP4] mean nothing to agents who are in none of them', () => {
    expect(shows('Away', [])).toBe('Away: Away');
    expect(shows('Away', ['Orchard'])).toBe('Away: Away');
    expect(mappingFor(MAPPING, ['Orchard'])).toBe(MAPPING);
  });

  it('[MP4] are decided by the first in the order of the admin, not of VCC', () => {
    expect(shows('Away', ['g-day', 'Night shift'])).toBe('Away (group Night shift): Busy');
    const turned = { ...MAPPING, groups: [day, night] };
    expect(shows('Away', ['g-day', 'Night shift'], turned)).toBe('off');
  });

  it('[MP2] let the most specific row win, whether it is the group’s or the connection’s', () => {
    const own = { when: { presenceId: 'p-lunch' }, shows: DND } as const;
    const { rows } = DEFAULT_MAPPING.agentToPresence;
    const mapping = { ...MAPPING, agentToPresence: { enabled: true, rows: [...rows, own] } };
    expect(shows('Lunch', ['Night shift'], mapping)).toBe('Lunch: DoNotDisturb');
    expect(shows('Away', ['Night shift'], mapping)).toBe('Away (group Night shift): Busy');
  });

  it('[MP4] can make a cell of the connection blank, and switch a direction on', () => {
    const off = { ...DEFAULT_MAPPING.agentToPresence, enabled: false };
    const agentToPresence = {
      enabled: true,
      rows: [{ when: { category: 'Away' as const }, shows: null }],
    };
    const mapping = { ...MAPPING, agentToPresence: off, groups: [{ group: 'g', agentToPresence }] };
    expect(shows('Away', ['g'], mapping)).toBe('blank');
    expect(shows('Ready', ['g'], mapping)).toBe('Ready: Available');
    expect(shows('Ready', [], mapping)).toBe('off');
  });

  it('[MP4] decide what a turn does and say so in its record', () => {
    const link = running('Ready', 'Available', { mapping: mappingFor(MAPPING, ['Night shift']) });
    const turn = link.vcc('Away');
    expect(turn.calls).toContain('setUserPreferredPresence Busy/Busy');
    expect(turn.record?.sentence).toMatch(/^Away \(group Night shift\) maps to Busy\./);
  });
});

describe('rows for single states', () => {
  function withRow(row: Mapping['agentToPresence']['rows'][number]): Mapping {
    const { rows } = DEFAULT_MAPPING.agentToPresence;
    return { ...DEFAULT_MAPPING, agentToPresence: { enabled: true, rows: [...rows, row] } };
  }

  it.each(['ReadyOutbound', 'readyOutbound', 'ready outbound'])(
    '[MP4] show Ready (Outbound) by its subcategory %s',
    (subCategory) => {
      const mapping = withRow({ when: { category: 'Ready', subCategory }, shows: DND });
      expect(shows('Ready (Outbound)', [], mapping)).toBe('Ready (Outbound): DoNotDisturb');
      expect(shows('Ready', [], mapping)).toBe('Ready: Available');
    },
  );

  it('[MP2] prefer a definition to its subcategory, and that to its category', () => {
    const bySub = {
      when: { category: 'Ready', subCategory: 'ReadyOutbound' },
      shows: DND,
    } as const;
    const mapping = withRow(bySub);
    const both = {
      ...mapping,
      agentToPresence: {
        enabled: true,
        rows: [
          ...mapping.agentToPresence.rows,
          { when: { presenceId: 'p-outbound' }, shows: BUSY },
        ],
      },
    };
    expect(shows('Ready (Outbound)', [], both)).toBe('Ready (Outbound): Busy');
  });
});

describe('rows for activities', () => {
  function withRows(...added: Mapping['presenceToAgent']['rows']): Mapping {
    const { rows } = DEFAULT_MAPPING.presenceToAgent;
    return { ...DEFAULT_MAPPING, presenceToAgent: { enabled: true, rows: [...rows, ...added] } };
  }
  const READY = { category: 'Ready', name: 'Ready' } as const;

  it('[MP2] take * for every activity without a row of its own', () => {
    const rows = [
      { when: { availability: 'Busy', activity: '*' }, sets: LUNCH },
      { when: { availability: 'Busy', activity: 'InACall' }, sets: READY },
    ];
    const mapping = { ...DEFAULT_MAPPING, presenceToAgent: { enabled: true, rows } };
    expect(sets('Busy/InACall', [], mapping)).toBe('Busy/InACall: Ready');
    expect(sets('Busy', [], mapping)).toBe('Busy: Lunch');
    expect(sets('Busy/InAMeeting', [], mapping)).toBe('Busy/InAMeeting: Lunch');
  });

  it('[MP3] take an activity word that stands under availability for the activity', () => {
    const mapping = withRows({ when: { availability: 'in a call' }, sets: LUNCH });
    expect(sets('Busy/InACall', [], mapping)).toBe('Busy/InACall: Lunch');
    expect(sets('Busy', [], mapping)).toBe('Busy: Extended Away');
  });

  it('[MP3] count idle and out of office as the plain form where no row names them', () => {
    const mapping = withRows({ when: { availability: 'Busy', activity: 'Busy' }, sets: LUNCH });
    expect(sets('BusyIdle/Inactive', [], mapping)).toBe('Busy (idle): Lunch');
    expect(sets('Busy/OutOfOffice', [], mapping)).toBe('Busy/OutOfOffice: Lunch');
    expect(sets('Busy/InAMeeting', [], mapping)).toBe('Busy/InAMeeting: Extended Away');
    const named = withRows({
      when: { availability: 'Busy', activity: 'OutOfOffice' },
      sets: READY,
    });
    expect(sets('Busy/OutOfOffice', [], named)).toBe('Busy/OutOfOffice: Ready');
  });

  it('[MP3] never decide where they name a word nobody knows', () => {
    const mapping = withRows({ when: { availability: 'Busy', activity: 'Dancing' }, sets: LUNCH });
    expect(sets('Busy', [], mapping)).toBe('Busy: Extended Away');
  });
});

describe('restoring a direction', () => {
  const edited: Mapping = {
    agentToPresence: { enabled: false, rows: [] },
    presenceToAgent: { enabled: false, rows: [] },
    groups: [night, day],
  };

  it.each(['agentToPresence', 'presenceToAgent'] as const)(
    '[MP4] gives %s its defaults back and leaves all else',
    (direction) => {
      const expected = { ...edited, [direction]: DEFAULT_MAPPING[direction] };
      expect(restoreDirection(edited, direction)).toEqual(expected);
    },
  );

  it('[MP4] lets a group inherit it again; the group keeps its rank', () => {
    expect(restoreDirection(edited, 'agentToPresence', 'NIGHT shift').groups).toEqual([
      { group: 'Night shift', presenceToAgent: night.presenceToAgent },
      day,
    ]);
    expect(restoreDirection(edited, 'agentToPresence', 'g-day').groups).toEqual([
      night,
      { group: 'g-day' },
    ]);
  });
});
