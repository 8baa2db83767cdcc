import { findDefinition, foldWord } from '../core/agent-state';
import type { Definition, StateTarget } from '../core/agent-state';
import type { AgentCondition, AgentRow, Mapping, PresencePair, PresenceRow } from '../core/mapping';
import { readPresence } from '../core/presence';

/** Pairs Graph can set, as a session or as preferred presence (graph.md 2.3, 2.4). */
const SETTABLE: ReadonlySet<string> = new Set([
  'Available/Available',
  'Busy/Busy',
  'Busy/InACall',
  'Busy/InAConferenceCall',
  'DoNotDisturb/DoNotDisturb',
  'DoNotDisturb/Presenting',
  'BeRightBack/BeRightBack',
  'Away/Away',
  'Offline/OffWork',
]);

/** Why a mapping cannot be used, one sentence per row (MP5); empty when it can. */
export function checkMapping(
  mapping: Mapping,
  definitions: readonly Definition[],
): readonly string[] {
  return [
    ...mapping.agentToPresence.rows.flatMap((row, at) =>
      checkAgentRow(row, definitions).map((why) => `Row ${at + 1} of VCC to Teams: ${why}`),
    ),
    ...findRepeats(mapping.agentToPresence.rows.map((row) => nameAgentCondition(row.when))).map(
      (name) => `VCC to Teams has two rows for ${name}.`,
    ),
    ...mapping.presenceToAgent.rows.flatMap((row, at) =>
      checkPresenceRow(row, definitions).map((why) => `Row ${at + 1} of Teams to VCC: ${why}`),
    ),
    ...findRepeats(mapping.presenceToAgent.rows.map(namePresenceCondition)).map(
      (name) => `Teams to VCC has two rows for ${name}.`,
    ),
  ];
}

function checkAgentRow(row: AgentRow, definitions: readonly Definition[]): readonly string[] {
  const problems: string[] = [];
  const { when } = row;
  if ('presenceId' in when && !definitions.some((one) => one.presenceId === when.presenceId)) {
    problems.push(`the account has no state with the id ${when.presenceId}.`);
  }
  if (row.shows && !SETTABLE.has(namePair(row.shows))) {
    problems.push(`Microsoft Graph cannot set ${namePair(row.shows)}.`);
  }
  return problems;
}

function checkPresenceRow(row: PresenceRow, definitions: readonly Definition[]): readonly string[] {
  const { availability, activity } = row.when;
  const isKnown = readPresence(availability, activity ?? availability) !== undefined;
  const problems = isKnown ? [] : [`${availability}/${activity ?? '*'} is no presence of Teams.`];
  return row.sets ? [...problems, ...checkTarget(row.sets, definitions)] : problems;
}

function checkTarget(target: StateTarget, definitions: readonly Definition[]): readonly string[] {
  const named = definitions.find((one) => one.presenceId === target.presenceId);
  if (target.presenceId !== undefined && !named) {
    return [`the account has no state with the id ${target.presenceId}.`];
  }
  const found = findDefinition(definitions, target);
  if (!found) return [`the account has no state of the category ${target.category}.`];
  return found.selectable ? [] : [`the state ${found.name} cannot be selected in this account.`];
}

function findRepeats(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, at) => names.indexOf(name) !== at))];
}

function namePair(pair: PresencePair): string {
  return `${pair.availability}/${pair.activity}`;
}

function nameAgentCondition(when: AgentCondition): string {
  if ('occupancy' in when) return 'Not Available';
  return 'presenceId' in when ? `the state ${when.presenceId}` : `the category ${when.category}`;
}

function namePresenceCondition(row: PresenceRow): string {
  const { availability, activity } = row.when;
  return activity === undefined
    ? foldWord(availability)
    : `${foldWord(availability)}/${foldWord(activity)}`;
}
