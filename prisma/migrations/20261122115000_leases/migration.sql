-- What the sweeper walks through, in the order of ids: the few rows that may be due, however many others there are.
CREATE INDEX "actions_due_idx" ON "actions" ("id") WHERE "state" = 'due';

CREATE INDEX "backfills_due_idx" ON "backfills" ("id") WHERE "state" IN ('due', 'running');

CREATE INDEX "accounts_pending_idx" ON "accounts" ("id") WHERE "status" <> 'disconnected'
  AND ("balance_refresh_status" = 'pending' OR "ownership_refresh_status" = 'pending' OR "transaction_refresh_status" = 'pending');

CREATE INDEX "sessions_open_idx" ON "sessions" ("id") WHERE "outcome" = 'open';
