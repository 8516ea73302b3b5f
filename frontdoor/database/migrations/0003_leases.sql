-- Who works on a handoff, until when, and how many have; and which process moves the calendar of which world.
ALTER TABLE "handoff" ADD COLUMN "lease_until" TIMESTAMPTZ;
ALTER TABLE "handoff" ADD COLUMN "fence" INT NOT NULL DEFAULT 0;
CREATE TABLE "world" (
    "name" VARCHAR(60) NOT NULL PRIMARY KEY,
    "now" TIMESTAMPTZ,
    "still" TEXT NOT NULL,
    "hurries" BOOL NOT NULL,
    "goal" TIMESTAMPTZ,
    "rushes" BOOL NOT NULL,
    "keeper" VARCHAR(32) NOT NULL,
    "kept_until" TIMESTAMPTZ
);
-- What was on its way when the old version stopped has no holder any more.
UPDATE "handoff" SET "lease_until" = '1970-01-01 00:00:00+00:00' WHERE "status" = 'sent';
