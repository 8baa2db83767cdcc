import type { Database, Statement } from '../database';
import { gather } from '../gather';
import type { Conversation, ConversationStore, Heard, Speaker, Wishes } from '../talking';
import { nameOfPerson, peopleOf } from './people-asked';
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

/** Of the people named by `$1` and `$2`, tenant and person of each. */
const GET: Statement = {
  name: 'conversations.get',
  text: `
    SELECT ${CONVERSATION_COLUMNS}
    FROM unnest($1::text[], $2::text[]) AS asked (tenant, person)
    JOIN presence_link.conversations c ON c.tenant_id = asked.tenant AND c.person_id = asked.person
    ${PREFERENCES_OF_CHAT}`,
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
    UPDATE presence_link.conversations SET card_id = noted.card, card_at = noted.at
    FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) AS noted (tenant, person, card, at)
    WHERE tenant_id = noted.tenant AND person_id = noted.person`,
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
  const noteCard = gatherCards(database);
  return {
    hear: async (heard, now) => void (await database.count(HEAR, heardValues(heard, now))),
    get: gatherChats(database),
    noteTimeZone: async (speaker, timeZone) => void (await run(NOTE_TIME_ZONE, speaker, timeZone)),
    wish: async (speaker, wishes) => void (await run(WISH, speaker, ...wishValues(wishes))),
    welcome: async (speaker, now) => (await run(WELCOME, speaker, now)) === 1,
    noteCard: async ({ tenantId, personId }, cardId, at) =>
      void (await noteCard({ tenantId, personId, cardId, at })),
    dropCard: async (speaker, cardId) => void (await run(DROP_CARD, speaker, cardId)),
    stop: async (speaker, now) => void (await run(STOP, speaker, now)),
    forget: async (speaker) => (await run(FORGET, speaker)) === 1,
    page: async (after, limit) =>
      (await database.rows<ConversationRow>(PAGE, [after, limit])).map(toConversation),
  };
}

function gatherChats(database: Database): ConversationStore['get'] {
  return gather<Speaker, Conversation>({
    nameOf: nameOfPerson,
    run: async (asked) => {
      const rows = await database.rows<ConversationRow>(GET, peopleOf(asked));
      return new Map(rows.map((row) => [nameOfPerson(row), toConversation(row)]));
    },
  });
}

interface NotedCard extends Speaker {
  readonly cardId: string;
  readonly at: number;
}

function gatherCards(database: Database): (noted: NotedCard) => Promise<null> {
  return gather<NotedCard, never>({
    nameOf: nameOfPerson,
    run: async (noted) => {
      const cards = [noted.map(({ cardId }) => cardId), noted.map(({ at }) => at)];
      await database.count(NOTE_CARD, [...peopleOf(noted), ...cards]);
      return new Map<string, never>();
    },
  });
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
