-- What Stripe told us, once by id, and what came of it.
CREATE TABLE "events" (
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "livemode" BOOLEAN,
    "api_version" TEXT,
    "created_at" TIMESTAMPTZ(0) NOT NULL,
    "object_id" TEXT,
    "account_id" TEXT,
    "payload" JSONB NOT NULL,
    "origin" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "state" TEXT NOT NULL,
    "result" TEXT,
    "reason" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "applied_at" TIMESTAMPTZ(3),

    CONSTRAINT "events_pkey" PRIMARY KEY ("id")
);

-- An event that does not prove what it says: its account (or session) is read, once for all that wait.
CREATE TABLE "hints" (
    "target_id" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "hint_no" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "hints_pkey" PRIMARY KEY ("target_id","event_id")
);

-- The endpoints at Stripe that we made, with their signing secrets, encrypted.
CREATE TABLE "webhook_endpoints" (
    "id" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "api_version" TEXT,
    "secret_cipher" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "checked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_endpoints_pkey" PRIMARY KEY ("id")
);

-- What an operator should know and nobody is asked about: told until it is over.
CREATE TABLE "notices" (
    "kind" TEXT NOT NULL,
    "detail" TEXT NOT NULL,
    "times" INTEGER NOT NULL DEFAULT 1,
    "first_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notices_pkey" PRIMARY KEY ("kind")
);

-- How many events came in each hour: what is normal for an hour.
CREATE TABLE "event_hours" (
    "hour" TIMESTAMPTZ(0) NOT NULL,
    "received" INTEGER NOT NULL,

    CONSTRAINT "event_hours_pkey" PRIMARY KEY ("hour")
);

CREATE INDEX "events_received_at_id_idx" ON "events"("received_at" DESC, "id" DESC);
CREATE INDEX "events_type_received_at_id_idx" ON "events"("type", "received_at" DESC, "id" DESC);
CREATE INDEX "events_state_received_at_id_idx" ON "events"("state", "received_at" DESC, "id" DESC);
CREATE INDEX "events_account_id_received_at_idx" ON "events"("account_id", "received_at" DESC);
CREATE INDEX "events_created_at_id_idx" ON "events"("created_at", "id");
CREATE INDEX "hints_event_id_idx" ON "hints"("event_id");
CREATE INDEX "hints_created_at_idx" ON "hints"("created_at");

-- What has to be applied next.
create index events_due on events (due_at) where state = 'due';
create index events_due_by_id on events (id) where state = 'due';
