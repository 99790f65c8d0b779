DROP INDEX "alert_delivery_once";--> statement-breakpoint
ALTER TABLE "alert" ADD COLUMN "ending" text;--> statement-breakpoint
ALTER TABLE "alert_channel" ADD COLUMN "deleted_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "alert_delivery" ADD COLUMN "event" text DEFAULT 'opened' NOT NULL;--> statement-breakpoint
ALTER TABLE "alert_rule" ADD COLUMN "tells_over" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "alert_rule" ADD COLUMN "deleted_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "generation_unconfirmed" ON "generation" USING btree ("account","started_at") WHERE cost_state = 'reported';--> statement-breakpoint
CREATE UNIQUE INDEX "alert_delivery_once" ON "alert_delivery" USING btree ("alert_id","channel_id","event");