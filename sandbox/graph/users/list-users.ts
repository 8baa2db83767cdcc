import { replyJson } from '../../http/message';
import type { Ask, Reply } from '../../http/message';
import type { GraphCall } from '../call';
import { badRequest, replyError, unsupportedQuery } from '../graph-error';
import { parseFilter } from './filter';
import { packToken, unpackToken } from './page-token';
import { parseSearch } from './search';
import { parseSelect } from './select';
import { pick } from './user';
import type { User } from './user';

const DEFAULT_PAGE = 100;
const MAX_PAGE = 999;

export interface UserView {
  readonly serverUrl: string;
  /** The tenant's users as the token may see them. */
  readonly users: readonly User[];
}

interface Query {
  readonly properties: readonly string[];
  readonly top: number;
  readonly from: number;
  readonly found: readonly User[];
}

/** `GET /users` (graph.md 6.1) */
export function listUsers({ ask }: GraphCall, view: UserView): Reply {
  const query = readQuery(ask, view.users);
  if ('status' in query) return query;
  const { found, from, top, properties } = query;
  const page = found.slice(from, from + top);
  const isCounted = isEventual(ask) && ask.query.get('$count') === 'true';
  const isMore = from + top < found.length;
  return replyJson(200, {
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#users',
    ...(isCounted ? { '@odata.count': found.length } : {}),
    ...(isMore ? { '@odata.nextLink': nextLink(ask, view, from + top) } : {}),
    value: page.map((user) => pick(user, properties)),
  });
}

/** `GET /users/$count` */
export function countUsers({ ask }: GraphCall, view: UserView): Reply {
  if (!isEventual(ask)) {
    return replyError(400, 'Request_BadRequest', '$count is not currently supported.');
  }
  const found = findUsers(ask, view.users);
  if ('status' in found) return found;
  const body = String(found.length);
  return { status: 200, headers: { 'content-type': 'text/plain' }, body };
}

function readQuery(ask: Ask, users: readonly User[]): Query | Reply {
  const { query } = ask;
  if (query.has('$skip')) return badRequest('$skip is not supported.');
  if (query.has('$expand')) return badRequest('$expand is not supported here.');
  const top = Number(query.get('$top') ?? DEFAULT_PAGE);
  if (!Number.isInteger(top) || top < 1 || top > MAX_PAGE) {
    return badRequest(`$top must be between 1 and ${MAX_PAGE}.`);
  }
  const properties = parseSelect(query.get('$select'));
  if (typeof properties === 'string') {
    return badRequest(`Could not find a property named '${properties}' on type 'user'.`);
  }
  const skipToken = query.get('$skiptoken');
  const from = skipToken === null ? 0 : unpackToken(skipToken)?.['from'];
  if (typeof from !== 'number') return badRequest('The skip token is not valid.');
  const found = findUsers(ask, users);
  return 'status' in found ? found : { properties, top, from, found };
}

/** The users that `$filter` and `$search` leave, in the order of `$orderby`. */
function findUsers(ask: Ask, users: readonly User[]): readonly User[] | Reply {
  const filtered = applyFilter(ask, users);
  if ('status' in filtered) return filtered;
  const searched = applySearch(ask, filtered);
  return 'status' in searched ? searched : applyOrder(ask, searched);
}

function applyFilter(ask: Ask, users: readonly User[]): readonly User[] | Reply {
  const text = ask.query.get('$filter');
  if (text === null) return users;
  const filter = parseFilter(text);
  if (!filter) return unsupportedQuery('Unsupported or invalid query filter clause specified.');
  if (filter.isAdvanced && !isAdvanced(ask)) return unsupportedQuery('Unsupported Query.');
  return users.filter((user) => filter.matches(user));
}

function applySearch(ask: Ask, users: readonly User[]): readonly User[] | Reply {
  const text = ask.query.get('$search');
  if (text === null) return users;
  if (!isEventual(ask)) {
    return unsupportedQuery(
      "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
    );
  }
  const search = parseSearch(text);
  if (!search) return replyError(400, 'Request_BadRequest', 'Syntax error in $search.');
  return users.filter(search);
}

function applyOrder(ask: Ask, users: readonly User[]): readonly User[] | Reply {
  const [property, direction = 'asc', ...rest] = ask.query.get('$orderby')?.split(' ') ?? [];
  if (property === undefined) return users;
  const isKnown = property === 'displayName' || property === 'userPrincipalName';
  if (!isKnown || rest.length > 0) return unsupportedQuery('Unsupported $orderby.');
  const isMixed = ask.query.has('$filter') || ask.query.has('$search');
  if (isMixed && !isAdvanced(ask)) return unsupportedQuery('Unsupported Query.');
  const sign = direction.toLowerCase() === 'desc' ? -1 : 1;
  return [...users].sort((a, b) => sign * String(a[property]).localeCompare(String(b[property])));
}

function isEventual(ask: Ask): boolean {
  return String(ask.headers['consistencylevel'] ?? '').toLowerCase() === 'eventual';
}

function isAdvanced(ask: Ask): boolean {
  return isEventual(ask) && ask.query.get('$count') === 'true';
}

function nextLink(ask: Ask, { serverUrl }: UserView, from: number): string {
  const query = new URLSearchParams(ask.query);
  query.set('$skiptoken', packToken({ from }));
  return `${serverUrl}${ask.path}?${query.toString()}`;
}
