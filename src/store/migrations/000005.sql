-- TN5: what has been drawn from the budget of a tenant (`graph:…`) or an account (`vcc:…`).
CREATE TABLE presence_link.budgets (
  key text PRIMARY KEY,
  ledger json NOT NULL,
  -- A draw is made from the version it was worked out from, or not at all.
  version bigint NOT NULL,
  drawn_by text NOT NULL
) WITH (fillfactor = 50);
