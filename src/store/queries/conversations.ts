import type { Database, Statement } from '../database';
import type { Conversation, ConversationStore, Heard, Speaker, Wishes } from '../talking';
import { toJson } from './rows';

/** Columns of a chat; `c` is its table and `w` the preferences of its person. */
export const CONVERSATION_COLUMNS = `
  c.tenant_id AS "tenantId", c.person_id AS "personId", c.conversation_id AS "conversationId",
  c.reference, c.locale, c.time_zone AS "timeZone", coalesce(w.language, c.language) AS language,
  coalesce(w.posts, CASE WHEN c.is_silent THEN 'nothing' ELSE 'problems' END) AS posts,
  c.quiet_from AS "quietFrom", c.quiet_to AS "quietTo", c.welcomed_at AS "welcomedAt",
  c.stopped_at AS "stoppedAt", c.card_id AS "cardId", c.card_at AS "cardAt"`;

export const PREFERENCES_OF_CHAT = `
  LEFT JOIN presence_link.preferences w
    ON w.tenant_id = c.tenant_id AND w.person_id = c.person_id`;

export type ConversationRow = Omit<Conversation, 'quiet'> & {
  readonly quietFrom: number | null;
  readonly quietTo: number | null;
};

export function toConversation(row: ConversationRow): Conversation {
  const { quietFrom, quietTo, ...rest } = row;
  const quiet = quietFrom === null || quietTo === null ? null : { from: quietFrom, to: quietTo };
  return { ...rest, quiet };
}

const HEAR: Statement = {
  name: 'conversations.hear',
  text: `
    INSERT INTO presence_link.conversations
      (tenant_id, person_id, conversation_id, reference, locale, time_zone, seen_at)
    VALUES ($1, $2, $3, $4, $5, 'UTC', $6)
    ON CONFLICT (tenant_id, person_id) DO UPDATE
      SET conversation_id = $3, reference = $4, locale = $5, seen_at = $6,
        stopped_at = NULL`,
};

const GET: Statement = {
  name: 'conversations.get',
  text: `
    SELECT ${CONVERSATION_COLUMNS} FROM presence_link.conversations c ${PREFERENCES_OF_CHAT}
    WHERE c.tenant_id = $1 AND c.person_id = $2`,
};

const NOTE_TIME_ZONE: Statement = {
  name: 'conversations.noteTimeZone',
  text: `
    UPDATE presence_link.conversations SET time_zone = $3
    WHERE tenant_id = $1 AND person_id = $2`,
};

const WISH: Statement = {
  name: 'conversations.wish',
  text: `
    UPDATE presence_link.conversations
    SET language = CASE WHEN $3 THEN $4 ELSE language END,
      is_silent = coalesce($5, is_silent),
      quiet_from = CASE WHEN $6 THEN $7::integer ELSE quiet_from END,
      quiet_to = CASE WHEN $6 THEN $8::integer ELSE quiet_to END
    WHERE tenant_id = $1 AND person_id = $2`,
};

const WELCOME: Statement = {
  name: 'conversations.welcome',
  text: `
    UPDATE presence_link.conversations SET welcomed_at = $3
    WHERE tenant_id = $1 AND person_id = $2 AND welcomed_at IS NULL`,
};

const NOTE_CARD: Statement = {
  name: 'conversations.noteCard',
  text: `
    UPDATE presence_link.conversations SET card_id = $3, card_at = $4
    WHERE tenant_id = $1 AND person_id = $2`,
};

const DROP_CARD: Statement = {
  name: 'conversations.dropCard',
  text: `
    UPDATE presence_link.conversations SET card_id = NULL, card_at = NULL
    WHERE tenant_id = $1 AND person_id = $2 AND card_id = $3`,
};

const STOP: Statement = {
  name: 'conversations.stop',
  text: `
    UPDATE presence_link.conversations SET stopped_at = $3
    WHERE tenant_id = $1 AND person_id = $2`,
};

const FORGET: Statement = {
  name: 'conversations.forget',
  text: `DELETE FROM presence_link.conversations WHERE tenant_id = $1 AND person_id = $2`,
};

const PAGE: Statement = {
  name: 'conversations.page',
  text: `
    SELECT ${CONVERSATION_COLUMNS} FROM presence_link.conversations c ${PREFERENCES_OF_CHAT}
    WHERE c.tenant_id || '|' || c.person_id > $1
    ORDER BY c.tenant_id || '|' || c.person_id LIMIT $2`,
};

export function createConversations(database: Database): ConversationStore {
  const run = (statement: Statement, speaker: Speaker, ...more: readonly unknown[]) =>
    database.count(statement, [speaker.tenantId, speaker.personId, ...more]);
  return {
    hear: async (heard, now) => void (await database.count(HEAR, heardValues(heard, now))),
    get: async ({ tenantId, personId }) => {
      const [row] = await database.rows<ConversationRow>(GET, [tenantId, personId]);
      return row ? toConversation(row) : null;
    },
    noteTimeZone: async (speaker, timeZone) => void (await run(NOTE_TIME_ZONE, speaker, timeZone)),
    wish: async (speaker, wishes) => void (await run(WISH, speaker, ...wishValues(wishes))),
    welcome: async (speaker, now) => (await run(WELCOME, speaker, now)) === 1,
    noteCard: async (speaker, cardId, now) => void (await run(NOTE_CARD, speaker, cardId, now)),
    dropCard: async (speaker, cardId) => void (await run(DROP_CARD, speaker, cardId)),
    stop: async (speaker, now) => void (await run(STOP, speaker, now)),
    forget: async (speaker) => (await run(FORGET, speaker)) === 1,
    page: async (after, limit) =>
      (await database.rows<ConversationRow>(PAGE, [after, limit])).map(toConversation),
  };
}

function heardValues(heard: Heard, now: number): readonly unknown[] {
  const { tenantId, personId, conversationId, reference, locale } = heard;
  return [tenantId, personId, conversationId, toJson(reference), locale, now];
}

function wishValues({ language, isSilent, quiet }: Wishes): readonly unknown[] {
  return [
    language !== undefined,
    language ?? null,
    isSilent ?? null,
    quiet !== undefined,
    quiet?.from ?? null,
    quiet?.to ?? null,
  ];
}
