import type { TurnRecord } from '../../core/record';
import type { Database, Statement } from '../database';
import type { JoiningOutcome, NewPost, News, Post, PostStore } from '../talking';
import { CONVERSATION_COLUMNS, PREFERENCES_OF_CHAT, toConversation } from './conversations';
import type { ConversationRow } from './conversations';
import { RECORD_GATE } from './records';

const ADD: Statement = {
  name: 'posts.add',
  text: `
    INSERT INTO presence_link.posts (tenant_id, person_id, cause, body, made_at, due_at)
    SELECT p.tenant_id, p.person_id, p.cause, p.body, $1, p.due_at
    FROM json_to_recordset($2::json)
      AS p (tenant_id text, person_id text, cause text, body json, due_at bigint)
    JOIN presence_link.conversations USING (tenant_id, person_id)
    ON CONFLICT (tenant_id, person_id, cause) DO NOTHING`,
};

const ADD_FOR_LINKED: Statement = {
  name: 'posts.addForLinked',
  text: `
    INSERT INTO presence_link.posts (tenant_id, person_id, cause, body, made_at, due_at)
    SELECT c.tenant_id, c.person_id, $3, $4::json, $5, $6
    FROM presence_link.links l
    JOIN presence_link.conversations c
      ON c.tenant_id = l.tenant_id AND c.person_id = l.person_id AND c.stopped_at IS NULL
      ${PREFERENCES_OF_CHAT}
    WHERE l.connection_id = $1 AND ($2::text IS NULL OR l.id = $2)
      AND coalesce(w.posts, CASE WHEN c.is_silent THEN 'nothing' END, '') <> 'nothing'
    ON CONFLICT (tenant_id, person_id, cause) DO NOTHING`,
};

const CLAIM: Statement = {
  name: 'posts.claim',
  text: `
    INSERT INTO presence_link.posts AS p
      (tenant_id, person_id, cause, body, made_at, due_at, stage, reason)
    SELECT tenant_id, person_id, $3, '{}', $4, $4, 'sent', 'answered'
    FROM presence_link.conversations WHERE tenant_id = $1 AND person_id = $2
    ON CONFLICT (tenant_id, person_id, cause)
      DO UPDATE SET stage = 'sent', reason = 'answered' WHERE p.stage = 'waits'`,
};

const ADMINS: Statement = {
  name: 'posts.admins',
  text: `
    SELECT substr(who, 8) AS "personId" FROM presence_link.audit
    WHERE connection_id = $1 AND who LIKE 'person:%' AND what IN (
      'connection-created', 'credentials-changed', 'mapping-changed', 'mapping-restored',
      'policies-changed')
    GROUP BY who ORDER BY max(id) DESC LIMIT $2`,
};

const DUE: Statement = {
  name: 'posts.due',
  text: `
    SELECT p.id::text AS id, p.cause, p.body, p.made_at AS "madeAt", p.due_at AS "dueAt",
      p.attempts, ${CONVERSATION_COLUMNS}
    FROM presence_link.posts p
    JOIN presence_link.conversations c
      ON c.tenant_id = p.tenant_id AND c.person_id = p.person_id ${PREFERENCES_OF_CHAT}
    WHERE p.stage = 'waits' AND p.due_at <= $1
    ORDER BY p.due_at, p.id LIMIT $2`,
};

/** A row in the stage `sending` is nobody's any more: after a crash its fate is unknown. */
const BEGIN: Statement = {
  name: 'posts.begin',
  text: `
    UPDATE presence_link.posts SET stage = 'sending', attempts = attempts + 1
    WHERE id = $1::bigint AND stage = 'waits'`,
};

/** What was said is not kept, only that it was. */
const END: Statement = {
  name: 'posts.end',
  text: `UPDATE presence_link.posts SET stage = $2, reason = $3, body = '{}' WHERE id = $1::bigint`,
};

const PUT_OFF: Statement = {
  name: 'posts.putOff',
  text: `UPDATE presence_link.posts SET stage = 'waits', due_at = $2 WHERE id = $1::bigint`,
};

const WAIT: Statement = {
  name: 'posts.wait',
  text: `
    UPDATE presence_link.posts SET due_at = $2 WHERE id = $1::bigint AND stage = 'waits'`,
};

/** Everything up to `reached` is committed or will never be (records.ts). */
const REACHED: Statement = {
  name: 'posts.reached',
  text: `
    WITH gate AS MATERIALIZED (SELECT pg_advisory_xact_lock(${RECORD_GATE}))
    SELECT coalesce(pg_sequence_last_value(
      pg_get_serial_sequence('presence_link.records', 'id')::regclass), 0)::text AS id FROM gate`,
};

const NEWS: Statement = {
  name: 'posts.news',
  text: `
    SELECT r.id::text AS id, r.body, ${CONVERSATION_COLUMNS}
    FROM presence_link.records r
    JOIN presence_link.links l ON l.id = r.link_id
    JOIN presence_link.conversations c
      ON c.tenant_id = l.tenant_id AND c.person_id = l.person_id AND c.stopped_at IS NULL
      ${PREFERENCES_OF_CHAT}
    WHERE r.id > $1::bigint AND r.id <= $2::bigint
    ORDER BY r.id LIMIT $3`,
};

const JOININGS: Statement = {
  name: 'posts.joinings',
  text: `
    SELECT j.id, j.tenant_id AS "tenantId", j.person_id AS "personId", j.agent_id AS "agentId",
      j.outcome, j.code
    FROM (
      SELECT id, tenant_id, person_id, agent_id, status AS outcome, code
      FROM presence_link.proofs ended
      WHERE expires_at >= $1 AND (status = 'linked' OR status = 'failed' AND NOT EXISTS (
        SELECT FROM presence_link.proofs again
        WHERE again.tenant_id = ended.tenant_id AND again.person_id = ended.person_id
          AND again.started_at > ended.started_at))
      UNION ALL
      SELECT id, tenant_id, person_id, agent_id, status, NULL FROM presence_link.link_requests
      WHERE status IN ('approved', 'declined') AND decided_at >= $1) j
    JOIN presence_link.conversations c
      ON c.tenant_id = j.tenant_id AND c.person_id = j.person_id AND c.stopped_at IS NULL
    ORDER BY j.id`,
};

const CURSOR: Statement = {
  name: 'posts.cursor',
  text: `SELECT position::text AS position FROM presence_link.cursors WHERE name = $1`,
};

const MOVE_CURSOR: Statement = {
  name: 'posts.moveCursor',
  text: `
    INSERT INTO presence_link.cursors (name, position) VALUES ($1, $2::bigint)
    ON CONFLICT (name) DO UPDATE SET position = greatest(cursors.position, $2::bigint)`,
};

const PRUNE: Statement = {
  name: 'posts.prune',
  text: `DELETE FROM presence_link.posts WHERE made_at < $1 AND due_at < $1`,
};

type PostRow = ConversationRow &
  Pick<Post, 'id' | 'cause' | 'body' | 'madeAt' | 'dueAt' | 'attempts'>;
type NewsRow = ConversationRow & { readonly id: string; readonly body: TurnRecord };

export function createPosts(database: Database): PostStore {
  return {
    add: (posts, now) =>
      posts.length === 0
        ? Promise.resolve(0)
        : database.count(ADD, [now, JSON.stringify(posts.map(toRow))]),
    addForLinked: ({ connectionId, linkId }, { cause, body, dueAt }, now) =>
      database.count(ADD_FOR_LINKED, [
        connectionId,
        linkId ?? null,
        cause,
        JSON.stringify(body),
        now,
        dueAt,
      ]),
    claim: async ({ tenantId, personId }, cause, now) =>
      (await database.count(CLAIM, [tenantId, personId, cause, now])) === 1,
    admins: async (connectionId, limit) =>
      (await database.rows<{ personId: string }>(ADMINS, [connectionId, limit])).map(
        ({ personId }) => personId,
      ),
    due: async (now, limit) => (await database.rows<PostRow>(DUE, [now, limit])).map(toPost),
    begin: async (id) => (await database.count(BEGIN, [id])) === 1,
    end: async (id, { stage, reason }) =>
      void (await database.count(END, [id, stage, reason ?? null])),
    putOff: async (id, dueAt) => void (await database.count(PUT_OFF, [id, dueAt])),
    wait: async (id, dueAt) => void (await database.count(WAIT, [id, dueAt])),
    news: (after, limit) => readNews(database, after, limit),
    joinings: (since) => database.rows<JoiningOutcome>(JOININGS, [since]),
    cursor: async (name) =>
      (await database.rows<{ position: string }>(CURSOR, [name]))[0]?.position ?? null,
    moveCursor: async (name, position) =>
      void (await database.count(MOVE_CURSOR, [name, position])),
    prune: (before) => database.count(PRUNE, [before]),
  };
}

async function readNews(
  database: Database,
  after: string,
  limit: number,
): Promise<{ readonly news: readonly News[]; readonly upTo: string }> {
  const reached = (await database.rows<{ id: string }>(REACHED))[0]?.id ?? '0';
  if (reached === after) return { news: [], upTo: after };
  const rows = await database.rows<NewsRow>(NEWS, [after, reached, limit]);
  const news = rows.map(({ id, body, ...chat }) => ({
    record: { ...body, id },
    conversation: toConversation(chat),
  }));
  return { news, upTo: rows.length === limit ? (rows.at(-1)?.id ?? reached) : reached };
}

function toRow({ tenantId, personId, cause, body, dueAt }: NewPost): Record<string, unknown> {
  return { tenant_id: tenantId, person_id: personId, cause, body, due_at: dueAt };
}

function toPost(row: PostRow): Post {
  const { id, cause, body, madeAt, dueAt, attempts, ...chat } = row;
  const { tenantId, personId } = chat;
  const conversation = toConversation(chat);
  return { id, tenantId, personId, cause, body, madeAt, dueAt, attempts, conversation };
}
