-- Who paused an office.
ALTER TABLE "paused_office" ADD COLUMN "paused_by" VARCHAR(100) NOT NULL DEFAULT '';
