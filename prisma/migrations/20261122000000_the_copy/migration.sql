-- The tables of the copy, as prisma/schema.prisma names them; below them what Prisma has no words for.
-- CreateTable
CREATE TABLE "bindings" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "stripe_account_id" TEXT NOT NULL,
    "stripe_name" TEXT,
    "livemode" BOOLEAN NOT NULL,
    "is_emulator" BOOLEAN NOT NULL,
    "api_version" TEXT NOT NULL,
    "preview_refused" BOOLEAN NOT NULL DEFAULT false,
    "bound_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "checked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "clock_offset_ms" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "bindings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "accounts" (
    "id" TEXT NOT NULL,
    "livemode" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(0) NOT NULL,
    "display_name" TEXT,
    "institution_name" TEXT NOT NULL,
    "institution_id" TEXT,
    "last4" TEXT,
    "category" TEXT NOT NULL,
    "subcategory" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "cause" TEXT,
    "action" TEXT,
    "expected_deactivation_at" TIMESTAMPTZ(0),
    "holder_type" TEXT,
    "holder_id" TEXT,
    "holder_name" TEXT,
    "holder_email" TEXT,
    "authorization_id" TEXT,
    "ownership_id" TEXT,
    "permissions" TEXT[],
    "permissions_known" BOOLEAN NOT NULL DEFAULT true,
    "subscriptions" TEXT[],
    "payment_method_types" TEXT[],
    "account_numbers" JSONB,
    "balance_type" TEXT,
    "balance_as_of" TIMESTAMPTZ(0),
    "balance_amounts" JSONB,
    "balance_refresh_status" TEXT,
    "balance_refresh_attempted_at" TIMESTAMPTZ(0),
    "balance_refresh_next_at" TIMESTAMPTZ(0),
    "ownership_refresh_status" TEXT,
    "ownership_refresh_attempted_at" TIMESTAMPTZ(0),
    "ownership_refresh_next_at" TIMESTAMPTZ(0),
    "transaction_refresh_status" TEXT,
    "transaction_refresh_attempted_at" TIMESTAMPTZ(0),
    "transaction_refresh_next_at" TIMESTAMPTZ(0),
    "transaction_refresh_id" TEXT,
    "balance_succeeded_at" TIMESTAMPTZ(0),
    "ownership_succeeded_at" TIMESTAMPTZ(0),
    "transaction_succeeded_at" TIMESTAMPTZ(0),
    "raw" JSONB NOT NULL,
    "api_version" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "unknown_fields" TEXT[],
    "read_no" BIGINT NOT NULL,
    "evidence_at" TIMESTAMPTZ(0) NOT NULL,
    "version" BIGINT NOT NULL,
    "read_at" TIMESTAMPTZ(3) NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account_changes" (
    "id" BIGSERIAL NOT NULL,
    "account_id" TEXT NOT NULL,
    "version" BIGINT NOT NULL,
    "evidence_at" TIMESTAMPTZ(0) NOT NULL,
    "observed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "source" TEXT NOT NULL,
    "fields" TEXT[],
    "changes" JSONB NOT NULL,

    CONSTRAINT "account_changes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stale_answers" (
    "account_id" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "raw" JSONB NOT NULL,
    "agreed" INTEGER NOT NULL DEFAULT 1,
    "attempts" INTEGER NOT NULL DEFAULT 1,
    "counted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "first_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stale_answers_pkey" PRIMARY KEY ("account_id")
);

-- CreateTable
CREATE TABLE "holders" (
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "name" TEXT,
    "email" TEXT,
    "is_deleted" BOOLEAN NOT NULL DEFAULT false,
    "read_no" BIGINT NOT NULL DEFAULT 0,
    "read_at" TIMESTAMPTZ(3),
    "error" TEXT,

    CONSTRAINT "holders_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" TEXT NOT NULL,
    "livemode" BOOLEAN NOT NULL,
    "origin" TEXT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "holder_type" TEXT,
    "holder_id" TEXT,
    "holder_name" TEXT,
    "permissions" TEXT[],
    "prefetch" TEXT[],
    "filters" JSONB,
    "limit_accounts" INTEGER,
    "manual_entry_mode" TEXT,
    "return_url" TEXT,
    "ui_mode" TEXT,
    "relink_authorization_id" TEXT,
    "relink_account_id" TEXT,
    "relink_result" JSONB,
    "relink_failure_reason" TEXT,
    "status" TEXT,
    "status_details" JSONB,
    "outcome" TEXT NOT NULL,
    "account_count" INTEGER NOT NULL DEFAULT 0,
    "raw" JSONB NOT NULL,
    "api_version" TEXT NOT NULL,
    "read_no" BIGINT NOT NULL,
    "version" BIGINT NOT NULL,
    "read_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session_accounts" (
    "session_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,

    CONSTRAINT "session_accounts_pkey" PRIMARY KEY ("session_id","account_id")
);

-- CreateTable
CREATE TABLE "owners" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "ownership_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "phone" TEXT,
    "raw_address" TEXT,
    "refreshed_at" TIMESTAMPTZ(0),
    "read_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "owners_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ownership_reads" (
    "account_id" TEXT NOT NULL,
    "ownership_id" TEXT NOT NULL,
    "read_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ownership_reads_pkey" PRIMARY KEY ("account_id")
);

-- CreateTable
CREATE TABLE "transactions" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "livemode" BOOLEAN NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "transacted_at" TIMESTAMPTZ(0) NOT NULL,
    "posted_at" TIMESTAMPTZ(0),
    "void_at" TIMESTAMPTZ(0),
    "refresh_id" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(0) NOT NULL,

    CONSTRAINT "transactions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "transaction_reads" (
    "account_id" TEXT NOT NULL,
    "done_refresh_id" TEXT,
    "target_refresh_id" TEXT,
    "starting_after" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "transaction_reads_pkey" PRIMARY KEY ("account_id")
);

-- CreateTable
CREATE TABLE "actions" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "account_id" TEXT,
    "session_id" TEXT,
    "params" JSONB NOT NULL,
    "reason" TEXT,
    "actor" TEXT NOT NULL,
    "request_key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "generation" INTEGER NOT NULL DEFAULT 1,
    "lease_no" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "before" JSONB,
    "answer_status" INTEGER,
    "answer" JSONB,
    "error_code" TEXT,
    "stripe_request_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "actions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entries" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor" TEXT NOT NULL,
    "verb" TEXT NOT NULL,
    "target_type" TEXT NOT NULL,
    "target_id" TEXT NOT NULL,
    "action_id" UUID,
    "reason" TEXT,
    "before" JSONB,
    "after" JSONB,
    "outcome" TEXT NOT NULL,
    "stripe_request_id" TEXT,

    CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "backfills" (
    "id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "requested_by" TEXT NOT NULL,
    "request_key" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "cursor" TEXT,
    "pages" INTEGER NOT NULL DEFAULT 0,
    "accounts_read" INTEGER NOT NULL DEFAULT 0,
    "accounts_new" INTEGER NOT NULL DEFAULT 0,
    "accounts_stale" INTEGER NOT NULL DEFAULT 0,
    "lease_no" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,

    CONSTRAINT "backfills_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "worker_beats" (
    "id" TEXT NOT NULL,
    "worker_ids" TEXT[],
    "beat_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "worker_beats_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "accounts_created_at_id_idx" ON "accounts"("created_at", "id");

-- CreateIndex
CREATE INDEX "accounts_institution_name_id_idx" ON "accounts"("institution_name", "id");

-- CreateIndex
CREATE INDEX "accounts_status_id_idx" ON "accounts"("status", "id");

-- CreateIndex
CREATE INDEX "accounts_read_at_id_idx" ON "accounts"("read_at", "id");

-- CreateIndex
CREATE INDEX "accounts_status_cause_action_institution_name_idx" ON "accounts"("status", "cause", "action", "institution_name");

-- CreateIndex
CREATE INDEX "accounts_authorization_id_idx" ON "accounts"("authorization_id");

-- CreateIndex
CREATE INDEX "accounts_holder_id_idx" ON "accounts"("holder_id");

-- CreateIndex
CREATE INDEX "accounts_last4_idx" ON "accounts"("last4");

-- CreateIndex
CREATE INDEX "accounts_category_subcategory_idx" ON "accounts"("category", "subcategory");

-- CreateIndex
CREATE INDEX "accounts_balance_refresh_status_id_idx" ON "accounts"("balance_refresh_status", "id");

-- CreateIndex
CREATE INDEX "accounts_ownership_refresh_status_id_idx" ON "accounts"("ownership_refresh_status", "id");

-- CreateIndex
CREATE INDEX "accounts_transaction_refresh_status_id_idx" ON "accounts"("transaction_refresh_status", "id");

-- CreateIndex
CREATE INDEX "accounts_permissions_idx" ON "accounts" USING GIN ("permissions");

-- CreateIndex
CREATE INDEX "accounts_subscriptions_idx" ON "accounts" USING GIN ("subscriptions");

-- CreateIndex
CREATE INDEX "account_changes_account_id_id_idx" ON "account_changes"("account_id", "id" DESC);

-- CreateIndex
CREATE INDEX "holders_read_at_idx" ON "holders"("read_at");

-- CreateIndex
CREATE INDEX "sessions_first_seen_at_id_idx" ON "sessions"("first_seen_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "sessions_holder_id_idx" ON "sessions"("holder_id");

-- CreateIndex
CREATE INDEX "sessions_relink_authorization_id_idx" ON "sessions"("relink_authorization_id");

-- CreateIndex
CREATE INDEX "sessions_relink_account_id_idx" ON "sessions"("relink_account_id");

-- CreateIndex
CREATE INDEX "sessions_outcome_id_idx" ON "sessions"("outcome", "id");

-- CreateIndex
CREATE INDEX "session_accounts_account_id_idx" ON "session_accounts"("account_id");

-- CreateIndex
CREATE INDEX "owners_account_id_ownership_id_idx" ON "owners"("account_id", "ownership_id");

-- CreateIndex
CREATE INDEX "transactions_account_id_transacted_at_id_idx" ON "transactions"("account_id", "transacted_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "actions_account_id_created_at_idx" ON "actions"("account_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "actions_state_lease_until_idx" ON "actions"("state", "lease_until");

-- CreateIndex
CREATE UNIQUE INDEX "actions_actor_request_key_key" ON "actions"("actor", "request_key");

-- CreateIndex
CREATE INDEX "audit_entries_target_id_id_idx" ON "audit_entries"("target_id", "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "backfills_request_key_key" ON "backfills"("request_key");

-- CreateIndex
CREATE INDEX "backfills_created_at_id_idx" ON "backfills"("created_at" DESC, "id");

-- CreateIndex
CREATE INDEX "backfills_state_lease_until_idx" ON "backfills"("state", "lease_until");

-- CreateIndex
CREATE INDEX "worker_beats_beat_at_idx" ON "worker_beats"("beat_at");

-- AddForeignKey
ALTER TABLE "account_changes" ADD CONSTRAINT "account_changes_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session_accounts" ADD CONSTRAINT "session_accounts_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session_accounts" ADD CONSTRAINT "session_accounts_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "owners" ADD CONSTRAINT "owners_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "transactions" ADD CONSTRAINT "transactions_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The order in which Stripe is asked (drawn before a read is sent), and the order of accepted writes.
create sequence read_no;
create sequence change_version;

-- A list sorted by a time that may be missing puts those without one last, in both directions.
create index accounts_balance_as_of_asc on accounts (coalesce(balance_as_of, 'infinity'::timestamptz), id);
create index accounts_balance_as_of_desc on accounts (coalesce(balance_as_of, '-infinity'::timestamptz), id);
create index accounts_expected_deactivation_asc
  on accounts (coalesce(expected_deactivation_at, 'infinity'::timestamptz), id);
create index accounts_expected_deactivation_desc
  on accounts (coalesce(expected_deactivation_at, '-infinity'::timestamptz), id);
create index accounts_holder_sort on accounts (coalesce(holder_name, holder_id, ''), id);

-- What needs mending, by authorization.
create index accounts_inactive on accounts (authorization_id, id) where status = 'inactive';

-- Refreshes that have not ended: what the worker follows.
create index accounts_pending on accounts (read_at) where balance_refresh_status = 'pending'
  or ownership_refresh_status = 'pending' or transaction_refresh_status = 'pending';

-- Search over names, last4 and ids, by trigrams.
create extension if not exists pg_trgm;
create function account_search_text(
  display_name text, holder_name text, holder_email text, institution_name text, last4 text,
  id text, holder_id text, authorization_id text
) returns text language sql immutable parallel safe as $$
  select lower(
    coalesce(display_name, '') || ' ' || coalesce(holder_name, '') || ' ' || coalesce(holder_email, '') || ' ' ||
    coalesce(institution_name, '') || ' ' || coalesce(last4, '') || ' ' || id || ' ' ||
    coalesce(holder_id, '') || ' ' || coalesce(authorization_id, '')
  )
$$;
create index accounts_search on accounts using gin (
  account_search_text(
    display_name, holder_name, holder_email, institution_name, last4, id, holder_id, authorization_id
  ) gin_trgm_ops
);

-- The open actions of an account, and the open relink session of an authorization.
create index actions_open on actions (account_id) where state = 'due';
create index sessions_open on sessions (read_at) where outcome = 'open';

-- History: one row per accepted write that changed something people care about, in the same transaction,
-- whoever wrote it. In a trigger because only it sees the old row and the new one without a race.
create function account_tracked(a accounts) returns jsonb language sql stable as $$
  select jsonb_build_object(
    'status', a.status,
    'cause', a.cause,
    'action', a.action,
    'expectedDeactivationAt', a.expected_deactivation_at,
    'displayName', a.display_name,
    'institutionName', a.institution_name,
    'last4', a.last4,
    'holderId', a.holder_id,
    'authorizationId', a.authorization_id,
    'ownershipId', a.ownership_id,
    'permissions', case when a.permissions_known then to_jsonb(a.permissions) end,
    'subscriptions', to_jsonb(a.subscriptions),
    'paymentMethodTypes', to_jsonb(a.payment_method_types),
    'accountNumbers', a.account_numbers,
    'balance', case when a.balance_as_of is not null then
      jsonb_build_object('asOf', a.balance_as_of, 'type', a.balance_type, 'amounts', a.balance_amounts) end,
    'balanceRefresh', case when a.balance_refresh_status is not null then
      jsonb_build_object('status', a.balance_refresh_status, 'attemptedAt', a.balance_refresh_attempted_at) end,
    'ownershipRefresh', case when a.ownership_refresh_status is not null then
      jsonb_build_object('status', a.ownership_refresh_status, 'attemptedAt', a.ownership_refresh_attempted_at) end,
    'transactionRefresh', case when a.transaction_refresh_status is not null then
      jsonb_build_object('status', a.transaction_refresh_status, 'attemptedAt', a.transaction_refresh_attempted_at) end
  )
$$;

create function account_changed() returns trigger language plpgsql as $$
declare
  before jsonb;
  after jsonb := account_tracked(new);
  diff jsonb;
begin
  if tg_op = 'INSERT' then
    -- The first sight is one line, not a line per field.
    insert into account_changes (account_id, version, evidence_at, source, fields, changes)
    values (new.id, new.version, new.evidence_at, new.source, '{firstSeen}',
      jsonb_build_object('firstSeen', jsonb_build_object('from', null, 'to', new.status)));
    return null;
  end if;
  before := account_tracked(old);
  if before = after then
    return null;
  end if;
  select jsonb_object_agg(field.key, jsonb_build_object('from', before -> field.key, 'to', field.value))
    into diff
    from jsonb_each(after) as field
    where field.value is distinct from before -> field.key;
  insert into account_changes (account_id, version, evidence_at, source, fields, changes)
  values (new.id, new.version, new.evidence_at, new.source, array(select jsonb_object_keys(diff)), diff);
  return null;
end
$$;

create trigger account_changed after insert or update on accounts
  for each row execute function account_changed();

-- The audit trail is append-only for everyone.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'audit entries are append-only';
end
$$;
create trigger audit_entries_append_only before update or delete on audit_entries
  for each row execute function refuse_change();
create trigger audit_entries_keep before truncate on audit_entries
  for each statement execute function refuse_change();
