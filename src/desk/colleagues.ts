/** Linked people of the asking person's connection: who they are, how they stand, how to reach them. */
import { isFree } from '../core/free';
import type { ColleagueLink } from '../store/talking';
import { findOwnLink } from './access';
import type { Person } from './access';
import type { DeskDeps } from './context';
import { describeStatus } from './link-status';
import { DeskError } from './problem';

export interface ColleagueAsk {
  /** Parts of a name; empty: everybody. */
  readonly words: string;
  readonly onlyFree: boolean;
  readonly limit: number;
}

export interface ColleagueView {
  readonly linkId: string;
  readonly personId: string;
  readonly name: string;
  readonly isFree: boolean;
  readonly vcc: { readonly name: string; readonly category: string } | null;
  readonly occupancy: 'free' | 'engaged' | 'wrapping-up';
  readonly teams: { readonly availability: string; readonly activity: string } | null;
  /** Since when the side that says more about reaching them stands so. */
  readonly since: number | null;
  /** What Teams dials and writes to; null: not to be had now. */
  readonly address: string | null;
}

export interface ColleagueList {
  /** Those who are free first, else by name. */
  readonly items: readonly ColleagueView[];
  /** Found but not shown. */
  readonly more: number;
}

const PAGE = 500;
/** Beyond it a search is too wide to be of use. */
const MOST_LOOKED_AT = 10_000;
const MAX_WORDS = 6;
const WATCH_MS = 8 * 3_600_000;

/** Throws `not-linked` for who has no connection to look in. */
export async function findColleagues(
  deps: DeskDeps,
  person: Person,
  ask: ColleagueAsk,
): Promise<ColleagueList> {
  const own = await findOwnLink(deps.store, person);
  const words = ask.words
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, MAX_WORDS);
  const found = (await readAll(deps, own.connectionId, words)).filter(
    (link) => link.id !== own.id && (!ask.onlyFree || isFree(link.state)),
  );
  const sorted = found.sort(byFreeThenName);
  const shown = sorted.slice(0, ask.limit);
  const items = await Promise.all(shown.map((link) => viewColleague(deps, link)));
  return { items, more: sorted.length - shown.length };
}

export interface FreeWatchView {
  readonly name: string;
  /** Nothing to wait for then. */
  readonly isFree: boolean;
  readonly until: number;
}

/** Tells the person once, in their chat with the bot, when the colleague is free. */
export async function tellWhenFree(
  deps: DeskDeps,
  person: Person,
  ask: { readonly linkId: string },
): Promise<FreeWatchView> {
  const own = await findOwnLink(deps.store, person);
  const link = await deps.store.links.get(ask.linkId);
  // Another connection's people do not exist for this one.
  if (link?.connectionId !== own.connectionId || link.id === own.id)
    throw new DeskError('not-found');
  const now = deps.clock.now();
  const until = now + WATCH_MS;
  const { tenantId, personId } = person;
  const name = link.personName;
  if (isFree(link.state)) return { name, isFree: true, until };
  await deps.store.freeWatches.put({ tenantId, personId, linkId: link.id, until }, now);
  return { name, isFree: false, until };
}

async function readAll(
  { store }: DeskDeps,
  connectionId: string,
  words: readonly string[],
): Promise<ColleagueLink[]> {
  const found: ColleagueLink[] = [];
  let after = '';
  for (;;) {
    const page = await store.colleagues.page({ connectionId, words, after, limit: PAGE });
    found.push(...page);
    after = page.at(-1)?.id ?? '';
    if (page.length < PAGE || found.length >= MOST_LOOKED_AT) return found;
  }
}

function byFreeThenName(one: ColleagueLink, other: ColleagueLink): number {
  const difference = Number(isFree(other.state)) - Number(isFree(one.state));
  return difference === 0 ? one.personName.localeCompare(other.personName) : difference;
}

async function viewColleague(deps: DeskDeps, link: ColleagueLink): Promise<ColleagueView> {
  const { vcc, teams } = describeStatus(link.state);
  const { availability, activity } = teams;
  return {
    linkId: link.id,
    personId: link.personId,
    name: link.personName,
    isFree: isFree(link.state),
    vcc: vcc.state && { name: vcc.state.name, category: vcc.state.category },
    occupancy: vcc.occupancy,
    teams: availability === null || activity === null ? null : { availability, activity },
    since: teams.since ?? vcc.since,
    address: await readAddress(deps, link),
  };
}

/** Nobody is left out because Microsoft does not answer now. */
async function readAddress(
  deps: DeskDeps,
  { tenantId, personId }: ColleagueLink,
): Promise<string | null> {
  const reached = await deps.graph.getUser({ tenantId, personId });
  return reached.kind === 'ok' ? reached.value.userPrincipalName : null;
}
