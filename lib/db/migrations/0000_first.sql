CREATE TABLE "catalog_snapshot" (
	"upstream" text PRIMARY KEY NOT NULL,
	"rows" jsonb NOT NULL,
	"digest" text NOT NULL,
	"fetched_at" timestamp (3) with time zone NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "conversation" (
	"id" uuid PRIMARY KEY NOT NULL,
	"member_id" uuid NOT NULL,
	"title" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "message" (
	"id" uuid PRIMARY KEY NOT NULL,
	"conversation_id" uuid NOT NULL,
	"pane_id" uuid NOT NULL,
	"parent_id" uuid,
	"role" text NOT NULL,
	"content" text DEFAULT '' NOT NULL,
	"reasoning" text DEFAULT '' NOT NULL,
	"extras" jsonb,
	"generation_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "pane" (
	"id" uuid PRIMARY KEY NOT NULL,
	"conversation_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"model" text NOT NULL,
	"system" text,
	"parameters" jsonb DEFAULT '{}'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "entry" (
	"id" uuid PRIMARY KEY NOT NULL,
	"generation_id" uuid NOT NULL,
	"account" text NOT NULL,
	"kind" text NOT NULL,
	"amount" numeric(20, 12) NOT NULL,
	"basis" text NOT NULL,
	"booked_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "generation" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account" text NOT NULL,
	"member_id" uuid NOT NULL,
	"key_id" uuid,
	"source" text NOT NULL,
	"conversation_id" uuid,
	"message_id" uuid,
	"models" text[] NOT NULL,
	"parameters" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"tags" text[] DEFAULT '{}'::text[] NOT NULL,
	"state" text NOT NULL,
	"lease_owner" text,
	"lease_until" timestamp (3) with time zone,
	"stop_requested_at" timestamp (3) with time zone,
	"upstream_id" text,
	"model" text,
	"provider" text,
	"attempts" jsonb,
	"finish_reason" text,
	"native_finish_reason" text,
	"failure" jsonb,
	"prompt_tokens" integer,
	"completion_tokens" integer,
	"reasoning_tokens" integer,
	"cached_tokens" integer,
	"cache_write_tokens" integer,
	"estimate" numeric(20, 12),
	"cost" numeric(20, 12),
	"cost_state" text,
	"upstream_cost" numeric(20, 12),
	"is_byok" boolean,
	"price_snapshot" jsonb,
	"started_at" timestamp (3) with time zone NOT NULL,
	"sent_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"settled_at" timestamp (3) with time zone,
	"confirmed_at" timestamp (3) with time zone,
	"ttft_ms" integer,
	"duration_ms" integer,
	"upstream_latency_ms" integer,
	"confirm_at" timestamp (3) with time zone,
	"confirm_tries" integer DEFAULT 0 NOT NULL,
	"stats" jsonb
);
--> statement-breakpoint
CREATE TABLE "hold" (
	"id" uuid PRIMARY KEY NOT NULL,
	"generation_id" uuid NOT NULL,
	"account" text NOT NULL,
	"amount" numeric(20, 12),
	"created_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"outcome" text
);
--> statement-breakpoint
CREATE TABLE "stream_segment" (
	"generation_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"bytes" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "stream_segment_generation_id_position_pk" PRIMARY KEY("generation_id","position")
);
--> statement-breakpoint
CREATE TABLE "member" (
	"id" uuid PRIMARY KEY NOT NULL,
	"role" text NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "conversation" ADD CONSTRAINT "conversation_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message" ADD CONSTRAINT "message_conversation_id_conversation_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversation"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message" ADD CONSTRAINT "message_pane_id_pane_id_fk" FOREIGN KEY ("pane_id") REFERENCES "public"."pane"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pane" ADD CONSTRAINT "pane_conversation_id_conversation_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversation"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entry" ADD CONSTRAINT "entry_generation_id_generation_id_fk" FOREIGN KEY ("generation_id") REFERENCES "public"."generation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "generation" ADD CONSTRAINT "generation_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hold" ADD CONSTRAINT "hold_generation_id_generation_id_fk" FOREIGN KEY ("generation_id") REFERENCES "public"."generation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stream_segment" ADD CONSTRAINT "stream_segment_generation_id_generation_id_fk" FOREIGN KEY ("generation_id") REFERENCES "public"."generation"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "conversation_member_id_updated_at_index" ON "conversation" USING btree ("member_id","updated_at");--> statement-breakpoint
CREATE INDEX "message_conversation_id_index" ON "message" USING btree ("conversation_id");--> statement-breakpoint
CREATE INDEX "message_generation_id_index" ON "message" USING btree ("generation_id");--> statement-breakpoint
CREATE INDEX "pane_conversation_id_index" ON "pane" USING btree ("conversation_id");--> statement-breakpoint
CREATE UNIQUE INDEX "entry_settles_once" ON "entry" USING btree ("generation_id") WHERE kind = 'settle';--> statement-breakpoint
CREATE INDEX "entry_by_generation" ON "entry" USING btree ("generation_id");--> statement-breakpoint
CREATE INDEX "entry_by_booking" ON "entry" USING btree ("account","booked_at");--> statement-breakpoint
CREATE INDEX "generation_by_start" ON "generation" USING btree ("account","started_at","id");--> statement-breakpoint
CREATE INDEX "generation_running" ON "generation" USING btree ("lease_until") WHERE state = 'running';--> statement-breakpoint
CREATE INDEX "generation_to_confirm" ON "generation" USING btree ("confirm_at") WHERE confirm_at is not null;--> statement-breakpoint
CREATE INDEX "generation_by_upstream_id" ON "generation" USING btree ("upstream_id");--> statement-breakpoint
CREATE INDEX "generation_by_conversation" ON "generation" USING btree ("conversation_id");--> statement-breakpoint
CREATE UNIQUE INDEX "hold_generation_id_index" ON "hold" USING btree ("generation_id");--> statement-breakpoint
CREATE INDEX "hold_open" ON "hold" USING btree ("account") WHERE ended_at is null;