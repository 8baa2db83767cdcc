/** What the engine lends the bot beside the desk: its book of chats, what is to be said, time and log. */
import { findOrder, joiningCause, orderCause } from './core/post';
import type { PostedRecord } from './core/post';
import type { Clock } from './runtime/clock';
import type { Events } from './runtime/events';
import type { Log } from './runtime/log';
import type { Store } from './store/store';
import type { ConversationStore, PostStore } from './store/talking';

export type { PostBody, PostedRecord } from './core/post';
export type { Person } from './desk/access';
export type { ColleagueList, ColleagueView, FreeWatchView } from './desk/colleagues';
export type {
  JoiningView,
  LinkDetails,
  LinkStanding,
  LinkView,
  Ordered,
  Preferences,
  ProofView,
} from './desk/contract';
export type { Conversation, Heard, NewPost, Post, QuietHours, Speaker } from './store/talking';

export interface Talks {
  readonly conversations: ConversationStore;
  readonly posts: Pick<PostStore, 'add' | 'claim' | 'due' | 'begin' | 'end' | 'putOff' | 'wait'>;
  readonly leases: Store['leases'];
  readonly clock: Clock;
  readonly log: Log;
  /** Something of the bot's own failed. */
  readonly failed: (code: string, error: unknown) => void;
  /** Does the record answer the order given at this instant? */
  answers(record: PostedRecord, orderedAt: number): boolean;
  causeOf(linkId: string, orderedAt: number): string;
  /** Names what became of a proof or a request. */
  causeOfJoining(id: string): string;
}

interface TalksParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly events: Pick<Events, 'failed'>;
}

export function createTalks({ store, clock, log, events }: TalksParts): Talks {
  return {
    conversations: store.conversations,
    posts: store.posts,
    leases: store.leases,
    clock,
    log,
    failed: (code, error) => events.failed(code, error),
    answers: (record, orderedAt) => findOrder(record)?.at === orderedAt,
    causeOf: orderCause,
    causeOfJoining: joiningCause,
  };
}
