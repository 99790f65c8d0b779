ALTER TABLE "conversation" ADD COLUMN "blind_since" timestamp (3) with time zone;--> statement-breakpoint
CREATE TABLE "prompt" (
	"id" uuid PRIMARY KEY NOT NULL,
	"member_id" uuid NOT NULL,
	"name" text NOT NULL,
	"tags" text[] DEFAULT '{}'::text[] NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "prompt_version" (
	"prompt_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"text" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "prompt_version_prompt_id_version_pk" PRIMARY KEY("prompt_id","version")
);
--> statement-breakpoint
CREATE TABLE "share" (
	"id" uuid PRIMARY KEY NOT NULL,
	"conversation_id" uuid NOT NULL,
	"digest" text NOT NULL,
	"leaf_ids" uuid[] NOT NULL,
	"title" text NOT NULL,
	"panes" jsonb NOT NULL,
	"include_system" boolean NOT NULL,
	"include_costs" boolean NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "share_digest_unique" UNIQUE("digest")
);
--> statement-breakpoint
CREATE TABLE "vote" (
	"id" uuid PRIMARY KEY NOT NULL,
	"member_id" uuid NOT NULL,
	"account" text NOT NULL,
	"conversation_id" uuid NOT NULL,
	"turn_id" uuid NOT NULL,
	"outcome" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "vote_turnId_unique" UNIQUE("turn_id")
);
--> statement-breakpoint
CREATE TABLE "vote_answer" (
	"vote_id" uuid NOT NULL,
	"generation_id" uuid NOT NULL,
	"model" text NOT NULL,
	"won" boolean NOT NULL,
	CONSTRAINT "vote_answer_vote_id_generation_id_pk" PRIMARY KEY("vote_id","generation_id")
);
--> statement-breakpoint
ALTER TABLE "prompt" ADD CONSTRAINT "prompt_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "prompt_version" ADD CONSTRAINT "prompt_version_prompt_id_prompt_id_fk" FOREIGN KEY ("prompt_id") REFERENCES "public"."prompt"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "share" ADD CONSTRAINT "share_conversation_id_conversation_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversation"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vote" ADD CONSTRAINT "vote_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vote_answer" ADD CONSTRAINT "vote_answer_vote_id_vote_id_fk" FOREIGN KEY ("vote_id") REFERENCES "public"."vote"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "prompt_member_id_name_index" ON "prompt" USING btree ("member_id","name");--> statement-breakpoint
CREATE INDEX "share_conversation_id_index" ON "share" USING btree ("conversation_id");--> statement-breakpoint
CREATE INDEX "vote_account_created_at_index" ON "vote" USING btree ("account","created_at");