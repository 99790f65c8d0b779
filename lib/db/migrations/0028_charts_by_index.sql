DROP INDEX "generation_by_start";--> statement-breakpoint
CREATE INDEX "generation_by_start" ON "generation" USING btree ("account","started_at","id","state","cost");