-- KP4: why writing has stopped, by side (`vcc`, `teams`, `webhooks`); empty when nothing is wrong.
ALTER TABLE presence_link.connections ADD COLUMN trouble jsonb NOT NULL DEFAULT '{}';
ALTER TABLE presence_link.links ADD COLUMN trouble jsonb NOT NULL DEFAULT '{}';
CREATE INDEX links_trouble ON presence_link.links (connection_id) WHERE trouble <> '{}';
