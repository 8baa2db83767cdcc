/** The store as the bot needs it: chats, what is to be said in them, and who wants to be told. */
import type { LinkState } from '../core/link-state';
import type { TurnRecord } from '../core/record';
import type { Troubles } from '../core/trouble';

/** A link as colleagues are shown it. */
export interface ColleagueLink {
  readonly id: string;
  readonly connectionId: string;
  readonly tenantId: string;
  readonly personId: string;
  readonly personName: string;
  readonly agentName: string;
  readonly trouble: Troubles;
  readonly state: LinkState;
}

/** Minutes of the day in the person's own time zone; `from` after `to` spans midnight. */
export interface QuietHours {
  readonly from: number;
  readonly to: number;
}

export interface Speaker {
  readonly tenantId: string;
  readonly personId: string;
}

export interface Conversation extends Speaker {
  readonly conversationId: string;
  /** What the channel needs to be written to; the store does not look into it. */
  readonly reference: unknown;
  readonly locale: string;
  readonly timeZone: string;
  /** Chosen by the person, among their preferences or in the chat; null: as Teams says. */
  readonly language: string | null;
  readonly posts: 'nothing' | 'problems' | 'changes';
  readonly quiet: QuietHours | null;
  readonly welcomedAt: number | null;
  readonly stoppedAt: number | null;
  readonly cardId: string | null;
  readonly cardAt: number | null;
}

/** As a message of the person brings it. */
export type Heard = Speaker & Pick<Conversation, 'conversationId' | 'reference' | 'locale'>;

/** What somebody without preferences may choose as well. */
export interface Wishes {
  readonly language?: string | null;
  readonly isSilent?: boolean;
  readonly quiet?: QuietHours | null;
}

export interface ConversationStore {
  /** Stores or refreshes the chat; whoever speaks is no longer taken for gone. */
  hear(heard: Heard, now: number): Promise<void>;
  get(speaker: Speaker): Promise<Conversation | null>;
  noteTimeZone(speaker: Speaker, timeZone: string): Promise<void>;
  wish(speaker: Speaker, wishes: Wishes): Promise<void>;
  /** True for the one caller who may welcome the person. */
  welcome(speaker: Speaker, now: number): Promise<boolean>;
  /** The newest status card of the chat. */
  noteCard(speaker: Speaker, cardId: string, now: number): Promise<void>;
  /** The card shows something else now, or is gone: it is no status card any more. */
  dropCard(speaker: Speaker, cardId: string): Promise<void>;
  /** The channel refused a message for good. */
  stop(speaker: Speaker, now: number): Promise<void>;
  /** Deletes the chat with posts and wishes. */
  forget(speaker: Speaker): Promise<boolean>;
  /** Page of chats after a key, for the channel's own listing. */
  page(after: string, limit: number): Promise<readonly Conversation[]>;
}

export interface NewPost extends Speaker {
  /** Why it is said; the same cause is never told twice. */
  readonly cause: string;
  readonly body: unknown;
  readonly dueAt: number;
}

export interface Post extends NewPost {
  readonly id: string;
  readonly madeAt: number;
  readonly attempts: number;
  readonly conversation: Conversation;
}

/** A record of somebody who has a chat with the bot. */
export interface News {
  readonly record: TurnRecord & { readonly id: string };
  readonly conversation: Conversation;
}

/** A proof that has ended, or a request that was decided. */
export interface JoiningOutcome extends Speaker {
  readonly id: string;
  readonly agentId: string;
  readonly outcome: 'linked' | 'failed' | 'approved' | 'declined';
  /** Why a proof failed. */
  readonly code: string | null;
}

export interface PostStore {
  /** Those whose cause is new; a person without a chat gets none. Answers how many. */
  add(posts: readonly NewPost[], now: number): Promise<number>;
  /** The same post for everybody of a connection (or one link of it) who wants to be told of problems. */
  addForLinked(
    whose: { readonly connectionId: string; readonly linkId?: string },
    post: Omit<NewPost, keyof Speaker>,
    now: number,
  ): Promise<number>;
  /** True for the one caller who tells the cause itself; nothing else will tell it then. */
  claim(speaker: Speaker, cause: string, now: number): Promise<boolean>;
  /** People who have administered the connection, the latest first. */
  admins(connectionId: string, limit: number): Promise<readonly string[]>;
  /** Waiting ones that are due, those first that have waited longest. */
  due(now: number, limit: number): Promise<readonly Post[]>;
  /** True for the one caller who may send it now; from here on nobody does it again unasked. */
  begin(id: string): Promise<boolean>;
  end(
    id: string,
    end: { readonly stage: 'sent' | 'dropped'; readonly reason?: string },
  ): Promise<void>;
  /** Certainly not sent: to be tried again. */
  putOff(id: string, dueAt: number): Promise<void>;
  /** Not begun yet, so it counts as no attempt. */
  wait(id: string, dueAt: number): Promise<void>;
  /** Records after the cursor of people with a chat, oldest first, and how far they reach. */
  news(
    after: string,
    limit: number,
  ): Promise<{ readonly news: readonly News[]; readonly upTo: string }>;
  /** What became of joinings since then, of people with a chat. */
  joinings(since: number): Promise<readonly JoiningOutcome[]>;
  cursor(name: string): Promise<string | null>;
  moveCursor(name: string, position: string): Promise<void>;
  prune(before: number): Promise<number>;
}

export interface FreeWatch extends Speaker {
  readonly link: ColleagueLink;
  readonly askedAt: number;
}

export interface FreeWatchStore {
  /** False: the person has no chat to be told in. */
  put(
    watch: Speaker & { readonly linkId: string; readonly until: number },
    now: number,
  ): Promise<boolean>;
  /** All that have not ended, with the link as it stands. */
  live(now: number): Promise<readonly FreeWatch[]>;
  /** True for the one caller who may tell. */
  take(watch: Speaker & { readonly linkId: string }): Promise<boolean>;
  prune(now: number): Promise<number>;
}

export interface ColleagueAsk {
  readonly connectionId: string;
  /** Every word occurs in the name; none: everybody. */
  readonly words: readonly string[];
  readonly after: string;
  readonly limit: number;
}

export interface ColleagueStore {
  /** Links of the connection by id. */
  page(ask: ColleagueAsk): Promise<readonly ColleagueLink[]>;
}
