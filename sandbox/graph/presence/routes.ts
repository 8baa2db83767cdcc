import type { Reply } from '../../http/message';
import { checkPermission, isGuid } from '../call';
import type { GraphCall, GraphHandle, Permissions } from '../call';
import { badRequest, notFound, replyError } from '../graph-error';
import { readMany, readOne } from './read-calls';
import type { ReadSurroundings } from './read-calls';
import {
  clearPreferred,
  clearPresence,
  setPreferred,
  setPresence,
  setStatusMessage,
  writeBody,
} from './write-calls';
import type { PresenceWrite } from './write-calls';

const READ_OWN: Permissions = {
  application: ['Presence.Read.All', 'Presence.ReadWrite.All'],
  delegated: ['Presence.Read', 'Presence.Read.All'],
};
const READ_ALL: Permissions = { ...READ_OWN, delegated: ['Presence.Read.All'] };
const WRITE: Permissions = {
  application: ['Presence.ReadWrite.All'],
  delegated: ['Presence.ReadWrite'],
};
const LOCATION: Permissions = { application: [], delegated: ['Presence.ReadWrite'] };

const WRITES: Readonly<Record<string, (write: PresenceWrite) => Reply>> = {
  setPresence,
  clearPresence,
  setUserPreferredPresence: setPreferred,
  clearUserPreferredPresence: clearPreferred,
  setStatusMessage,
};

/** Only delegated tokens may use these, and none of the sandbox's people does (a deviation). */
const LOCATION_CALLS = [
  'setAutomaticLocation',
  'setManualLocation',
  'clearAutomaticLocation',
  'clearLocation',
];

export interface RouteTable {
  on(method: string, pattern: string, handle: GraphHandle): unknown;
}

/** Registers the presence calls. */
export function addPresenceRoutes(table: RouteTable, around: ReadSurroundings): void {
  table.on('POST', '/communications/getPresencesByUserId', (call) => {
    return checkPermission(call, READ_ALL) ?? readMany(call, around);
  });
  for (const base of ['/users/{id}/presence', '/communications/presences/{id}', '/me/presence']) {
    table.on('GET', base, (call) => read(call, around));
    for (const [name, write] of Object.entries(WRITES)) {
      table.on('POST', `${base}/${name}`, (call) => writeTo(call, { around, write }));
    }
    for (const name of LOCATION_CALLS) {
      table.on('POST', `${base}/${name}`, refuseLocation);
    }
  }
}

function refuseLocation(call: GraphCall): Reply {
  const missing = checkPermission(call, LOCATION);
  return missing ?? replyError(501, 'NotImplemented', 'The sandbox keeps no work locations.');
}

function read(call: GraphCall, around: ReadSurroundings): Reply {
  const id = askedId(call);
  if (id === undefined) return badRequest('There is no signed-in user.');
  if (!isGuid(id)) return badRequest('The id of the user must be a GUID.');
  const isOwn = isSelf(call, id);
  const missing = checkPermission(call, isOwn ? READ_OWN : READ_ALL);
  if (missing) return missing;
  const person = call.tenant.people.get(id);
  return person ? readOne(call, person, around) : notFound(id);
}

function writeTo(
  call: GraphCall,
  {
    around,
    write,
  }: { readonly around: ReadSurroundings; readonly write: (write: PresenceWrite) => Reply },
): Reply {
  const id = askedId(call);
  if (id === undefined) return badRequest('There is no signed-in user.');
  if (!isGuid(id)) return badRequest('The id of the user must be a GUID.');
  const missing = checkPermission(call, WRITE);
  if (missing) return missing;
  if (call.claims.scopes && !isSelf(call, id)) {
    return replyError(401, 'Unauthorized', "Another user's presence cannot be set.");
  }
  const person = call.tenant.people.get(id);
  if (!person) return notFound(id);
  const body = writeBody(call);
  if (!body) return badRequest('The body must be a JSON object.');
  return write({ call, person, body, knobs: around.knobs });
}

/** Id in the path, or of the signed-in user for `/me`. */
function askedId({ ask, claims }: GraphCall): string | undefined {
  return (ask.params['id'] ?? claims.personId)?.toLowerCase();
}

function isSelf({ claims }: GraphCall, id: string): boolean {
  return claims.personId?.toLowerCase() === id;
}
