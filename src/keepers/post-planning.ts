/** Finds what people with a chat are to be told, and puts it in line; the bot sends it. */
import { isFree } from '../core/free';
import { changesCard, joiningCause, tellRecord } from '../core/post';
import type { PostBody } from '../core/post';
import type { TroubleSide } from '../core/trouble';
import type { Clock } from '../runtime/clock';
import type { Connection, Link, Store } from '../store/store';
import type { JoiningOutcome, News, NewPost } from '../store/talking';

export interface PostPlanningDeps {
  readonly store: Store;
  readonly clock: Clock;
  /** Name of this process: one of all plans. */
  readonly owner: string;
}

const CURSOR = 'posts';
const LEASE = 'post-planning';
const LEASE_MS = 30_000;
/** Turns of this process cut it short; those of others are found by looking. */
const LOOK_MS = 5_000;
const BATCH = 200;
/** Whoever ordered it in the chat is answered there first. */
const ORDER_GRACE_MS = 4_000;
const MOST_ADMINS = 20;
const KEEP_MS = 7 * 86_400_000;
const TROUBLES_MS = 5_000;
const PRUNE_MS = 600_000;
/** A status card changes at most once in so long, and always after the last change. */
const CARD_MS = 5_000;
/** Older news of a joining is none; a restart takes less. */
const JOINING_MS = 3_600_000;

/** A pass answers the pause until the next. */
export function createPostPlanning(given: PostPlanningDeps): () => Promise<number> {
  const { store, clock, owner } = given;
  const deps: Planning = { ...given, planned: new Set() };
  const troubles = every(clock, TROUBLES_MS, async () => {
    await planTroubles(deps);
    await planJoinings(deps);
  });
  const prune = every(clock, PRUNE_MS, async () => {
    await store.posts.prune(clock.now() - KEEP_MS);
    await store.freeWatches.prune(clock.now());
  });
  return async () => {
    const now = clock.now();
    if (!(await store.leases.hold(LEASE, owner, now, now + LEASE_MS))) return LOOK_MS;
    const isFull = await planNews(deps);
    await troubles();
    await planFree(deps);
    await prune();
    return isFull ? 0 : LOOK_MS;
  };
}

interface Planning extends PostPlanningDeps {
  /** Causes of marks this process has planned: spares asking the store again and again. */
  readonly planned: Set<string>;
}

function every(clock: Clock, ms: number, act: () => Promise<void>): () => Promise<void> {
  let nextAt = 0;
  return async () => {
    if (clock.now() < nextAt) return;
    await act();
    nextAt = clock.now() + ms;
  };
}

/** What was written before anybody planned is nobody's news. */
async function planNews({ store, clock }: Planning): Promise<boolean> {
  const after = await store.posts.cursor(CURSOR);
  if (after === null) {
    await store.posts.moveCursor(CURSOR, await store.records.newest());
    return false;
  }
  const { news, upTo } = await store.posts.news(after, BATCH);
  if (upTo === after) return false;
  await store.posts.add(
    news.flatMap((one) => toPosts(one, clock.now())),
    clock.now(),
  );
  await store.posts.moveCursor(CURSOR, upTo);
  return news.length === BATCH;
}

function toPosts(news: News, now: number): readonly NewPost[] {
  return [...toTelling(news, now), ...toCard(news, now)];
}

/** Many changes in a row are one change of the card, after the last of them. */
function toCard({ record, conversation }: News, now: number): readonly NewPost[] {
  const { tenantId, personId, cardId } = conversation;
  if (cardId === null || !changesCard(record)) return [];
  const dueAt = (Math.floor(now / CARD_MS) + 1) * CARD_MS;
  const body: PostBody = { kind: 'card', cardId };
  return [{ tenantId, personId, cause: `card:${cardId}:${dueAt}`, body, dueAt }];
}

function toTelling({ record, conversation }: News, now: number): readonly NewPost[] {
  const told = tellRecord(record, conversation.posts);
  if (!told) return [];
  const { tenantId, personId } = conversation;
  const body: PostBody = { kind: told.kind, record };
  const isOrder = told.cause.startsWith('order:');
  const dueAt = isOrder ? now + ORDER_GRACE_MS : now;
  return [{ tenantId, personId, cause: told.cause, body, dueAt }];
}

/** KP4's marks, each told once: to its agents, and to who administers the connection. */
async function planTroubles(deps: Planning): Promise<void> {
  for (const connection of await deps.store.connections.all()) {
    for (const side of ['teams', 'vcc', 'webhooks'] as const)
      await planMark(deps, connection, side);
  }
  for (const link of await deps.store.links.troubled()) await planLinkMarks(deps, link);
}

async function planMark(
  { store, clock, planned }: Planning,
  connection: Connection,
  side: TroubleSide,
): Promise<void> {
  const trouble = connection.trouble[side];
  if (!trouble) return;
  const { code, since } = trouble;
  const now = clock.now();
  const { id: connectionId, tenantId } = connection;
  const cause = `${connectionId}:${code}:${since}`;
  if (planned.has(cause)) return;
  const admins = await store.posts.admins(connectionId, MOST_ADMINS);
  const agents = (await store.links.list(connectionId)).length;
  const body: PostBody = { kind: 'alert', code, side, since, agents };
  const alerts = admins.map((personId) => {
    return { tenantId, personId, cause, body, dueAt: now };
  });
  await store.posts.add(alerts, now);
  // After the alerts and under their cause: an admin who is an agent too is told once.
  if (side !== 'webhooks') {
    const told: PostBody = { kind: 'trouble', code, since };
    await store.posts.addForLinked({ connectionId }, { cause, body: told, dueAt: now }, now);
  }
  planned.add(cause);
}

async function planLinkMarks({ store, clock, planned }: Planning, link: Link): Promise<void> {
  const now = clock.now();
  for (const trouble of Object.values(link.trouble)) {
    const { code, since } = trouble;
    const cause = `${link.id}:${code}:${since}`;
    if (planned.has(cause)) continue;
    const body: PostBody = { kind: 'trouble', code, since };
    const post = { cause, body, dueAt: now };
    await store.posts.addForLinked({ connectionId: link.connectionId, linkId: link.id }, post, now);
    planned.add(cause);
  }
}

/** Told once by its cause, however often it is found. */
async function planJoinings({ store, clock, planned }: Planning): Promise<void> {
  const now = clock.now();
  const found = await store.posts.joinings(now - JOINING_MS);
  const posts = found.flatMap(({ id, tenantId, personId, ...told }) => {
    const cause = joiningCause(id);
    if (planned.has(cause)) return [];
    return [{ tenantId, personId, cause, body: toOutcome(told), dueAt: now }];
  });
  await store.posts.add(posts, now);
  for (const { cause } of posts) planned.add(cause);
}

function toOutcome({
  agentId,
  outcome,
  code,
}: Pick<JoiningOutcome, 'agentId' | 'outcome' | 'code'>): PostBody {
  if (outcome === 'failed') return { kind: 'unproved', code };
  return { kind: outcome === 'declined' ? 'declined' : 'joined', agentId };
}

/** The post is in line before the wish is gone, under a cause of its own: told once, never lost. */
async function planFree({ store, clock }: Planning): Promise<void> {
  const now = clock.now();
  for (const { tenantId, personId, askedAt, link } of await store.freeWatches.live(now)) {
    if (!isFree(link.state)) continue;
    const { id: linkId, personName: name } = link;
    const body: PostBody = { kind: 'free', linkId, name, personId: link.personId };
    const cause = `free:${linkId}:${askedAt}`;
    await store.posts.add([{ tenantId, personId, cause, body, dueAt: now }], now);
    await store.freeWatches.take({ tenantId, personId, linkId });
  }
}
