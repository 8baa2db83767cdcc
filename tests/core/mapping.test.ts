import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Occupancy } from '../../src/core/agent-state';
import { readCategory } from '../../src/core/agent-state';
import { DEFAULT_MAPPING } from '../../src/core/mapping';
import type { AgentRow, Mapping, PresenceRow } from '../../src/core/mapping';
import { imageOfAgent, imageOfPresence } from '../../src/core/mapping-lookup';
import { readPresence, showPresence } from '../../src/core/presence';
import type { Presence } from '../../src/core/presence';
import { SECOND } from '../../src/core/time';
import { DEFINITIONS, holding, running, stateNamed, TERMS } from './driver';

/** Tables without the padding that aligns them. */
const SPEC = readFileSync(join(__dirname, '../../src/SPEC.md'), 'utf8').replace(/ +/g, ' ');

function shows(agent: string, occupancy: Occupancy = 'free', mapping = DEFAULT_MAPPING): string {
  const image = imageOfAgent({ ...TERMS, mapping }, stateNamed(agent), occupancy);
  return image.kind === 'shows' ? showPresence(image.presence) : image.kind;
}

function sets(words: string, mapping = DEFAULT_MAPPING): string {
  const image = imageOfPresence({ ...TERMS, mapping }, read(words));
  return image.kind === 'sets' ? image.state.name : image.kind;
}

function read(words: string): Presence {
  const [availability = '', activity = availability] = words.split('/');
  const presence = readPresence(availability, activity);
  if (!presence) throw new Error(`${words} is not known.`);
  return presence;
}

function withAgentRow(row: AgentRow): Mapping {
  const { agentToPresence } = DEFAULT_MAPPING;
  return {
    ...DEFAULT_MAPPING,
    agentToPresence: { ...agentToPresence, rows: [...agentToPresence.rows, row] },
  };
}

function withPresenceRow(row: PresenceRow): Mapping {
  const { presenceToAgent } = DEFAULT_MAPPING;
  return {
    ...DEFAULT_MAPPING,
    presenceToAgent: { ...presenceToAgent, rows: [...presenceToAgent.rows, row] },
  };
}

describe('the default tables', () => {
  it.each([
    ['Ready', 'Available'],
    ['Away', 'Away'],
    ['Extended Away', 'Away'],
    ['Logged Out', 'blank'],
  ])('[MP1] shows %s as %s', (agent, presence) => {
    expect(shows(agent)).toBe(presence);
  });

  it.each(['engaged', 'wrapping-up'] as const)('[MP1] shows %s as Busy', (occupancy) => {
    expect(shows('Ready', occupancy)).toBe('Busy');
  });

  it.each([
    ['Available', 'Ready'],
    ['Busy', 'Extended Away'],
    ['DoNotDisturb', 'Away'],
    ['Away', 'Away'],
    ['BeRightBack', 'Away'],
    ['Offline', 'blank'],
    ['PresenceUnknown', 'blank'],
  ])('[MP1] sets %s to %s', (presence, agent) => {
    expect(sets(presence)).toBe(agent);
  });

  it('[MP1] stand in SPEC.md as they are in the code', () => {
    expect(SPEC).toContain(agentTable());
    expect(SPEC).toContain(presenceTable());
  });

  it('[MP1] leaves Teams alone for a blank row and VCC alone for a blank row', () => {
    const mapping = withAgentRow({ when: { presenceId: 'p-lunch' }, shows: null });
    expect(shows('Lunch', 'free', mapping)).toBe('blank');
    const link = running('Ready', 'Available', { mapping });
    expect(link.vcc('Lunch').calls).toEqual([]);
  });

  it('[MP1] takes back what we hold when the agent logs out', () => {
    const link = holding('Lunch');
    expect(link.vcc('Logged Out').calls).toEqual(['clearPresence', 'clearUserPreferredPresence']);
  });

  it('[MP1] has nothing to take back when we hold nothing, and rests', () => {
    const link = running('Ready', 'Available');
    const turn = link.vcc('Logged Out');
    expect(turn.calls).toEqual([]);
    expect(link.state.releasing).toBe(false);
  });
});

describe('the most specific row', () => {
  const lunchBusy = withAgentRow({
    when: { presenceId: 'p-lunch' },
    shows: { availability: 'BeRightBack', activity: 'BeRightBack' },
  });

  it('[MP2] prefers a definition to its category', () => {
    expect(shows('Lunch', 'free', lunchBusy)).toBe('BeRightBack');
    expect(shows('Away', 'free', lunchBusy)).toBe('Away');
  });

  it('[MP2] prefers occupancy to a definition', () => {
    expect(shows('Lunch', 'engaged', lunchBusy)).toBe('Busy');
  });

  it('[MP2] prefers availability with activity to availability', () => {
    const mapping = withPresenceRow({
      when: { availability: 'Busy', activity: 'InACall' },
      sets: { category: 'Away', name: 'Lunch' },
    });
    expect(sets('Busy/InACall', mapping)).toBe('Lunch');
    expect(sets('Busy/InAConferenceCall', mapping)).toBe('Extended Away');
  });

  it('[MP4] lets a state without a row of its own follow its category', () => {
    expect(shows('Ready (Outbound)')).toBe('Available');
  });
});

describe('a direction that is switched off', () => {
  it('[MP4] sends nothing to Teams', () => {
    const agentToPresence = { ...DEFAULT_MAPPING.agentToPresence, enabled: false };
    const link = running('Ready', 'Available', {
      mapping: { ...DEFAULT_MAPPING, agentToPresence },
    });
    const turn = link.vcc('Lunch');
    expect(turn.calls).toEqual([]);
    expect(turn.decided).toEqual(['direction-off']);
  });

  it('[MP4] sends nothing to VCC', () => {
    const presenceToAgent = { ...DEFAULT_MAPPING.presenceToAgent, enabled: false };
    const link = running('Ready', 'Available', {
      mapping: { ...DEFAULT_MAPPING, presenceToAgent },
    });
    const turn = link.teams('DoNotDisturb');
    expect(turn.calls).toEqual([]);
    expect(turn.verdicts).toEqual(['dropped direction-off']);
  });

  it('[MP4] writes nothing by itself when a mapping is edited', () => {
    const link = holding('Lunch');
    const mapping = withAgentRow({
      when: { presenceId: 'p-lunch' },
      shows: { availability: 'BeRightBack', activity: 'BeRightBack' },
    });
    link.terms = { ...link.terms, mapping };
    expect(link.pass(60 * SECOND).calls).toEqual([]);
    link.vcc('Away');
    expect(link.vcc('Lunch').calls).toContain('setUserPreferredPresence BeRightBack/BeRightBack');
  });
});

describe('words', () => {
  it.each([
    ['available', 'AVAILABLE', 'Available'],
    ['do_not_disturb', 'Do Not Disturb', 'DoNotDisturb'],
    ['be-right-back', 'beRightBack', 'BeRightBack'],
    ['Busy', 'in a call', 'Busy/InACall'],
    ['BUSY', 'in_a_conference-call', 'Busy/InAConferenceCall'],
    ['Away', 'BeRightBack', 'BeRightBack'],
    ['Offline', 'OffWork', 'Offline/OffWork'],
  ])('[MP3] reads %s/%s as %s', (availability, activity, expected) => {
    expect(showPresence(read(`${availability}/${activity}`))).toBe(expected);
  });

  it.each([
    ['AvailableIdle/Inactive', 'Available (idle)'],
    ['AvailableIdle/AvailableIdle', 'Available (idle)'],
    ['Available/Inactive', 'Available (idle)'],
    ['Available/AvailableInactive', 'Available (idle)'],
    ['BusyIdle/Inactive', 'Busy (idle)'],
    ['Busy/Inactive', 'Busy (idle)'],
  ])('[MP3] reads %s as %s', (words, expected) => {
    expect(showPresence(read(words))).toBe(expected);
  });

  it.each([
    ['InACall/InACall', 'Busy/InACall'],
    ['inAMeeting/busy', 'Busy/InAMeeting'],
    ['presenting/presenting', 'DoNotDisturb/Presenting'],
    ['focusing/doNotDisturb', 'DoNotDisturb/Focusing'],
  ])('[MP3] reads the activity under availability of %s as %s', (words, expected) => {
    expect(showPresence(read(words))).toBe(expected);
  });

  it.each(['Dancing/Dancing', 'Available/Dancing', 'Dancing/Available', '/'])(
    '[MP3] changes nothing for the unknown words %s',
    (words) => {
      const link = running('Ready', 'Available');
      const turn = link.teams(words);
      expect(turn.verdicts).toEqual(['dropped unknown-word']);
      expect(turn.calls).toEqual([]);
    },
  );

  it('[MP3] changes nothing for an unknown category or channel word', () => {
    const link = running('Ready', 'Available');
    const odd = { presenceId: 'p-odd', category: readCategory('dancing'), name: 'Dancing' };
    const fact = { ...link.agentFact('Lunch'), state: odd } as ReturnType<typeof link.agentFact>;
    const turn = link.turn(fact, link.channelFact('danced'));
    expect(turn.verdicts).toEqual(['dropped unknown-word', 'dropped unknown-word']);
    expect(link.state.agent.settled?.state.name).toBe('Ready');
  });

  it.each(['extendedAway', 'extended_away', 'Extended Away', 'EXTENDED-AWAY'])(
    '[MP3] reads the category %s',
    (word) => {
      expect(readCategory(word)).toBe('ExtendedAway');
    },
  );

  it('[MP3] counts the idle forms as the plain ones', () => {
    expect(sets('AvailableIdle/Inactive')).toBe('Ready');
    expect(sets('BusyIdle/Inactive')).toBe('Extended Away');
    const link = running('Ready', 'Available');
    expect(link.teams('AvailableIdle/Inactive').verdicts).toEqual(['dropped same-state']);
  });

  it.each([
    { availability: 'AvailableIdle' },
    { availability: 'availableidle', activity: 'inactive' },
    { availability: 'Available', activity: 'AvailableInactive' },
    { availability: 'Available', activity: 'Inactive' },
  ])('[MP3] lets a row name the idle form as %j', (when) => {
    const mapping = withPresenceRow({ when, sets: { category: 'Away', name: 'Lunch' } });
    expect(sets('Available/AvailableInactive', mapping)).toBe('Lunch');
    expect(sets('AvailableIdle/Inactive', mapping)).toBe('Lunch');
    expect(sets('Available', mapping)).toBe('Ready');
  });

  it('[MP3] does not take going idle for a change, even where a row names the idle form', () => {
    const when = { availability: 'AvailableIdle' };
    const mapping = withPresenceRow({ when, sets: { category: 'Away', name: 'Lunch' } });
    const link = running('Ready', 'Available', { mapping });
    expect(link.teams('AvailableIdle/Inactive').calls).toEqual([]);
  });
});

function agentTable(): string {
  const rows = DEFAULT_MAPPING.agentToPresence.rows.map(({ when, shows: pair }) => {
    const words = pair ? `${pair.availability}/${pair.activity}` : '_(blank)_';
    return `| ${'occupancy' in when ? 'Not Available' : spaced(wordOf(when))} | ${words} |`;
  });
  const [busy = '', ...others] = rows;
  return [...others.slice(0, 3), busy, ...others.slice(3)].join('\n');
}

function wordOf(when: AgentRow['when']): string {
  if ('category' in when) return when.category;
  return (
    DEFINITIONS.find((one) => 'presenceId' in when && one.presenceId === when.presenceId)?.name ??
    ''
  );
}

function presenceTable(): string {
  const rows = DEFAULT_MAPPING.presenceToAgent.rows.map(({ when, sets: target }) => {
    const words = target ? `${spaced(target.category, ' ', true)}/${target.name}` : '_(blank)_';
    return { word: when.availability, line: `| ${spaced(when.availability)} | ${words} |` };
  });
  return rows.map((one) => one.line).join('\n');
}

/** `DoNotDisturb` as people read it: `Do not disturb`. Names of states keep their capitals. */
function spaced(word: string, gap = ' ', isName = word === 'ExtendedAway'): string {
  const apart = word.replace(/(?<=[a-z])(?=[A-Z])/g, gap);
  return isName ? apart : apart.charAt(0) + apart.slice(1).toLowerCase();
}
