/** Which row of which table decides (MP1, MP2, MP3). */
import { findDefinition, foldWord } from './agent-state';
import type { AgentState, Definition, Occupancy } from './agent-state';
import type { AgentRow, PresenceRow, Terms } from './mapping';
import { readCondition } from './mapping-words';
import type { NamedPresence } from './mapping-words';
import { readPresence, showPresence } from './presence';
import type { Presence } from './presence';

export type AgentImage =
  | { readonly kind: 'shows'; readonly presence: Presence; readonly row: string }
  | { readonly kind: 'blank' }
  | { readonly kind: 'off' };

export type PresenceImage =
  | { readonly kind: 'sets'; readonly state: AgentState; readonly row: string }
  | { readonly kind: 'blank' }
  | { readonly kind: 'off' }
  | { readonly kind: 'no-definition' };

type LookupTerms = Pick<Terms, 'mapping' | 'definitions'>;

/** What Teams shows for an agent state, occupancy laid on top. */
export function imageOfAgent(
  terms: LookupTerms,
  state: AgentState,
  occupancy: Occupancy,
): AgentImage {
  if (!terms.mapping.agentToPresence.enabled) return { kind: 'off' };
  const row = pickAgentRow(terms, state, occupancy);
  if (!row?.shows) return { kind: 'blank' };
  const presence = readPresence(row.shows.availability, row.shows.activity);
  return presence ? { kind: 'shows', presence, row: nameAgentRow(row, state) } : { kind: 'blank' };
}

/** The row that decides for the agent state, blank or not. */
export function pickAgentRow(
  { mapping, definitions }: LookupTerms,
  state: AgentState,
  occupancy: Occupancy,
): AgentRow | undefined {
  const { rows } = mapping.agentToPresence;
  const byOccupancy =
    occupancy === 'free' ? undefined : rows.find((row) => 'occupancy' in row.when);
  return (
    byOccupancy ??
    rows.find((row) => 'presenceId' in row.when && row.when.presenceId === state.presenceId) ??
    rows.find((row) => isOfSubCategory(row, state, definitions)) ??
    rows.find(({ when }) => 'category' in when && !when.subCategory && isOf(when, state))
  );
}

function isOfSubCategory(
  { when }: AgentRow,
  state: AgentState,
  definitions: readonly Definition[],
): boolean {
  if (!('category' in when) || !when.subCategory || !isOf(when, state)) return false;
  const known = definitions.find((one) => one.presenceId === state.presenceId)?.subCategory;
  return known !== undefined && isSameWord(known, when.subCategory);
}

function isOf(when: { readonly category: string }, state: AgentState): boolean {
  return when.category === state.category;
}

function nameAgentRow(row: AgentRow, state: AgentState): string {
  const name = 'occupancy' in row.when ? 'Not Available' : state.name;
  return withGroup(name, row.group);
}

/** What VCC is set to for a presence. */
export function imageOfPresence(terms: LookupTerms, presence: Presence): PresenceImage {
  if (!terms.mapping.presenceToAgent.enabled) return { kind: 'off' };
  const row = pickPresenceRow(terms, presence);
  if (!row?.sets) return { kind: 'blank' };
  const definition = findDefinition(terms.definitions, row.sets);
  if (!definition) return { kind: 'no-definition' };
  const name = withGroup(showPresence(presence), row.group);
  return { kind: 'sets', state: stateOf(definition), row: name };
}

function withGroup(name: string, group: string | undefined): string {
  return group === undefined ? name : `${name} (group ${group})`;
}

/** The row that decides for the presence, blank or not. */
export function pickPresenceRow(
  { mapping }: LookupTerms,
  presence: Presence,
): PresenceRow | undefined {
  const rows = mapping.presenceToAgent.rows.flatMap((row) => {
    const named = readCondition(row.when);
    return named?.availability === presence.availability ? [{ row, named }] : [];
  });
  const find = (fits: (named: NamedPresence) => boolean): PresenceRow | undefined =>
    rows.find(({ named }) => fits(named))?.row;
  return (
    (presence.idle ? find((named) => named.idle) : undefined) ??
    find((named) => !named.idle && named.activity === presence.activity) ??
    (isPlainForm(presence)
      ? find((named) => named.activity === presence.availability)
      : undefined) ??
    find((named) => named.activity === null)
  );
}

/** Idle, or out of office: counts as the plain form where no row names it (MP3). */
function isPlainForm(presence: Presence): boolean {
  return presence.idle === true || presence.activity === 'OutOfOffice';
}

function isSameWord(word: string, other: string): boolean {
  return foldWord(word) === foldWord(other);
}

function stateOf(definition: Definition): AgentState {
  return {
    presenceId: definition.presenceId,
    category: definition.category,
    name: definition.name,
  };
}

/** The definition's own words for a state an event may have told only in part. */
export function completeState(definitions: readonly Definition[], told: AgentState): AgentState {
  const known = definitions.find((one) => one.presenceId === told.presenceId);
  return known && told.category === 'Unknown' ? stateOf(known) : told;
}
