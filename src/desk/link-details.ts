/** What a page about one link needs beside the link: the mapping's images, and troubles with their begin. */
import { isInStep, occupancyOf, viewDraft } from '../core/draft';
import type { Terms } from '../core/mapping';
import { mappingFor } from '../core/mapping-groups';
import { imageOfAgent } from '../core/mapping-lookup';
import type { AgentImage } from '../core/mapping-lookup';
import { closedSides } from '../core/trouble';
import type { Side } from '../core/trouble';
import type { Connection, Link } from '../store/store';
import { findLink } from './access';
import type { Person } from './access';
import type { DeskDeps } from './context';
import type { LinkDetails, LinkStanding } from './contract';
import { DeskError } from './problem';
import { viewLink } from './queries';
import { silentSince } from './silence';
import type { Looking } from './silence';

type Pair = NonNullable<LinkDetails['shows']>;

export async function getLinkDetails(
  deps: Pick<DeskDeps, 'store' | 'clock'>,
  person: Person,
  linkId: string,
): Promise<LinkDetails> {
  const { store } = deps;
  const link = await findLink(store, person, linkId);
  const connection = await store.connections.get(link.connectionId);
  if (!connection) throw new DeskError('not-found');
  return detailsOf(deps, link, connection);
}

/** The person's own link and its details as of one instant. Throws `not-linked`. */
export async function getMyStanding(
  deps: Pick<DeskDeps, 'store' | 'clock'>,
  person: Person,
): Promise<LinkStanding> {
  const { records, links } = deps.store;
  const own = await links.standing(person.tenantId, person.personId);
  if (!own) throw new DeskError('not-linked');
  const { link, connection, sweptAt } = own;
  // A chat asks for every message: what came with the link is not asked for again.
  const store = { records, sweeps: { readAt: () => Promise.resolve(sweptAt) } };
  const details = await detailsOf({ ...deps, store }, link, connection);
  return { link: viewLink(link, connection), details };
}

type Watched = { readonly store: Looking } & Pick<DeskDeps, 'clock'>;

async function detailsOf(
  { store, clock }: Watched,
  link: Link,
  connection: Connection,
): Promise<LinkDetails> {
  const now = clock.now();
  const terms = termsOf(link, connection);
  const { state } = link;
  return {
    now,
    inStep: readStep(link, terms, now),
    shows: readShown(link, terms),
    choices: connection.definitions
      .filter(({ selectable }) => selectable)
      .map((one) => ({ ...one, shows: pairOf(imageOfAgent(terms, one, 'free')) })),
    overlay: state.overlay && toPair(state.overlay.presence),
    troubles: await listTroubles(store, { link, connection, now }),
    noticeAt: state.notice?.at ?? null,
  };
}

function termsOf({ groups, trouble }: Link, connection: Connection): Terms {
  const { mapping, policies, definitions } = connection;
  const closed = closedSides(connection.trouble, trouble);
  return { mapping: mappingFor(mapping, groups), policies, definitions, settleMs: 0, closed };
}

function readStep({ state }: Link, terms: Terms, now: number): boolean | null {
  const agent = state.agent.settled?.state;
  const presence = state.teams.settled;
  return agent && presence ? isInStep(viewDraft(state, terms, now), agent, presence) : null;
}

function readShown({ state }: Link, terms: Terms): Pair | null {
  const agent = state.agent.settled?.state;
  if (!agent) return null;
  return pairOf(imageOfAgent(terms, agent, occupancyOf(state)));
}

function pairOf(image: AgentImage): Pair | null {
  return image.kind === 'shows' ? toPair(image.presence) : null;
}

function toPair({ availability, activity }: Pair): Pair {
  return { availability, activity };
}

interface Looked {
  readonly link: Link;
  readonly connection: Connection;
  readonly now: number;
}

/** KP4's marks first; else what does not answer now, since the first call that went unanswered. */
async function listTroubles(
  store: Looking,
  { link, connection, now }: Looked,
): Promise<LinkDetails['troubles']> {
  const sides: readonly Side[] = ['vcc', 'teams'];
  const found = await Promise.all(
    sides.map(async (side) => {
      const marked = connection.trouble[side] ?? link.trouble[side];
      if (marked) return { side, code: marked.code, since: marked.since };
      const since = await silentSince(store, { link, now }, side);
      return since === null ? null : { side, code: `${side}-trouble`, since };
    }),
  );
  return found.filter((one) => one !== null);
}
