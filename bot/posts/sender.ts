/** Sends what is in line, one process at a time, each post at most once (BT9 to BT11). */
import type { Person, Post, PostBody, Talks } from '../../src/index';
import type { Card } from '../cards/card';
import { refusalOf } from '../converse/ports';
import type { Ports } from '../converse/ports';
import { createVoice, nearestLanguage } from '../say/voice';
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
const PAUSE_MS = 500;
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
  const pass = async (): Promise<number> => {
    const now = talks.clock.now();
    if (!(await talks.leases.hold(LEASE, owner, now, now + LEASE_MS))) return PAUSE_MS;
    const posts = await talks.posts.take(now, BATCH);
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
  if (verdict.kind === 'wait') return talks.posts.putOff(post.id, verdict.until);
  const waitMs = pace.wait(post.conversation, now);
  if (waitMs > 0) return talks.posts.putOff(post.id, now + waitMs);
  const card = await render(sending, post);
  if (!card) return drop('nothing-to-say');
  const sent = await sending.send(post.conversation.reference, card);
  return settle(sending, post, sent);
}

type Verdict =
  | { readonly kind: 'send' }
  | { readonly kind: 'drop'; readonly reason: string }
  | { readonly kind: 'wait'; readonly until: number };

/** Wishes may have changed since it was planned. */
export function judge(post: Pick<Post, 'body' | 'madeAt' | 'conversation'>, now: number): Verdict {
  const { kind } = post.body as PostBody;
  const { posts, quiet, timeZone, stoppedAt } = post.conversation;
  if (stoppedAt !== null) return { kind: 'drop', reason: 'stopped' };
  // Both were asked for, one by one.
  const isAsked = kind === 'reminder' || kind === 'free';
  if (posts === 'nothing' && !isAsked) return { kind: 'drop', reason: 'not-wanted' };
  if (kind === 'change' && posts !== 'changes') return { kind: 'drop', reason: 'not-wanted' };
  if (kind === 'change' && now - post.madeAt > STALE_MS) return { kind: 'drop', reason: 'stale' };
  const until = kind === 'reminder' ? null : quietUntil(quiet, timeZone, now);
  if (until === null) return { kind: 'send' };
  const isUrgent = kind === 'problem' || kind === 'trouble' || kind === 'alert';
  return isUrgent ? { kind: 'wait', until } : { kind: 'drop', reason: 'quiet' };
}

async function render({ ports }: Sending, post: Post): Promise<Card | null> {
  const { tenantId, personId, conversation } = post;
  const person: Person = { tenantId, personId, roles: [], wids: [] };
  const language = nearestLanguage(conversation.language ?? conversation.locale);
  const voice = createVoice(language, conversation.timeZone);
  const link = await ports.desk.getMyLink(person).catch((error: unknown) => {
    const code = refusalOf(error);
    if (code === 'not-linked' || code === 'tenant-unknown') return null;
    throw error;
  });
  return renderPost({ ports, person, voice, link }, post.body as PostBody);
}

async function settle(sending: Sending, post: Post, sent: Sent): Promise<void> {
  const { talks } = sending;
  const now = talks.clock.now();
  if (sent.kind === 'sent') return talks.posts.end(post.id, { stage: 'sent' });
  const { reason } = sent;
  if (sent.kind === 'gone') await talks.conversations.stop(post, now);
  if (sent.kind !== 'later' || post.attempts >= MAX_ATTEMPTS) {
    return talks.posts.end(post.id, { stage: 'dropped', reason });
  }
  return talks.posts.putOff(post.id, now + (sent.afterMs ?? backoff(sending, post.attempts)));
}

function backoff({ chance = Math.random }: SenderOptions, attempts: number): number {
  const longest = Math.min(MAX_BACKOFF_MS, BACKOFF_MS * 2 ** attempts);
  return Math.round(longest / 2 + (longest / 2) * chance());
}
