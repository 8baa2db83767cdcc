-- Joining: tenants that gave their consent, and what is under way until an agent is linked.

CREATE TABLE presence_link.tenants (
  tenant_id text PRIMARY KEY,
  cloud text NOT NULL,
  consented_at bigint NOT NULL,
  -- Entra object id of the admin.
  consented_by text NOT NULL,
  -- Application permissions in the token that proved it.
  roles json NOT NULL
);

-- Consents that were begun. Only a hash of the state is kept; taking one deletes it.
CREATE TABLE presence_link.consents (
  state_hash text PRIMARY KEY,
  tenant_id text NOT NULL,
  person_id text NOT NULL,
  expires_at bigint NOT NULL
);

-- An agent shows control of ContactPad by two states.
CREATE TABLE presence_link.proofs (
  id text PRIMARY KEY,
  connection_id text NOT NULL REFERENCES presence_link.connections ON DELETE CASCADE,
  tenant_id text NOT NULL,
  person_id text NOT NULL,
  person_name text NOT NULL,
  agent_user_id text NOT NULL,
  agent_id text NOT NULL,
  agent_name text NOT NULL,
  first json NOT NULL,
  second json NOT NULL,
  -- Stamp of the state in which the agent began: only what is newer counts.
  since bigint NOT NULL,
  started_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  step integer NOT NULL,
  status text NOT NULL,
  code text
);
CREATE UNIQUE INDEX proofs_open_agent ON presence_link.proofs (connection_id, agent_user_id)
  WHERE status IN ('open', 'proved');
CREATE UNIQUE INDEX proofs_open_person ON presence_link.proofs (tenant_id, person_id)
  WHERE status IN ('open', 'proved');
CREATE INDEX proofs_person ON presence_link.proofs (tenant_id, person_id, started_at DESC);

-- States seen while a proof is open, by whichever process.
CREATE TABLE presence_link.proof_sightings (
  proof_id text NOT NULL REFERENCES presence_link.proofs ON DELETE CASCADE,
  at bigint NOT NULL,
  presence_id text NOT NULL,
  PRIMARY KEY (proof_id, at, presence_id)
);

-- People who ask an admin to link them.
CREATE TABLE presence_link.link_requests (
  id text PRIMARY KEY,
  connection_id text NOT NULL REFERENCES presence_link.connections ON DELETE CASCADE,
  tenant_id text NOT NULL,
  person_id text NOT NULL,
  person_name text NOT NULL,
  agent_user_id text NOT NULL,
  agent_id text NOT NULL,
  agent_name text NOT NULL,
  asked_at bigint NOT NULL,
  status text NOT NULL,
  decided_at bigint
);
CREATE UNIQUE INDEX link_requests_open ON presence_link.link_requests (tenant_id, person_id)
  WHERE status = 'open';
CREATE INDEX link_requests_connection ON presence_link.link_requests (connection_id, asked_at);

-- How often something was tried in the window that began then.
CREATE TABLE presence_link.tries (
  key text PRIMARY KEY,
  began_at bigint NOT NULL,
  count integer NOT NULL
) WITH (fillfactor = 50);

CREATE INDEX audit_who ON presence_link.audit (tenant_id, who);
