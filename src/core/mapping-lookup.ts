/** Which row of which table decides (MP1, MP2, MP3). */
import { findDefinition } from './agent-state';
import type { AgentState, Definition, Occupancy } from './agent-state';
import type { AgentRow, PresenceRow, Terms } from './mapping';
import { foldWord } from './agent-state';
import { readPresence } from './presence';
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

/** What Teams shows for an agent state, occupancy laid on top. */
export function imageOfAgent(terms: Terms, state: AgentState, occupancy: Occupancy): AgentImage {
  const table = terms.mapping.agentToPresence;
  if (!table.enabled) return { kind: 'off' };
  const row = pickAgentRow(table.rows, state, occupancy);
  if (!row?.shows) return { kind: 'blank' };
  const presence = readPresence(row.shows.availability, row.shows.activity);
  return presence ? { kind: 'shows', presence, row: nameAgentRow(row, state) } : { kind: 'blank' };
}

function pickAgentRow(
  rows: readonly AgentRow[],
  state: AgentState,
  occupancy: Occupancy,
): AgentRow | undefined {
  const byOccupancy =
    occupancy === 'free' ? undefined : rows.find((row) => 'occupancy' in row.when);
  return (
    byOccupancy ??
    rows.find((row) => 'presenceId' in row.when && row.when.presenceId === state.presenceId) ??
    rows.find((row) => 'category' in row.when && row.when.category === state.category)
  );
}

function nameAgentRow(row: AgentRow, state: AgentState): string {
  return 'occupancy' in row.when ? 'Not Available' : state.name;
}

/** What VCC is set to for a presence. */
export function imageOfPresence(terms: Terms, presence: Presence): PresenceImage {
  const table = terms.mapping.presenceToAgent;
  if (!table.enabled) return { kind: 'off' };
  const row = pickPresenceRow(table.rows, presence);
  if (!row?.sets) return { kind: 'blank' };
  const definition = findDefinition(terms.definitions, row.sets);
  if (!definition) return { kind: 'no-definition' };
  return { kind: 'sets', state: stateOf(definition), row: row.when.availability };
}

function pickPresenceRow(
  rows: readonly PresenceRow[],
  presence: Presence,
): PresenceRow | undefined {
  return (
    (presence.idle ? rows.find((row) => namesIdleForm(row, presence)) : undefined) ??
    rows.find(
      (row) =>
        row.when.activity !== undefined &&
        isNamed(row.when.availability, presence.availability) &&
        isNamed(row.when.activity, presence.activity),
    ) ??
    rows.find(
      (row) =>
        row.when.activity === undefined &&
        isNamed(row.when.availability, presence.availability),
    )
  );
}

/** The idle forms are one, however the row spells them (MP3). */
function namesIdleForm({ when }: PresenceRow, presence: Presence): boolean {
  const named = readPresence(when.availability, when.activity ?? 'Available');
  return named?.idle === true && named.availability === presence.availability;
}

function isNamed(word: string, other: string): boolean {
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
export function completeState(
  definitions: readonly Definition[],
  told: AgentState,
): AgentState {
  const known = definitions.find((one) => one.presenceId === told.presenceId);
  return known && told.category === 'Unknown' ? stateOf(known) : told;
}

