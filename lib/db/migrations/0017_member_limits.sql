CREATE TABLE "member_rate" (
	"member_id" uuid PRIMARY KEY NOT NULL,
	"used" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"wait" integer NOT NULL,
	"tokens" bigint DEFAULT 0 NOT NULL,
	"tokens_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "key_rate" ADD COLUMN "tokens" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "key_rate" ADD COLUMN "tokens_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "member" ADD COLUMN "requests_per_minute" integer;--> statement-breakpoint
ALTER TABLE "member" ADD COLUMN "tokens_per_minute" integer;--> statement-breakpoint
ALTER TABLE "member" ADD COLUMN "max_concurrent" integer;--> statement-breakpoint
ALTER TABLE "virtual_key" ADD COLUMN "tokens_per_minute" integer;--> statement-breakpoint
ALTER TABLE "member_rate" ADD CONSTRAINT "member_rate_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;
