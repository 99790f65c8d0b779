ALTER TABLE "spend_rollup" ADD COLUMN "priced_tokens" bigint;--> statement-breakpoint
-- What is rolled up already has none of it: every quarter is worked out anew, and takes its hours, days and weeks with it.
INSERT INTO "spend_mark" ("account", "quarter")
SELECT "account", "start" FROM "spend_rollup" WHERE "zone" = '' AND "first" = 0 AND "second" = 0;
