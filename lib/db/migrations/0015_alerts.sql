CREATE TABLE "alert" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account" text NOT NULL,
	"rule_id" uuid,
	"rule_name" text NOT NULL,
	"kind" text NOT NULL,
	"is_urgent" boolean NOT NULL,
	"subject" text NOT NULL,
	"state" text NOT NULL,
	"title" text NOT NULL,
	"sentence" text NOT NULL,
	"link" text NOT NULL,
	"figures" jsonb NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"resolved_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "alert_channel" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"is_enabled" boolean NOT NULL,
	"addresses" text[] NOT NULL,
	"address" text,
	"secret" text,
	"digest" text NOT NULL,
	"time_zone" text NOT NULL,
	"quiet_hours" jsonb,
	"created_by" uuid,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "alert_delivery" (
	"id" uuid PRIMARY KEY NOT NULL,
	"alert_id" uuid,
	"channel_id" uuid NOT NULL,
	"state" text NOT NULL,
	"message_id" uuid NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp (3) with time zone,
	"held_by" text,
	"lease_owner" uuid,
	"lease_until" timestamp (3) with time zone,
	"sent_to" text[] DEFAULT '{}'::text[] NOT NULL,
	"error" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"sent_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "alert_rule" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"settings" jsonb NOT NULL,
	"channels" uuid[] NOT NULL,
	"is_urgent" boolean NOT NULL,
	"is_enabled" boolean NOT NULL,
	"created_by" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	"judged_at" timestamp (3) with time zone,
	"note" text
);
--> statement-breakpoint
CREATE TABLE "alert_seen" (
	"member_id" uuid PRIMARY KEY NOT NULL,
	"until" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "alert" ADD CONSTRAINT "alert_rule_id_alert_rule_id_fk" FOREIGN KEY ("rule_id") REFERENCES "public"."alert_rule"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_channel" ADD CONSTRAINT "alert_channel_created_by_member_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_delivery" ADD CONSTRAINT "alert_delivery_alert_id_alert_id_fk" FOREIGN KEY ("alert_id") REFERENCES "public"."alert"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_delivery" ADD CONSTRAINT "alert_delivery_channel_id_alert_channel_id_fk" FOREIGN KEY ("channel_id") REFERENCES "public"."alert_channel"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_rule" ADD CONSTRAINT "alert_rule_created_by_member_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_seen" ADD CONSTRAINT "alert_seen_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "alert_open_once" ON "alert" USING btree ("account","rule_id","subject") WHERE state = 'firing';--> statement-breakpoint
CREATE INDEX "alert_by_subject" ON "alert" USING btree ("rule_id","account","subject");--> statement-breakpoint
CREATE INDEX "alert_by_time" ON "alert" USING btree ("account","opened_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "alert_channel_in_app_once" ON "alert_channel" USING btree ("kind") WHERE kind = 'in_app';--> statement-breakpoint
CREATE INDEX "alert_delivery_due" ON "alert_delivery" USING btree ("next_attempt_at") WHERE next_attempt_at is not null;--> statement-breakpoint
CREATE INDEX "alert_delivery_by_alert" ON "alert_delivery" USING btree ("alert_id");--> statement-breakpoint
CREATE INDEX "alert_delivery_by_channel" ON "alert_delivery" USING btree ("channel_id","created_at","id");--> statement-breakpoint
CREATE INDEX "alert_delivery_by_time" ON "alert_delivery" USING btree ("created_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "alert_delivery_once" ON "alert_delivery" USING btree ("alert_id","channel_id");