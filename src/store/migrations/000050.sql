-- JN20: an account key proves nothing, so a claim to it holds within its tenant only.
ALTER TABLE presence_link.connections DROP CONSTRAINT connections_region_account_key_key;
ALTER TABLE presence_link.connections
  ADD CONSTRAINT connections_tenant_account UNIQUE (tenant_id, region, account_key);
