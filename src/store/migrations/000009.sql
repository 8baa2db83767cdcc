-- JN12: a person may have agents in several accounts where an admin says so; in one account never two.
ALTER TABLE presence_link.links DROP CONSTRAINT links_tenant_id_person_id_key;
ALTER TABLE presence_link.links ADD COLUMN beside boolean NOT NULL DEFAULT false;
CREATE UNIQUE INDEX links_person_alone ON presence_link.links (tenant_id, person_id) WHERE NOT beside;
CREATE UNIQUE INDEX links_person_account
  ON presence_link.links (connection_id, tenant_id, person_id);
CREATE INDEX links_person ON presence_link.links (tenant_id, person_id);
