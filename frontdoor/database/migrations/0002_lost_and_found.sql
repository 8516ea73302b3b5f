-- What is known of each handoff at its office, by which step it got stuck, and which offices an operator has paused.
ALTER TABLE "handoff" ADD COLUMN "maybe_sent" BOOL NOT NULL DEFAULT FALSE;
ALTER TABLE "handoff" ADD COLUMN "confirmed_at" TIMESTAMPTZ;
ALTER TABLE "handoff" ADD COLUMN "heard_at" TIMESTAMPTZ;
ALTER TABLE "handoff" ADD COLUMN "losses" INT NOT NULL DEFAULT 0;
ALTER TABLE "handoff" ADD COLUMN "stuck_by" VARCHAR(20) NOT NULL DEFAULT '';
CREATE TABLE "paused_office" (
    "agency" VARCHAR(60) NOT NULL PRIMARY KEY,
    "since" TIMESTAMPTZ NOT NULL,
    "reason" VARCHAR(500) NOT NULL
);
