DROP INDEX "generation_by_upstream_id";--> statement-breakpoint
CREATE INDEX "generation_by_model" ON "generation" USING btree ("account",coalesce(model, models[1], 'unknown'),"started_at","id");--> statement-breakpoint
CREATE INDEX "generation_by_key" ON "generation" USING btree ("account","key_id","started_at","id") WHERE key_id is not null;--> statement-breakpoint
CREATE INDEX "generation_failed" ON "generation" USING btree ("account","started_at","id") WHERE state in ('failed', 'lost');--> statement-breakpoint
CREATE INDEX "generation_of_unknown_cost" ON "generation" USING btree ("account","started_at","id") WHERE cost is null;--> statement-breakpoint
CREATE INDEX "generation_by_upstream_id" ON "generation" USING btree ("upstream_id" text_pattern_ops);