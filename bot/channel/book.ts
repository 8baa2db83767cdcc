/** The channel library's book of conversations, kept in our store: several processes share it. */
import type { ConversationReference } from 'botbuilder';
import type { Clock, Talks } from '../../src/index';
import { readSpeaker } from './speaker';

interface Page {
  readonly data: Partial<ConversationReference>[];
  readonly continuationToken?: string;
}

/** The three calls `@microsoft/teamsfx` makes of a store. */
export interface Book {
  add(key: string, reference: Partial<ConversationReference>): Promise<boolean>;
  remove(key: string, reference: Partial<ConversationReference>): Promise<boolean>;
  list(pageSize?: number, continuationToken?: string): Promise<Page>;
}

/** What was written lately is not written again, but for who was taken for gone meanwhile. */
const FRESH_MS = 30_000;
const MOST_FRESH = 20_000;
const PAGE = 100;

export function createBook(talks: Pick<Talks, 'conversations' | 'clock'>): Book {
  const fresh = createFresh(talks.clock);
  return {
    add: async (_key, told) => {
      const reference = keepable(told);
      // It names who, where and how, so the same text is the same chat.
      const text = JSON.stringify(reference);
      if (fresh.has(text)) return false;
      const who = readSpeaker(asActivity(reference));
      if (who.kind !== 'person') return false;
      const { tenantId, personId, conversationId, locale } = who.speaker;
      const heard = { tenantId, personId, conversationId, locale, reference };
      await talks.conversations.hear(heard, talks.clock.now());
      fresh.note(text);
      return true;
    },
    remove: async (_key, reference) => {
      const who = readSpeaker(asActivity(reference));
      if (who.kind !== 'person') return false;
      fresh.clear();
      return talks.conversations.forget(who.speaker);
    },
    list: async (pageSize = PAGE, continuationToken = '') => {
      const found = await talks.conversations.page(continuationToken, pageSize);
      const last = found.at(-1);
      const data = found.map(({ reference }) => reference as Partial<ConversationReference>);
      if (!last || found.length < pageSize) return { data };
      return { data, continuationToken: `${last.tenantId}|${last.personId}` };
    },
  };
}

/** Without the id of the message it was learned from. */
function keepable(reference: Partial<ConversationReference>): Partial<ConversationReference> {
  return Object.fromEntries(Object.entries(reference).filter(([name]) => name !== 'activityId'));
}

/** The reference of an activity holds who, where and how; only its parts are named otherwise. */
function asActivity({ user, bot, ...rest }: Partial<ConversationReference>): unknown {
  return { ...rest, type: 'message', from: user, recipient: bot };
}

function createFresh(clock: Clock) {
  const until = new Map<string, number>();
  return {
    has: (key: string): boolean => (until.get(key) ?? 0) > clock.now(),
    note: (key: string): void => {
      if (until.size >= MOST_FRESH) until.clear();
      until.set(key, clock.now() + FRESH_MS);
    },
    clear: (): void => until.clear(),
  };
}
