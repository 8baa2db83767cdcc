/** Sends what is in line, one process at a time, each post at most once (BT9 to BT11). */
import type { Person, Post, PostBody, Talks } from '../../src/index';
import type { Card } from '../cards/card';
import { makeStatusCard } from '../cards/status-card';
import { nobodyLinked } from '../converse/ports';
import type { Ports } from '../converse/ports';
import { createVoice, nearestLanguage } from '../say/voice';
import type { Voice } from '../say/voice';
import { isStoreAway } from '../store-away';
import { within } from '../within';
import { createPace } from './pace';
import type { Pace } from './pace';
import { quietUntil } from './quiet';
import { renderPost } from './render';

/** What became of a message on the channel's side. */
export type Sent =
  | { readonly kind: 'sent' }
  /** Blocked or uninstalled: it will not take anything more. */
  | { readonly kind: 'gone'; readonly reason: string }
  /** Certainly not delivered. */
  | { readonly kind: 'later'; readonly reason: string; readonly afterMs: number | null }
  | { readonly kind: 'refused'; readonly reason: string }
  /** It may have arrived. */
  | { readonly kind: 'unknown'; readonly reason: string };

export interface SenderOptions {
  readonly ports: Ports;
  readonly talks: Talks;
  /** Name of this process. */
  readonly owner: string;
  readonly send: (reference: unknown, card: Card) => Promise<Sent>;
  /** Changes a card that was posted. */
  readonly change: (reference: unknown, cardId: string, card: Card) => Promise<Sent>;
  readonly chance?: () => number;
}

export interface Sender {
  start(): void;
  /** Waits for what is on its way. */
  stop(): Promise<void>;
  /** One pass; answers the pause until the next. */
  pass(): Promise<number>;
}

const LEASE = 'bot-posts';
const LEASE_MS = 20_000;
/** Ends before the lease does. */
const SEND_MS = 10_000;
const PAUSE_MS = 500;
/** How often is looked whether the process that sends is still there. */
const OTHERS_PAUSE_MS = 2_000;
const BATCH = 20;
const MAX_ATTEMPTS = 8;
const BACKOFF_MS = 2_000;
const MAX_BACKOFF_MS = 300_000;
/** News of a change is none after so long. */
const STALE_MS = 600_000;

interface Sending extends SenderOptions {
  readonly pace: Pace;
}

export function createSender(options: SenderOptions): Sender {
  const { talks, owner } = options;
  const sending: Sending = { ...options, pace: createPace() };
  const stopping = new AbortController();
  let running: Promise<void> | undefined;
  const isOurs = createHolding(options);
  const pass = async (): Promise<number> => {
    const now = talks.clock.now();
    if (!(await isOurs(now))) return OTHERS_PAUSE_MS;
    const posts = await talks.posts.due(now, BATCH);
    await Promise.all(byPerson(posts).map((theirs) => sendInOrder(sending, theirs)));
    return posts.length === BATCH ? 0 : PAUSE_MS;
  };
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const pauseMs = await pass().catch((error: unknown) => {
        talks.failed('bot-posts', error);
        return PAUSE_MS;
      });
      await talks.clock.sleep(pauseMs, stopping.signal);
    }
  };
  return {
    pass,
    start: () => void (running ??= run()),
    stop: async () => {
      stopping.abort();
      await running;
      await talks.leases
        .release(LEASE, owner)
        .catch((error: unknown) => talks.failed('bot-posts', error));
    },
  };
}

/** Asks the store again when half of the lease is over, or the clock was set back. */
function createHolding({ talks, owner }: SenderOptions): (now: number) => Promise<boolean> {
  let until = 0;
  return async (now) => {
    const leftMs = until - now;
    if (leftMs > LEASE_MS / 2 && leftMs <= LEASE_MS) return true;
    const isHeld = await talks.leases.hold(LEASE, owner, now, now + LEASE_MS);
    until = isHeld ? now + LEASE_MS : 0;
    return isHeld;
  };
}

function byPerson(posts: readonly Post[]): readonly (readonly Post[])[] {
  const groups = new Map<string, Post[]>();
  for (const post of posts) {
    const key = `${post.tenantId}|${post.personId}`;
    groups.set(key, [...(groups.get(key) ?? []), post]);
  }
  return [...groups.values()];
}

async function sendInOrder(sending: Sending, posts: readonly Post[]): Promise<void> {
  for (const post of posts) {
    await sendOne(sending, post).catch(async (error: unknown) => {
      sending.talks.failed('bot-post', error);
      // With the store away it waits, or its fate is unknown: as it stands there.
      if (isStoreAway(error)) return;
      await sending.talks.posts.end(post.id, { stage: 'dropped', reason: 'failed' });
    });
  }
}

async function sendOne(sending: Sending, post: Post): Promise<void> {
  const { talks, pace } = sending;
  const now = talks.clock.now();
  const drop = (reason: string) => talks.posts.end(post.id, { stage: 'dropped', reason });
  const verdict = judge(post, now);
  if (verdict.kind === 'drop') return drop(verdict.reason);
  if (verdict.kind === 'wait') return talks.posts.wait(post.id, verdict.until);
  const body = post.body as PostBody;
  const waitMs = pace.wait(post.conversation, now, body.kind === 'card');
  if (waitMs > 0) return talks.posts.wait(post.id, now + waitMs);
  if (body.kind === 'card') return changeCard(sending, post, body.cardId);
  const card = await renderOrFail(sending, post);
  if (!card) return drop('nothing-to-say');
  // Only now, when it is certain what is said: what was not begun is told after a restart.
  if (!(await talks.posts.begin(post.id))) return;
  if (card === 'failed') return settle(sending, post, NOT_RENDERED);
  const sent = await withPatience(talks, sending.send(post.conversation.reference, card));
  return settle(sending, post, sent);
}

/** Nothing has left yet: the store may answer the next time. */
const NOT_RENDERED: Sent = { kind: 'later', reason: 'failed', afterMs: null };

async function renderOrFail(sending: Sending, post: Post): Promise<Card | null | 'failed'> {
  try {
    return await render(sending, post);
  } catch (error) {
    sending.talks.failed('bot-post', error);
    return 'failed';
  }
}

/** The channel's client waits without an end, and nobody else is to wait with it. */
async function withPatience({ clock }: Talks, sending: Promise<Sent>): Promise<Sent> {
  return (await within(clock, SEND_MS, sending)) ?? { kind: 'unknown', reason: 'no-answer' };
}

/** BT7: the card the person got last. One that cannot be changed is left as it is. */
async function changeCard(sending: Sending, post: Post, cardId: string): Promise<void> {
  const { ports, talks } = sending;
  const { conversation } = post;
  const standing = await ports.desk.getMyStanding(personOf(post)).catch(nobodyLinked);
  if (!standing || conversation.cardId !== cardId) {
    return talks.posts.end(post.id, { stage: 'dropped', reason: 'nothing-to-say' });
  }
  if (!(await talks.posts.begin(post.id))) return;
  const { iconUrl } = ports;
  const userId = readUserId(conversation.reference);
  const parts = { voice: voiceOf(post), iconUrl, userId };
  const card = makeStatusCard(parts, { ...standing, now: talks.clock.now() });
  const sent = await withPatience(talks, sending.change(conversation.reference, cardId, card));
  if (sent.kind === 'gone' || sent.kind === 'refused') {
    await talks.conversations.dropCard(post, cardId);
    return talks.posts.end(post.id, { stage: 'dropped', reason: sent.reason });
  }
  return settle(sending, post, sent);
}

/** The channel's own id of the person, for whom the card renews itself. */
function readUserId(reference: unknown): string | null {
  const { user } = reference as { readonly user?: { readonly id?: unknown } };
  return typeof user?.id === 'string' ? user.id : null;
}

const URGENT: ReadonlySet<PostBody['kind']> = new Set([
  'problem',
  'trouble',
  'alert',
  'joined',
  'declined',
]);

type Verdict =
  | { readonly kind: 'send' }
  | { readonly kind: 'drop'; readonly reason: string }
  | { readonly kind: 'wait'; readonly until: number };

/** Wishes may have changed since it was planned. */
export function judge(post: Pick<Post, 'body' | 'madeAt' | 'conversation'>, now: number): Verdict {
  const { kind } = post.body as PostBody;
  const { posts, quiet, timeZone, stoppedAt } = post.conversation;
  if (stoppedAt !== null) return { kind: 'drop', reason: 'stopped' };
  // Nobody is notified of it.
  if (kind === 'card') return { kind: 'send' };
  // Both were asked for, one by one.
  const isAsked = kind === 'reminder' || kind === 'free';
  if (posts === 'nothing' && !isAsked) return { kind: 'drop', reason: 'not-wanted' };
  if (kind === 'change' && posts !== 'changes') return { kind: 'drop', reason: 'not-wanted' };
  if (kind === 'change' && now - post.madeAt > STALE_MS) return { kind: 'drop', reason: 'stale' };
  const until = kind === 'reminder' ? null : quietUntil(quiet, timeZone, now);
  if (until === null) return { kind: 'send' };
  return URGENT.has(kind) ? { kind: 'wait', until } : { kind: 'drop', reason: 'quiet' };
}

async function render({ ports }: Sending, post: Post): Promise<Card | null> {
  const person = personOf(post);
  const link = await ports.desk.getMyLink(person).catch(nobodyLinked);
  return renderPost({ ports, person, voice: voiceOf(post), link }, post.body as PostBody);
}

function personOf({ tenantId, personId }: Post): Person {
  return { tenantId, personId, roles: [], wids: [] };
}

function voiceOf({ conversation }: Post): Voice {
  const { language, locale, timeZone } = conversation;
  return createVoice(nearestLanguage(language ?? locale), timeZone);
}

async function settle(sending: Sending, post: Post, sent: Sent): Promise<void> {
  const { talks } = sending;
  const now = talks.clock.now();
  if (sent.kind === 'sent') return talks.posts.end(post.id, { stage: 'sent' });
  const { reason } = sent;
  if (sent.kind === 'gone') await talks.conversations.stop(post, now);
  const attempts = post.attempts + 1;
  if (sent.kind !== 'later' || attempts >= MAX_ATTEMPTS) {
    return talks.posts.end(post.id, { stage: 'dropped', reason });
  }
  return talks.posts.putOff(post.id, now + (sent.afterMs ?? backoff(sending, attempts)));
}

function backoff({ chance = Math.random }: SenderOptions, attempts: number): number {
  const longest = Math.min(MAX_BACKOFF_MS, BACKOFF_MS * 2 ** attempts);
  return Math.round(longest / 2 + (longest / 2) * chance());
}
