/** Why a mapping cannot be used, row by row (MP5). */
import { findDefinition, foldWord } from './agent-state';
import type { Definition, StateTarget } from './agent-state';
import { instrumentFor } from './instrument';
import type { AgentRow, Mapping, MappingDirection, PresencePair, PresenceRow } from './mapping';
import { foldGroup } from './mapping-groups';
import {
  nameAgentCondition,
  namePresenceCondition,
  readCondition,
  readPair,
} from './mapping-words';

export type MappingFault =
  'no-definition' | 'not-selectable' | 'not-settable' | 'unknown-word' | 'repeated' | 'drift';

/** Where in a mapping something was found, and what. */
export interface MappingFinding {
  readonly code: MappingFault;
  /** Null where a whole group is meant. */
  readonly direction: MappingDirection | null;
  /** Null for the connection's own tables. */
  readonly group: string | null;
  /** From 1, in that table; null where no single row is meant. */
  readonly row: number | null;
  /** One sentence that names the row. */
  readonly text: string;
}

export type Place = Omit<MappingFinding, 'code' | 'text'>;

interface Fault {
  readonly code: MappingFault;
  readonly why: string;
}

interface Tables {
  readonly group: string | null;
  readonly agentRows: readonly AgentRow[];
  readonly presenceRows: readonly PresenceRow[];
}

const TITLES: Readonly<Record<MappingDirection, string>> = {
  agentToPresence: 'VCC to Teams',
  presenceToAgent: 'Teams to VCC',
};

/** Empty when the mapping can be used. */
export function findFaults(
  mapping: Mapping,
  definitions: readonly Definition[],
): readonly MappingFinding[] {
  return [
    ...tablesOf(mapping).flatMap((tables) => checkTables(tables, definitions)),
    ...checkGroups(mapping),
  ];
}

/** `Row 2 of VCC to Teams, group Night shift`. */
export function namePlace({ direction, group, row }: Place): string {
  const table = direction ? TITLES[direction] : 'the mapping';
  const where = group === null ? table : `${table}, group ${group}`;
  return row === null ? where : `Row ${row} of ${where}`;
}

function tablesOf(mapping: Mapping): readonly Tables[] {
  const own: Tables = {
    group: null,
    agentRows: mapping.agentToPresence.rows,
    presenceRows: mapping.presenceToAgent.rows,
  };
  const overrides = (mapping.groups ?? []).map((override): Tables => ({
    group: override.group,
    agentRows: override.agentToPresence?.rows ?? [],
    presenceRows: override.presenceToAgent?.rows ?? [],
  }));
  return [own, ...overrides];
}

function checkTables(
  { group, agentRows, presenceRows }: Tables,
  definitions: readonly Definition[],
): readonly MappingFinding[] {
  const agentNames = agentRows.map(({ when }) => nameAgentCondition(when));
  const presenceNames = presenceRows.map(({ when }) => namePresenceCondition(when));
  const agentFaults = agentRows.map((row, at) => [
    ...checkAgentRow(row, definitions),
    ...checkRepeat(agentNames, at),
  ]);
  const presenceFaults = presenceRows.map((row, at) => [
    ...checkPresenceRow(row, definitions),
    ...checkRepeat(presenceNames, at),
  ]);
  return [
    ...toFindings(agentFaults, { direction: 'agentToPresence', group }),
    ...toFindings(presenceFaults, { direction: 'presenceToAgent', group }),
  ];
}

function toFindings(
  faultsOfRows: readonly (readonly Fault[])[],
  table: Omit<Place, 'row'>,
): readonly MappingFinding[] {
  return faultsOfRows.flatMap((faults, at) => {
    const place: Place = { ...table, row: at + 1 };
    return faults.map(({ code, why }) => ({ ...place, code, text: `${namePlace(place)}: ${why}` }));
  });
}

function checkAgentRow(
  { when, shows }: AgentRow,
  definitions: readonly Definition[],
): readonly Fault[] {
  return [...checkAgentCondition(when, definitions), ...(shows ? checkPair(shows) : [])];
}

function checkAgentCondition(
  when: AgentRow['when'],
  definitions: readonly Definition[],
): readonly Fault[] {
  if ('occupancy' in when) return [];
  if ('presenceId' in when) {
    const isKnown = definitions.some((one) => one.presenceId === when.presenceId);
    return isKnown ? [] : [noDefinition(`with the id ${when.presenceId}`)];
  }
  const { category, subCategory } = when;
  if (subCategory === undefined) return [];
  const isKnown = definitions.some(
    (one) => one.category === category && foldWord(one.subCategory ?? '') === foldWord(subCategory),
  );
  return isKnown ? [] : [noDefinition(`of the category ${category}/${subCategory}`)];
}

function checkPair(pair: PresencePair): readonly Fault[] {
  const words = `${pair.availability}/${pair.activity}`;
  const presence = readPair(pair);
  if (!presence) return [unknownWord(words)];
  if (instrumentFor(presence)) return [];
  return [{ code: 'not-settable', why: `Microsoft Graph cannot set ${words}.` }];
}

function checkPresenceRow(
  { when, sets }: PresenceRow,
  definitions: readonly Definition[],
): readonly Fault[] {
  const words = `${when.availability}/${when.activity ?? '*'}`;
  const unknown = readCondition(when) ? [] : [unknownWord(words)];
  return [...unknown, ...(sets ? checkTarget(sets, definitions) : [])];
}

/** WV1 says which definition a target means; a name of its own must be there to be set. */
function checkTarget(target: StateTarget, definitions: readonly Definition[]): readonly Fault[] {
  const { presenceId, category, name } = target;
  if (presenceId !== undefined) {
    const known = definitions.find((one) => one.presenceId === presenceId);
    return known ? checkSelectable(known) : [noDefinition(`with the id ${presenceId}`)];
  }
  const found = findDefinition(definitions, target);
  if (!found) return [noDefinition(`of the category ${category}`)];
  if (foldWord(name) === foldWord(category)) return checkSelectable(found);
  const named = definitions.filter(
    (one) => one.category === category && foldWord(one.name) === foldWord(name),
  );
  const [first] = named;
  if (!first) return [noDefinition(`${name} in the category ${category}`)];
  return checkSelectable(named.find((one) => one.selectable) ?? first);
}

function checkSelectable({ name, selectable }: Definition): readonly Fault[] {
  if (selectable) return [];
  return [{ code: 'not-selectable', why: `the state ${name} cannot be selected in this account.` }];
}

function checkRepeat(names: readonly string[], at: number): readonly Fault[] {
  const name = names[at] ?? '';
  if (names.indexOf(name) === at) return [];
  return [{ code: 'repeated', why: `there is a row for ${name} already.` }];
}

function checkGroups({ groups = [] }: Mapping): readonly MappingFinding[] {
  const names = groups.map(({ group }) => foldGroup(group));
  return groups.flatMap(({ group }, at): readonly MappingFinding[] => {
    if (names.indexOf(foldGroup(group)) === at) return [];
    const text = `The group ${group} is overridden twice; only the first would ever decide.`;
    return [{ code: 'repeated', direction: null, group, row: null, text }];
  });
}

function noDefinition(which: string): Fault {
  return { code: 'no-definition', why: `the account has no state ${which}.` };
}

function unknownWord(words: string): Fault {
  return { code: 'unknown-word', why: `${words} is no presence of Teams.` };
}
