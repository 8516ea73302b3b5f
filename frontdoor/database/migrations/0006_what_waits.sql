-- A worker looks once a second whose lease is over and in which worlds cases are open: not through a million that wait.
CREATE INDEX "idx_handoff_lease_u_0f3a51" ON "handoff" ("lease_until");
DROP INDEX "idx_case_closed__27c3bd";
CREATE INDEX "idx_case_closed__b61d0e" ON "case" ("closed_at", "world");
