-- WW2: when everybody watched in the tenant was last read and what was news stored. It outlives the
-- process that did it, so that the next one knows since when something can have changed.
CREATE TABLE presence_link.sweeps (
  tenant_id text PRIMARY KEY,
  read_at bigint NOT NULL
);
