/** Which tables are in force for an agent's groups (MP4). */
import type {
  AgentCondition,
  AgentRow,
  GroupOverride,
  Mapping,
  MappingTable,
  MappingTables,
  PresenceCondition,
  PresenceRow,
  TableOverride,
} from './mapping';
import { nameAgentCondition, namePresenceCondition } from './mapping-words';

/** The first group in the admin's order decides; what it does not override is the connection's. */
export function mappingFor(mapping: Mapping, groups: readonly string[]): MappingTables {
  const mine = new Set(groups.map(foldGroup));
  const override = mapping.groups?.find(({ group }) => mine.has(foldGroup(group)));
  return override ? overlay(mapping, override) : mapping;
}

/** Case and surrounding spaces of a group's name do not matter. */
export function foldGroup(group: string): string {
  return group.trim().toLowerCase();
}

/** The tables as they are in force for the group. */
export function overlay(mapping: MappingTables, override: GroupOverride): MappingTables {
  const { group } = override;
  return {
    agentToPresence: merge<AgentRow>(
      mapping.agentToPresence,
      mark(override.agentToPresence, group),
      nameAgentRow,
    ),
    presenceToAgent: merge<PresenceRow>(
      mapping.presenceToAgent,
      mark(override.presenceToAgent, group),
      namePresenceRow,
    ),
  };
}

function nameAgentRow({ when }: { readonly when: AgentCondition }): string {
  return nameAgentCondition(when);
}

function namePresenceRow({ when }: { readonly when: PresenceCondition }): string {
  return namePresenceCondition(when);
}

function mark<Row>(override: TableOverride<Row> | undefined, group: string): TableOverride<Row> {
  const rows = override?.rows ?? [];
  return { ...override, rows: rows.map((row) => ({ ...row, group })) };
}

/** Group rows come first, so that of rows for the same condition theirs is met. */
function merge<Row>(
  table: MappingTable<Row>,
  { enabled = table.enabled, rows = [] }: TableOverride<Row>,
  nameOf: (row: Row) => string,
): MappingTable<Row> {
  const own = new Set(rows.map(nameOf));
  return { enabled, rows: [...rows, ...table.rows.filter((row) => !own.has(nameOf(row)))] };
}
