-- The tables of the first version that can be upgraded (2026-11-26).
CREATE TABLE "case" (
    "id" UUID NOT NULL PRIMARY KEY,
    "reference" VARCHAR(20) NOT NULL UNIQUE,
    "secret_hash" VARCHAR(100) NOT NULL,
    "life_event" VARCHAR(60) NOT NULL,
    "scenario" VARCHAR(60) NOT NULL,
    "world" VARCHAR(60) NOT NULL,
    "as_of" DATE NOT NULL,
    "asked_as_of" DATE NOT NULL,
    "plan" JSON NOT NULL,
    "definitions" VARCHAR(20) NOT NULL,
    "relations" VARCHAR(16) NOT NULL,
    "citizen" VARCHAR(20) NOT NULL,
    "knows" JSON NOT NULL,
    "leaves" JSON NOT NULL,
    "salt" VARCHAR(64) NOT NULL,
    "idempotency_key" VARCHAR(200) UNIQUE,
    "request_digest" VARCHAR(64) NOT NULL,
    "revision" INT NOT NULL,
    "submitted_at" TIMESTAMPTZ NOT NULL,
    "recorded_at" TIMESTAMPTZ NOT NULL,
    "closed_at" TIMESTAMPTZ
);
CREATE INDEX "idx_case_world_0cd9a2" ON "case" ("world");
CREATE INDEX "idx_case_closed__27c3bd" ON "case" ("closed_at");
CREATE TABLE "case_fact" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "fact" VARCHAR(100) NOT NULL,
    "service" VARCHAR(100) NOT NULL,
    "value" TEXT NOT NULL,
    "version" INT NOT NULL,
    "source" VARCHAR(100) NOT NULL,
    "source_handoff" VARCHAR(32),
    "case_id" UUID NOT NULL REFERENCES "case" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_case_fact_case_id_f3740e" UNIQUE ("case_id", "fact", "service")
);
CREATE TABLE "draft" (
    "id" UUID NOT NULL PRIMARY KEY,
    "reference" VARCHAR(20) NOT NULL UNIQUE,
    "secret_hash" VARCHAR(100) NOT NULL,
    "life_event" VARCHAR(60) NOT NULL,
    "answers" JSON NOT NULL,
    "withheld" JSON NOT NULL,
    "expires_at" TIMESTAMPTZ NOT NULL
);
CREATE INDEX "idx_draft_expires_dd6437" ON "draft" ("expires_at");
CREATE TABLE "amendment" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "scenario" VARCHAR(60) NOT NULL,
    "provider" VARCHAR(100) NOT NULL,
    "consumer" VARCHAR(100) NOT NULL,
    "level" VARCHAR(30) NOT NULL,
    "via" VARCHAR(100) NOT NULL,
    "until" DATE,
    CONSTRAINT "uid_amendment_scenari_ec27d8" UNIQUE ("scenario", "provider", "consumer")
);
CREATE TABLE "comparison" (
    "id" UUID NOT NULL PRIMARY KEY,
    "recorded_at" TIMESTAMPTZ NOT NULL,
    "request_digest" VARCHAR(64) NOT NULL,
    "life_event" VARCHAR(60) NOT NULL,
    "as_of" DATE NOT NULL,
    "citizen" VARCHAR(20) NOT NULL,
    "cases" JSON NOT NULL,
    "press" VARCHAR(64) UNIQUE,
    "source_case" UUID
);
CREATE INDEX "idx_comparison_recorde_b16fd9" ON "comparison" ("recorded_at");
CREATE TABLE "handoff" (
    "id" VARCHAR(32) NOT NULL PRIMARY KEY,
    "case_id" UUID NOT NULL,
    "world" VARCHAR(60) NOT NULL,
    "kind" VARCHAR(10) NOT NULL,
    "service" VARCHAR(100),
    "target" VARCHAR(100) NOT NULL,
    "from_party" VARCHAR(100) NOT NULL,
    "to_party" VARCHAR(100) NOT NULL,
    "medium" VARCHAR(20) NOT NULL,
    "status" VARCHAR(20) NOT NULL,
    "reason" TEXT NOT NULL,
    "facts" JSON NOT NULL,
    "announced" JSON NOT NULL,
    "withheld_facts" JSON NOT NULL,
    "waiting_for" JSON NOT NULL,
    "key" VARCHAR(64) NOT NULL UNIQUE,
    "callback" VARCHAR(64) UNIQUE,
    "known_as" VARCHAR(200),
    "attempts" INT NOT NULL,
    "unreachable_since" TIMESTAMPTZ,
    "retry_at" TIMESTAMPTZ,
    "follow_up_at" TIMESTAMPTZ,
    "expected_by" TIMESTAMPTZ,
    "deadline_at" TIMESTAMPTZ,
    "since" TIMESTAMPTZ,
    "sent_at" TIMESTAMPTZ,
    "received_at" TIMESTAMPTZ,
    "ended_at" TIMESTAMPTZ,
    "source_handoff" VARCHAR(32),
    "produced" JSON NOT NULL,
    "reported" BOOL NOT NULL,
    "asks" JSON NOT NULL,
    "offers" JSON NOT NULL,
    "addressed_to" VARCHAR(100) NOT NULL,
    "last_event" VARCHAR(32),
    "position" INT NOT NULL
);
CREATE INDEX "idx_handoff_case_id_dda3bf" ON "handoff" ("case_id");
CREATE INDEX "idx_handoff_status_64cea0" ON "handoff" ("status", "retry_at");
CREATE INDEX "idx_handoff_world_3c9780" ON "handoff" ("world", "follow_up_at");
CREATE TABLE "inbox_message" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "sender" VARCHAR(64) NOT NULL,
    "message_id" VARCHAR(200) NOT NULL,
    "received_at" TIMESTAMPTZ NOT NULL,
    "digest" VARCHAR(64) NOT NULL,
    CONSTRAINT "uid_inbox_messa_sender_03aede" UNIQUE ("sender", "message_id")
);
CREATE TABLE "ledger_event" (
    "seq" SERIAL NOT NULL PRIMARY KEY,
    "event_id" VARCHAR(32) NOT NULL UNIQUE,
    "case_id" UUID NOT NULL,
    "handoff_id" VARCHAR(32),
    "activity" VARCHAR(30) NOT NULL,
    "step" VARCHAR(20) NOT NULL,
    "timestamp" TIMESTAMPTZ NOT NULL,
    "recorded_at" TIMESTAMPTZ NOT NULL,
    "claimed_at" TIMESTAMPTZ,
    "cause_event_id" VARCHAR(32),
    "facts" JSON NOT NULL,
    "data" JSON NOT NULL
);
CREATE INDEX "idx_ledger_even_case_id_5522c7" ON "ledger_event" ("case_id");
CREATE INDEX "idx_ledger_even_handoff_606168" ON "ledger_event" ("handoff_id");
CREATE TABLE "relations_table" (
    "version" VARCHAR(16) NOT NULL PRIMARY KEY,
    "scenario" VARCHAR(60) NOT NULL,
    "document" JSON NOT NULL
);
CREATE TABLE "session" (
    "token_hash" VARCHAR(64) NOT NULL PRIMARY KEY,
    "data" JSON NOT NULL,
    "started_at" TIMESTAMPTZ NOT NULL,
    "used_at" TIMESTAMPTZ NOT NULL
);
CREATE INDEX "idx_session_used_at_c74df3" ON "session" ("used_at");
CREATE TABLE "obstacle" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "scenario" VARCHAR(60) NOT NULL,
    "provider" VARCHAR(100) NOT NULL,
    "consumer" VARCHAR(100) NOT NULL,
    "code" VARCHAR(20) NOT NULL,
    "note" VARCHAR(1000) NOT NULL,
    "recorded_by" VARCHAR(80) NOT NULL,
    "recorded_at" TIMESTAMPTZ NOT NULL
);
CREATE INDEX "idx_obstacle_scenari_ace7a0" ON "obstacle" ("scenario", "provider", "consumer");
