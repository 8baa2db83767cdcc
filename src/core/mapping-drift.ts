/** What comes back from a round trip as something else: shown before a mapping is saved (MP5). */
import type { Definition } from './agent-state';
import { DEFAULT_MAPPING } from './mapping';
import type { AgentRow, Mapping, MappingTables, PresenceRow, Terms } from './mapping';
import { namePlace } from './mapping-check';
import type { MappingFinding, Place } from './mapping-check';
import { overlay } from './mapping-groups';
import { pickAgentRow, pickPresenceRow } from './mapping-lookup';
import { createWalk, isSameStop, showStop } from './mapping-walk';
import type { Stop } from './mapping-walk';
import { readCondition } from './mapping-words';

export interface DriftWarning extends MappingFinding {
  readonly code: 'drift';
  /** From the start on, VCC and Teams in turn: `Ready`, `Busy`, `Extended Away`. */
  readonly steps: readonly string[];
  /** The mapping as delivered drifts there as well. */
  readonly asDelivered: boolean;
}

interface Drift {
  readonly row: AgentRow | PresenceRow;
  readonly direction: 'agentToPresence' | 'presenceToAgent';
  readonly steps: readonly string[];
}

type WalkTerms = Pick<Terms, 'mapping' | 'definitions'>;

const NAMES_SHOWN = 5;
const HARMLESS =
  'Nobody is moved along it: what we set ourselves is no news (EC1), and the side a change came ' +
  'from is not written to (WW3).';

/** One warning for the starts of a row that drift alike; of a group only what it adds. */
export function findDrifts(
  mapping: Mapping,
  definitions: readonly Definition[],
): readonly DriftWarning[] {
  const delivered = keysOf(driftsOf({ mapping: DEFAULT_MAPPING, definitions }));
  const own = driftsOf({ mapping, definitions });
  const known = keysOf(own);
  const ofGroups = (mapping.groups ?? []).flatMap((override) => {
    const tables = overlay(mapping, override);
    const added = driftsOf({ mapping: tables, definitions }).filter(
      (drift) => !known.has(keyOf(drift)),
    );
    return warn(added, delivered, (drift) => placeInGroup(tables, override.group, drift));
  });
  return [...warn(own, delivered, (drift) => placeInTables(mapping, drift)), ...ofGroups];
}

function driftsOf(terms: WalkTerms): readonly Drift[] {
  const walk = createWalk(terms);
  return [...agentStarts(terms), ...presenceStarts(terms)].flatMap(({ start, ...from }) => {
    const path = walk(start);
    const [, , back] = path;
    return back && !isSameStop(start, back) ? [{ ...from, steps: path.map(showStop) }] : [];
  });
}

type Start = Omit<Drift, 'steps'> & { readonly start: Stop };

/** Every state of the account, and an agent on an interaction. */
function agentStarts(terms: WalkTerms): readonly Start[] {
  const [first] = terms.definitions;
  const stops = [
    ...(first ? [{ side: 'vcc', state: first, occupancy: 'engaged' } as const] : []),
    ...terms.definitions.map((state) => ({ side: 'vcc', state, occupancy: 'free' }) as const),
  ];
  return stops.flatMap((start) => {
    const row = pickAgentRow(terms, start.state, start.occupancy);
    const isForStart = row && (start.occupancy === 'free' || 'occupancy' in row.when);
    return isForStart ? [{ start, row, direction: 'agentToPresence' as const }] : [];
  });
}

/** What each row names, where no other row is more to the point. */
function presenceStarts(terms: WalkTerms): readonly Start[] {
  return terms.mapping.presenceToAgent.rows.flatMap((row) => {
    const named = readCondition(row.when);
    if (!named) return [];
    const { availability, activity, idle } = named;
    const plain = { availability, activity: activity ?? availability };
    const presence = idle ? { ...plain, idle } : plain;
    if (pickPresenceRow(terms, presence) !== row) return [];
    const start = { side: 'teams', presence } as const;
    return [{ start, row, direction: 'presenceToAgent' as const }];
  });
}

function warn(
  drifts: readonly Drift[],
  delivered: ReadonlySet<string>,
  placeOf: (drift: Drift) => Place,
): readonly DriftWarning[] {
  const alike = new Map<string, Drift[]>();
  for (const drift of drifts) {
    const place = placeOf(drift);
    const tail = drift.steps.slice(1);
    const key = JSON.stringify([place, tail, delivered.has(keyOf(drift))]);
    alike.set(key, [...(alike.get(key) ?? []), drift]);
  }
  return [...alike.values()].flatMap((some) => toWarning(some, delivered, placeOf));
}

function toWarning(
  [first, ...others]: readonly Drift[],
  delivered: ReadonlySet<string>,
  placeOf: (drift: Drift) => Place,
): readonly DriftWarning[] {
  if (!first) return [];
  const place = placeOf(first);
  const starts = [first, ...others].map(({ steps }) => steps[0] ?? '');
  const steps = [listNames(starts), ...first.steps.slice(1)];
  const asDelivered = delivered.has(keyOf(first));
  const also = asDelivered ? ' The mapping as delivered does the same.' : '';
  const text = `${namePlace(place)} drifts: ${steps.join(' → ')}. ${HARMLESS}${also}`;
  return [{ ...place, code: 'drift', text, steps, asDelivered }];
}

function listNames(names: readonly string[]): string {
  const more = names.length - NAMES_SHOWN;
  const shown = names.slice(0, NAMES_SHOWN).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}

function placeInTables(tables: MappingTables, { row, direction }: Drift): Place {
  const rows: readonly unknown[] = tables[direction].rows;
  return { direction, group: null, row: rows.indexOf(row) + 1 };
}

/** The group's rows stand first in the tables in force, so their place is that in the override. */
function placeInGroup(tables: MappingTables, group: string, drift: Drift): Place {
  const place = placeInTables(tables, drift);
  return { ...place, group, row: drift.row.group === undefined ? null : place.row };
}

function keysOf(drifts: readonly Drift[]): ReadonlySet<string> {
  return new Set(drifts.map(keyOf));
}

function keyOf({ direction, steps }: Drift): string {
  return `${direction}|${steps.join('|')}`;
}
