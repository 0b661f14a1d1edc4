-- Finding what was missed: runs with their progress and result, how far events are swept, and the proof of drift.
CREATE TABLE "runs" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "slot" TIMESTAMPTZ(0),
    "state" TEXT NOT NULL,
    "requested_by" TEXT NOT NULL,
    "request_key" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "cursor" JSONB,
    "checked" INTEGER NOT NULL DEFAULT 0,
    "found" INTEGER NOT NULL DEFAULT 0,
    "healed" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "error" TEXT,
    "lease_no" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "runs_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "event_sweep" (
    "id" SMALLINT NOT NULL DEFAULT 1,
    "swept_to" TIMESTAMPTZ(0) NOT NULL,
    "swept_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "event_sweep_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "event_sweep_one_row" CHECK ("id" = 1)
);

CREATE TABLE "drift_findings" (
    "id" BIGSERIAL NOT NULL,
    "run_id" UUID NOT NULL,
    "account_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "fields" TEXT[],
    "ours" JSONB NOT NULL,
    "stripes" JSONB NOT NULL,
    "ours_at" TIMESTAMPTZ(0),
    "stripes_at" TIMESTAMPTZ(0) NOT NULL,
    "authorization_id" TEXT,
    "is_healed" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "drift_findings_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "account_absences" (
    "account_id" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "checked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "account_absences_pkey" PRIMARY KEY ("account_id")
);

CREATE UNIQUE INDEX "runs_request_key_key" ON "runs"("request_key");
CREATE INDEX "runs_created_at_id_idx" ON "runs"("created_at" DESC, "id" DESC);
CREATE INDEX "runs_kind_created_at_id_idx" ON "runs"("kind", "created_at" DESC, "id" DESC);
CREATE UNIQUE INDEX "runs_kind_slot_key" ON "runs"("kind", "slot");
CREATE INDEX "drift_findings_run_id_id_idx" ON "drift_findings"("run_id", "id");
CREATE INDEX "drift_findings_account_id_idx" ON "drift_findings"("account_id");

ALTER TABLE "drift_findings" ADD CONSTRAINT "drift_findings_run_id_fkey" FOREIGN KEY ("run_id")
  REFERENCES "runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "account_absences" ADD CONSTRAINT "account_absences_account_id_fkey" FOREIGN KEY ("account_id")
  REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One of a kind at a time, whoever starts it; and what the sweeper walks through.
create unique index runs_one_at_a_time on runs (kind) where state in ('due', 'running');
create index runs_due_idx on runs (id) where state in ('due', 'running');

-- By the age of the evidence: what is read again. A disconnected account cannot change any more.
create index accounts_evidence_idx on accounts (evidence_at, id) where status <> 'disconnected';

-- An authorization's events, by what they are about.
create index events_object_idx on events (object_id, created_at) where object_id not like 'fca\_%';

create trigger runs_added after insert on runs
  referencing new table as changed_rows for each statement execute function notify_changes('id');
create trigger runs_updated after update on runs
  referencing new table as changed_rows for each statement execute function notify_changes('id');
