-- Chats of people with the bot, and what they wish of it. Goes with the bot's removal from Teams.
CREATE TABLE presence_link.conversations (
  tenant_id text NOT NULL,
  person_id text NOT NULL,
  conversation_id text NOT NULL,
  -- What the channel needs to be written to; refreshed by each message.
  reference json NOT NULL,
  -- As Teams last told.
  locale text NOT NULL,
  time_zone text NOT NULL,
  -- Chosen in the chat; a choice among the preferences of a linked person goes before it.
  language text,
  -- Switched off by somebody who has no preferences yet.
  is_silent boolean NOT NULL DEFAULT false,
  -- Minutes of the day in the person's time zone; null: no quiet hours.
  quiet_from integer,
  quiet_to integer,
  welcomed_at bigint,
  -- The channel refused a message: blocked or gone. Ends with the next message of the person.
  stopped_at bigint,
  -- The newest status card, to be kept up to date in place.
  card_id text,
  card_at bigint,
  seen_at bigint NOT NULL,
  PRIMARY KEY (tenant_id, person_id)
);

-- "Tell me when X is free."
CREATE TABLE presence_link.free_watches (
  tenant_id text NOT NULL,
  person_id text NOT NULL,
  link_id text NOT NULL REFERENCES presence_link.links ON DELETE CASCADE,
  asked_at bigint NOT NULL,
  until bigint NOT NULL,
  PRIMARY KEY (tenant_id, person_id, link_id),
  FOREIGN KEY (tenant_id, person_id) REFERENCES presence_link.conversations ON DELETE CASCADE
);
CREATE INDEX free_watches_link ON presence_link.free_watches (link_id);

-- What the bot says by itself. One row per person and cause, for ever one message.
CREATE TABLE presence_link.posts (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id text NOT NULL,
  person_id text NOT NULL,
  cause text NOT NULL,
  body json NOT NULL,
  made_at bigint NOT NULL,
  due_at bigint NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  -- waits, sending (its fate is unknown until it ends), sent or dropped
  stage text NOT NULL DEFAULT 'waits',
  reason text,
  UNIQUE (tenant_id, person_id, cause),
  FOREIGN KEY (tenant_id, person_id) REFERENCES presence_link.conversations ON DELETE CASCADE
);
CREATE INDEX posts_due ON presence_link.posts (due_at) WHERE stage = 'waits';
CREATE INDEX posts_age ON presence_link.posts (made_at);

-- How far something that is read once has been read.
CREATE TABLE presence_link.cursors (
  name text PRIMARY KEY,
  position bigint NOT NULL
);
