/** What an admin decides for a connection: mapping and policies. */
import type { Mapping, MappingDirection, Policies } from '../core/mapping';
import type { MappingFinding } from '../core/mapping-check';
import { restoreDirection } from '../core/mapping-restore';
import type { Connection } from '../store/store';
import { findConnection } from './access';
import type { Person } from './access';
import { toAuditLine } from './context';
import type { DeskDeps } from './context';
import { requireMatch } from './etag';
import { checkForConnection, checkMapping } from './mapping-check';
import type { MappingVerdict } from './mapping-check';
import { DeskError } from './problem';

const EDIT_ATTEMPTS = 5;

/** An edit of one part of a connection, made on the version `ifMatch` names. */
export interface PartEdit<T> {
  readonly connectionId: string;
  readonly value: T;
  readonly ifMatch: string | undefined;
}

/** A mapping in force, with what is to be said of it. */
export interface SavedMapping {
  readonly mapping: Mapping;
  readonly warnings: readonly MappingFinding[];
}

export interface MappingRestore {
  readonly connectionId: string;
  readonly direction: MappingDirection;
  /** Absent: the connection's own table. */
  readonly group?: string;
  readonly ifMatch: string | undefined;
}

/** MP4, MP5. In force at the next turn of every link; writes nothing by itself. */
export async function putMapping(
  deps: DeskDeps,
  person: Person,
  { connectionId, value, ifMatch }: PartEdit<Mapping>,
): Promise<SavedMapping> {
  const edited = await editPart(deps, person, {
    connectionId,
    ifMatch,
    part: 'mapping',
    what: 'mapping-changed',
    next: async (connection) => {
      requireUsable(await checkForConnection(deps, connection, value));
      return value;
    },
  });
  return { mapping: value, warnings: checkMapping(value, edited.definitions).warnings };
}

/** MP5: errors and warnings, nothing saved. */
export async function checkMappingEdit(
  deps: DeskDeps,
  person: Person,
  ask: { readonly connectionId: string; readonly value: Mapping },
): Promise<MappingVerdict> {
  const connection = await findConnection(deps.store, person, ask.connectionId);
  return checkForConnection(deps, connection, ask.value);
}

/**
 * MP4: a direction as delivered. It is never refused: what the account lacks of the defaults is
 * told as a warning, and such a row moves nobody.
 */
export async function restoreMapping(
  deps: DeskDeps,
  person: Person,
  ask: MappingRestore,
): Promise<SavedMapping> {
  const { connectionId, direction, group, ifMatch } = ask;
  const { mapping, definitions } = await editPart(deps, person, {
    connectionId,
    ifMatch,
    part: 'mapping',
    what: 'mapping-restored',
    next: async (connection) => restoreDirection(connection.mapping, direction, group),
  });
  const { errors, warnings } = checkMapping(mapping, definitions);
  return { mapping, warnings: [...errors, ...warnings] };
}

export async function putPolicies(
  deps: DeskDeps,
  person: Person,
  { connectionId, value, ifMatch }: PartEdit<Policies>,
): Promise<Policies> {
  const what = 'policies-changed';
  const edit = { connectionId, ifMatch, part: 'policies', what, next: async () => value } as const;
  return (await editPart(deps, person, edit)).policies;
}

interface AnyPartEdit<Part extends 'mapping' | 'policies'> {
  readonly connectionId: string;
  readonly ifMatch: string | undefined;
  readonly part: Part;
  /** For the audit. */
  readonly what: string;
  /** The new value; throws where it is refused. */
  next(connection: Connection): Promise<Connection[Part]>;
}

/** Another part may be edited at the same time; that is no conflict and is tried again. */
async function editPart<Part extends 'mapping' | 'policies'>(
  deps: DeskDeps,
  person: Person,
  edit: AnyPartEdit<Part>,
): Promise<Connection> {
  for (let attempt = 0; attempt < EDIT_ATTEMPTS; attempt++) {
    const connection = await findConnection(deps.store, person, edit.connectionId);
    const before = connection[edit.part];
    requireMatch(edit.ifMatch, before);
    const after = await edit.next(connection);
    const { id, version } = connection;
    const line = toAuditLine(deps, person, { connectionId: id, what: edit.what, before, after });
    const change = { [edit.part]: after };
    const edited = await deps.store.connections.editAudited(id, change, { version, line });
    if (edited) return edited;
  }
  throw new DeskError('edited-meanwhile');
}

/** `problems` holds the sentences; `errors` says of which row each is. */
function requireUsable({ errors }: MappingVerdict): void {
  const [first] = errors;
  if (!first) return;
  const problems = errors.map(({ text }) => text);
  throw new DeskError('mapping-refused', { detail: first.text, problems, errors });
}
