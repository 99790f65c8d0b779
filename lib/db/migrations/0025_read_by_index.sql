DROP INDEX "generation_failed";--> statement-breakpoint
CREATE INDEX "generation_byok" ON "generation" USING btree ("account","started_at","member_id","cost") WHERE is_byok;--> statement-breakpoint
CREATE INDEX "generation_failed" ON "generation" USING btree ("account","started_at","id","state","cost") WHERE state in ('failed', 'lost');