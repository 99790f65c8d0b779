CREATE TABLE "budget_ask" (
	"id" uuid PRIMARY KEY NOT NULL,
	"budget_id" uuid NOT NULL,
	"scope" jsonb NOT NULL,
	"period" text NOT NULL,
	"resets_at" timestamp (3) with time zone,
	"member_id" uuid NOT NULL,
	"amount" numeric(20, 12) NOT NULL,
	"note" text,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"state" text NOT NULL,
	"answered_by" uuid,
	"answered_at" timestamp (3) with time zone,
	"answer" text,
	"until" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "budget_ask" ADD CONSTRAINT "budget_ask_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budget_ask" ADD CONSTRAINT "budget_ask_answered_by_member_id_fk" FOREIGN KEY ("answered_by") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "budget_ask_open" ON "budget_ask" USING btree ("budget_id","member_id") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "budget_ask_by_member" ON "budget_ask" USING btree ("member_id","asked_at");