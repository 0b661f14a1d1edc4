-- What was and when: the audit trail and the balances of an account by indexes, and how many accounts are fresh.
-- CreateTable
CREATE TABLE "freshness_counts" (
    "feature" TEXT NOT NULL,
    "fresh" INTEGER NOT NULL,
    "late" INTEGER NOT NULL,
    "never" INTEGER NOT NULL,
    "not_active" INTEGER NOT NULL,
    "not_permitted" INTEGER NOT NULL,
    "counted_at" TIMESTAMPTZ(3) NOT NULL,
    "took_ms" INTEGER NOT NULL,

    CONSTRAINT "freshness_counts_pkey" PRIMARY KEY ("feature")
);

-- CreateIndex
CREATE INDEX "audit_entries_at_id_idx" ON "audit_entries"("at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "audit_entries_verb_at_id_idx" ON "audit_entries"("verb", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "audit_entries_actor_at_id_idx" ON "audit_entries"("actor", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "audit_entries_outcome_at_id_idx" ON "audit_entries"("outcome", "at" DESC, "id" DESC);

-- The balances that an account had.
create index account_changes_balance on account_changes (account_id, id desc) where 'balance' = any(fields);

-- Events about an authorization name no account: they belong to the timelines of all its accounts.
create index events_about_authorization on events (object_id, received_at desc) where account_id is null;

-- Late owners and transactions; late balances are served by accounts_balance_as_of_desc.
create index accounts_ownership_succeeded
  on accounts (coalesce(ownership_succeeded_at, '-infinity'::timestamptz), id) where status = 'active';
create index accounts_transaction_succeeded
  on accounts (coalesce(transaction_succeeded_at, '-infinity'::timestamptz), id) where status = 'active';
