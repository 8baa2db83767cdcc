import type { Definition } from '../core/agent-state';
import type { Mapping } from '../core/mapping';
import { findFaults } from '../core/mapping-check';
import type { MappingFinding } from '../core/mapping-check';
import { findDrifts } from '../core/mapping-drift';
import type { DriftWarning } from '../core/mapping-drift';
import { MINUTE } from '../core/time';
import type { Connection } from '../store/store';
import type { DeskDeps } from './context';
import { loginOf } from './reach';

/** What is to be said of a mapping before it is saved (MP5). */
export interface MappingVerdict {
  /** Why it cannot be used; empty when it can. */
  readonly errors: readonly MappingFinding[];
  /** What would drift on a round trip. */
  readonly warnings: readonly DriftWarning[];
}

/** A definition may be as new as the row that names it, but VCC is not asked oftener than this. */
const AGAIN_AFTER_MS = MINUTE;

export function checkMapping(mapping: Mapping, definitions: readonly Definition[]): MappingVerdict {
  const errors = findFaults(mapping, definitions);
  return { errors, warnings: findDrifts(mapping, definitions) };
}

/** As `checkMapping`; where a definition is missing, VCC is asked for its definitions first (WV1). */
export async function checkForConnection(
  deps: DeskDeps,
  connection: Connection,
  mapping: Mapping,
): Promise<MappingVerdict> {
  const verdict = checkMapping(mapping, connection.definitions);
  if (!verdict.errors.some(({ code }) => code === 'no-definition')) return verdict;
  const definitions = await readDefinitions(deps, connection);
  return definitions ? checkMapping(mapping, definitions) : verdict;
}

/** Null when they were read just now, or VCC does not answer: then what is known must do. */
async function readDefinitions(
  deps: DeskDeps,
  connection: Connection,
): Promise<readonly Definition[] | null> {
  const now = deps.clock.now();
  if (now - connection.definitionsAt < AGAIN_AFTER_MS) return null;
  const reached = await deps.vcc.presenceDefinitions(loginOf(connection, deps.open));
  if (reached.kind !== 'ok') return null;
  const edit = { definitions: reached.value, definitionsAt: now };
  await deps.store.connections.edit(connection.id, edit);
  return reached.value;
}
