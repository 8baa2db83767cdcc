import type { SandboxClock } from '../../clock';
import { replyJson } from '../../http/message';
import type { Reply } from '../../http/message';
import { checkPermission, isAllowed } from '../call';
import type { GraphCall, GraphHandle, Permissions } from '../call';
import { badRequest, replyError } from '../graph-error';
import { readDelta } from './delta';
import { countUsers, listUsers } from './list-users';
import { parseSelect } from './select';
import { basicView, pick, userOf } from './user';
import type { User } from './user';

const FULL: Permissions = {
  application: ['User.Read.All', 'Directory.Read.All'],
  delegated: ['User.Read.All', 'Directory.Read.All'],
};
const ANY: Permissions = {
  application: ['User.ReadBasic.All', ...FULL.application],
  delegated: ['User.ReadBasic.All', ...FULL.delegated],
};
const OWN: Permissions = { ...ANY, delegated: ['User.Read', ...ANY.delegated] };
const PHOTO: Permissions = {
  application: ['ProfilePhoto.Read.All', 'User.ReadBasic.All', 'User.Read.All'],
  delegated: ['User.Read', 'User.ReadBasic.All', 'User.Read.All', 'ProfilePhoto.Read.All'],
};

const PHOTO_PATHS = ['photo', 'photo/$value', 'photos/{size}', 'photos/{size}/$value'];

export interface DirectorySurroundings {
  readonly clock: SandboxClock;
  readonly serverUrl: () => string;
}

interface RouteTable {
  on(method: string, pattern: string, handle: GraphHandle): unknown;
}

/** Registers the directory calls. Fixed names come before `{id}`. */
export function addUserRoutes(table: RouteTable, around: DirectorySurroundings): void {
  table.on('GET', '/users', (call) => {
    return checkPermission(call, ANY) ?? listUsers(call, view(call, around));
  });
  table.on('GET', '/users/$count', (call) => {
    return checkPermission(call, ANY) ?? countUsers(call, view(call, around));
  });
  table.on('GET', '/users/delta', (call) => {
    const nowMs = around.clock.now();
    return checkPermission(call, FULL) ?? readDelta(call, { ...view(call, around), nowMs });
  });
  for (const base of ['/users/{id}', '/me']) {
    table.on('GET', base, readUser);
    for (const path of PHOTO_PATHS) table.on('GET', `${base}/${path}`, readPhoto);
  }
}

function view(call: GraphCall, { serverUrl }: DirectorySurroundings) {
  return { serverUrl: serverUrl(), users: visibleUsers(call) };
}

function visibleUsers(call: GraphCall): readonly User[] {
  const users = [...call.tenant.people.values()].map(({ seed }) => userOf(seed));
  return isAllowed(call.claims, FULL) ? users : users.map(basicView);
}

function readUser(call: GraphCall): Reply {
  const user = findUser(call);
  const isOwn = user !== undefined && user['id'] === call.claims.personId;
  const missing = checkPermission(call, isOwn ? OWN : ANY);
  if (missing) return missing;
  if (!user) return unknownUser(call);
  const properties = parseSelect(call.ask.query.get('$select'));
  if (typeof properties === 'string') {
    return badRequest(`Could not find a property named '${properties}' on type 'user'.`);
  }
  return replyJson(200, {
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#users/$entity',
    ...pick(isOwn || isAllowed(call.claims, FULL) ? user : basicView(user), properties),
  });
}

/** Nobody here has a picture. */
function readPhoto(call: GraphCall): Reply {
  const missing = checkPermission(call, PHOTO);
  if (missing) return missing;
  if (!findUser(call)) return unknownUser(call);
  return replyError(404, 'ImageNotFound', "The photo wasn't found.");
}

/** By object id or by user principal name, which the directory takes in paths. */
function findUser({ ask, claims, tenant }: GraphCall): User | undefined {
  const wanted = (ask.params['id'] ?? claims.personId ?? '').toLowerCase();
  const byName = [...tenant.people.values()].find(
    ({ seed }) => seed.userPrincipalName.toLowerCase() === wanted,
  );
  const person = tenant.people.get(wanted) ?? byName;
  return person && userOf(person.seed);
}

function unknownUser({ ask }: GraphCall): Reply {
  return replyError(
    404,
    'Request_ResourceNotFound',
    `Resource '${ask.params['id'] ?? 'me'}' does not exist or one of its queried reference-property objects are not present.`,
  );
}
