-- Every instant is epoch milliseconds given by the application clock; the database clock is never used.
-- What the law reads lies in `json` columns as the application wrote it; SQL looks only at plain columns.

CREATE TABLE presence_link.connections (
  id text PRIMARY KEY,
  tenant_id text NOT NULL,
  cloud text NOT NULL,
  region text NOT NULL,
  account_key text NOT NULL,
  vcc_client_id text NOT NULL,
  vcc_client_secret text NOT NULL,
  webhook json,
  mapping json NOT NULL,
  policies json NOT NULL,
  definitions json NOT NULL,
  definitions_at bigint NOT NULL,
  status text NOT NULL,
  reason text,
  created_at bigint NOT NULL,
  version integer NOT NULL,
  UNIQUE (region, account_key)
);
CREATE INDEX connections_tenant ON presence_link.connections (tenant_id);

CREATE TABLE presence_link.links (
  id text PRIMARY KEY,
  connection_id text NOT NULL REFERENCES presence_link.connections ON DELETE CASCADE,
  tenant_id text NOT NULL,
  person_id text NOT NULL,
  agent_user_id text NOT NULL,
  agent_id text NOT NULL,
  agent_name text NOT NULL,
  person_name text NOT NULL,
  state json NOT NULL,
  -- Timer of the link, and the end of a claim while a turn runs: a dead turn is found like a due one.
  wake_at bigint,
  teams_due_at bigint,
  claim_token text,
  claim_until bigint,
  -- Grows with every claim, intend and settle: tells a reader that its snapshot is not the newest.
  turn bigint NOT NULL DEFAULT 0,
  created_at bigint NOT NULL,
  UNIQUE (connection_id, agent_user_id),
  UNIQUE (tenant_id, person_id)
) WITH (fillfactor = 70);
CREATE INDEX links_agent_id ON presence_link.links (connection_id, agent_id);
CREATE INDEX links_wake ON presence_link.links (wake_at) WHERE wake_at IS NOT NULL;
CREATE INDEX links_teams_due ON presence_link.links (tenant_id, teams_due_at)
  WHERE teams_due_at IS NOT NULL;

CREATE TABLE presence_link.facts (
  link_id text NOT NULL REFERENCES presence_link.links ON DELETE CASCADE,
  fact_id text NOT NULL,
  -- Order of storing.
  seq bigint GENERATED ALWAYS AS IDENTITY,
  seen_at bigint NOT NULL,
  body json NOT NULL,
  -- Null: unread. `waits`: read, and wanted again by the next turn.
  outcome text,
  code text,
  PRIMARY KEY (link_id, fact_id)
);
CREATE INDEX facts_open ON presence_link.facts (link_id, seq)
  WHERE outcome IS NULL OR outcome = 'waits';
CREATE INDEX facts_age ON presence_link.facts (outcome, seen_at);

CREATE TABLE presence_link.records (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  link_id text NOT NULL REFERENCES presence_link.links ON DELETE CASCADE,
  at bigint NOT NULL,
  body json NOT NULL
);
CREATE INDEX records_link ON presence_link.records (link_id, id DESC);
CREATE INDEX records_at ON presence_link.records (at);

CREATE TABLE presence_link.leases (
  name text PRIMARY KEY,
  owner text NOT NULL,
  until bigint NOT NULL
);

-- Outlives connections and links (KP5), so it refers to neither.
CREATE TABLE presence_link.audit (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at bigint NOT NULL,
  tenant_id text NOT NULL,
  connection_id text,
  who text NOT NULL,
  what text NOT NULL,
  before json,
  after json
);
CREATE INDEX audit_tenant ON presence_link.audit (tenant_id, id DESC);
