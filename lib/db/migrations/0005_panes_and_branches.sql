DROP INDEX "conversation_member_id_updated_at_index";--> statement-breakpoint
ALTER TABLE "conversation" ADD COLUMN "pinned" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "conversation" ADD COLUMN "folder" text;--> statement-breakpoint
ALTER TABLE "conversation" ADD COLUMN "sync" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "conversation" ADD COLUMN "blind" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "conversation" ADD COLUMN "revision" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "conversation" ADD COLUMN "deleted_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "message" ADD COLUMN "turn_id" uuid;--> statement-breakpoint
ALTER TABLE "pane" ADD COLUMN "fallback_models" text[] DEFAULT '{}'::text[] NOT NULL;--> statement-breakpoint
ALTER TABLE "pane" ADD COLUMN "leaf_id" uuid;--> statement-breakpoint
CREATE INDEX "conversation_by_use" ON "conversation" USING btree ("member_id","pinned","updated_at","id") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "conversation_deleted" ON "conversation" USING btree ("deleted_at") WHERE deleted_at is not null;--> statement-breakpoint
CREATE INDEX "message_pane_id_index" ON "message" USING btree ("pane_id");--> statement-breakpoint
CREATE INDEX "message_by_words" ON "message" USING gin (to_tsvector('simple', left("content", 50000)));--> statement-breakpoint
-- Until now the newest message ended the branch that was shown.
UPDATE "pane" SET "leaf_id" = (SELECT "id" FROM "message" WHERE "pane_id" = "pane"."id" ORDER BY "created_at" DESC, "id" DESC LIMIT 1);
