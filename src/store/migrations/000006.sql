-- People who lend their name to hold Graph change notifications (KP1), and what is held in it.

CREATE TABLE presence_link.watchers (
  tenant_id text NOT NULL,
  person_id text NOT NULL,
  name text NOT NULL,
  -- Sealed by the application.
  refresh_token text NOT NULL,
  added_at bigint NOT NULL,
  -- Why nothing is held in their name now; null: all is well.
  trouble text,
  -- Nothing is tried in their name before.
  retry_at bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, person_id)
);

-- Whom a subscription watches is not stored, only a hash of it: unlinking leaves nothing here (KP5).
CREATE TABLE presence_link.graph_subscriptions (
  subscription_id text PRIMARY KEY,
  tenant_id text NOT NULL,
  watcher_id text NOT NULL,
  -- Sealed by the application.
  client_state text NOT NULL,
  resource_hash text NOT NULL,
  people integer NOT NULL,
  certificate_id text,
  expires_at bigint NOT NULL,
  renew_at bigint NOT NULL,
  -- Graph asked for a token anew.
  reauthorize boolean NOT NULL DEFAULT false,
  FOREIGN KEY (tenant_id, watcher_id)
    REFERENCES presence_link.watchers (tenant_id, person_id) ON DELETE CASCADE
);
CREATE INDEX graph_subscriptions_watcher
  ON presence_link.graph_subscriptions (tenant_id, watcher_id);

-- What a notification told one process, for the process that sweeps the tenant. An asterisk: everybody.
CREATE TABLE presence_link.hints (
  tenant_id text NOT NULL,
  person_id text NOT NULL,
  -- Words of the presence that was told; empty: not told.
  words text NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (tenant_id, person_id)
);
