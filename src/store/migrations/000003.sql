-- VCC groups of the agent, ids and names alike, and when they were last asked for (0: never).
ALTER TABLE presence_link.links
  ADD COLUMN groups json NOT NULL DEFAULT '[]',
  ADD COLUMN groups_at bigint NOT NULL DEFAULT 0;
CREATE INDEX links_groups ON presence_link.links (connection_id, groups_at);
