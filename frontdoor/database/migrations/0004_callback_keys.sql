-- The key with which an office signs what it sends to a handoff's callback address. Who was asked before has none.
ALTER TABLE "handoff" ADD COLUMN "callback_key" VARCHAR(64);
