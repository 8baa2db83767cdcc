import { replyJson } from '../../http/message';
import type { Ask, Reply } from '../../http/message';
import type { GraphCall } from '../call';
import { badRequest, replyError } from '../graph-error';
import type { DirectoryChange } from './change-log';
import type { UserView } from './list-users';
import { packToken, unpackToken } from './page-token';
import { parseSelect } from './select';
import { pick } from './user';

const PAGE = 100;
const TOKEN_LIFETIME_MS = 7 * 24 * 60 * 60 * 1000;
const MAX_FILTER_IDS = 50;

/** What a link of the delta query remembers. */
interface DeltaState {
  /** Directory version the answers build on; -1 for everything. */
  readonly since: number;
  /** Version the round ends at. */
  readonly until: number;
  readonly from: number;
  readonly select: string | null;
  readonly filter: string | null;
  readonly issuedAt: number;
}

export interface DeltaView extends UserView {
  readonly nowMs: number;
}

/** `GET /users/delta` (graph.md 6.2) */
export function readDelta(call: GraphCall, view: DeltaView): Reply {
  const { query } = call.ask;
  if (['$top', '$orderby', '$expand', '$search'].some((name) => query.has(name))) {
    return badRequest('This query option is not supported with delta.');
  }
  const state = readState(call, view);
  if (!state) return badRequest('The token is not valid.');
  if (!isUsable(call, view, state)) return resync(call.ask, view);
  const properties = parseSelect(state.select);
  if (typeof properties === 'string') return badRequest(`There is no property '${properties}'.`);
  const ids = filterIds(state.filter);
  if (!ids) return badRequest("Only id eq '…' joined by or is supported in $filter.");
  const isMinimal = /return=minimal/i.test(String(call.ask.headers['prefer'] ?? ''));
  const items = changedItems(call, { view, state, properties, isMinimal }).filter(
    ({ id }) => ids.size === 0 || ids.has(id),
  );
  return replyPage(call.ask, { view, state, items });
}

interface Item {
  readonly id: string;
  readonly [name: string]: unknown;
}

function readState({ ask, tenant }: GraphCall, { nowMs }: DeltaView): DeltaState | undefined {
  const token = ask.query.get('$deltatoken');
  const skip = ask.query.get('$skiptoken');
  const until = tenant.log.version();
  const fresh: DeltaState = {
    since: token === 'latest' ? until : -1,
    until,
    from: token === 'latest' ? Infinity : 0,
    select: ask.query.get('$select'),
    filter: ask.query.get('$filter'),
    issuedAt: nowMs,
  };
  if (skip !== null) return packedState(skip);
  if (!token || token === 'latest') return fresh;
  const old = packedState(token);
  return old && { ...old, since: old.until, until, from: 0 };
}

function packedState(token: string): DeltaState | undefined {
  const { since, until, from, select, filter, issuedAt } = unpackToken(token) ?? {};
  const isWhole = [since, until, from, issuedAt].every((value) => typeof value === 'number');
  if (!isWhole) return undefined;
  return {
    since: Number(since),
    until: Number(until),
    from: Number(from),
    select: typeof select === 'string' ? select : null,
    filter: typeof filter === 'string' ? filter : null,
    issuedAt: Number(issuedAt),
  };
}

function isUsable({ tenant }: GraphCall, { nowMs }: DeltaView, state: DeltaState): boolean {
  const isYoung = nowMs - state.issuedAt <= TOKEN_LIFETIME_MS;
  return isYoung && (state.since < 0 || state.since >= tenant.log.oldestUsable());
}

/** The whole state must be read again. */
function resync(ask: Ask, { serverUrl }: DeltaView): Reply {
  const reply = replyError(410, 'syncStateNotFound', 'The sync state generation is not found.');
  return { ...reply, headers: { ...reply.headers, location: `${serverUrl}${ask.path}` } };
}

interface Round {
  readonly view: DeltaView;
  readonly state: DeltaState;
  readonly properties: readonly string[];
  readonly isMinimal: boolean;
}

function changedItems({ tenant }: GraphCall, round: Round): readonly Item[] {
  const { view, state, properties, isMinimal } = round;
  if (state.since < 0) {
    return view.users.map((user) => ({ ...pick(user, properties), id: String(user['id']) }));
  }
  const latest = new Map<string, DirectoryChange>();
  for (const change of tenant.log.since(state.since)) {
    if (change.version <= state.until) latest.set(change.personId, merge(latest, change));
  }
  return [...latest.values()].flatMap((change) =>
    describe(change, { view, properties, isMinimal }),
  );
}

function merge(
  latest: ReadonlyMap<string, DirectoryChange>,
  change: DirectoryChange,
): DirectoryChange {
  const before = latest.get(change.personId)?.properties ?? [];
  const isWhole = before === 'all' || change.properties === 'all';
  return { ...change, properties: isWhole ? 'all' : [...before, ...change.properties] };
}

function describe(
  { personId, properties: changed, removed }: DirectoryChange,
  { view, properties, isMinimal }: Pick<Round, 'view' | 'properties' | 'isMinimal'>,
): readonly Item[] {
  if (removed) return [{ id: personId, '@removed': { reason: removed } }];
  const isTracked = changed === 'all' || changed.some((name) => properties.includes(name));
  const user = view.users.find(({ id }) => String(id).toLowerCase() === personId);
  if (!user || !isTracked) return [];
  const shown =
    isMinimal && changed !== 'all'
      ? properties.filter((name) => changed.includes(name))
      : properties;
  return [{ ...pick(user, shown), id: String(user['id']) }];
}

function replyPage(
  ask: Ask,
  { view, state, items }: Pick<Round, 'view' | 'state'> & { readonly items: readonly Item[] },
): Reply {
  const next = state.from + PAGE;
  const isMore = next < items.length;
  const token = packToken({ ...state, from: isMore ? next : 0 });
  const link = `${view.serverUrl}${ask.path}?${isMore ? '$skiptoken' : '$deltatoken'}=${token}`;
  return replyJson(200, {
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#users',
    [isMore ? '@odata.nextLink' : '@odata.deltaLink']: link,
    value: items.slice(state.from, next),
  });
}

/** Ids of the filter, empty without one; undefined when it asks for anything else. */
function filterIds(filter: string | null): ReadonlySet<string> | undefined {
  if (filter === null) return new Set();
  const clauses = filter
    .split(/\s+or\s+/i)
    .map((clause) => /^id eq '([^']+)'$/i.exec(clause.trim()));
  if (clauses.length > MAX_FILTER_IDS || clauses.some((clause) => !clause)) return undefined;
  return new Set(clauses.map((clause) => clause?.[1]?.toLowerCase() ?? ''));
}
