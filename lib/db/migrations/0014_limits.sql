CREATE TABLE "key_rate" (
	"key_id" uuid PRIMARY KEY NOT NULL,
	"used" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"wait" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "virtual_key" ADD COLUMN "requests_per_minute" integer;--> statement-breakpoint
ALTER TABLE "virtual_key" ADD COLUMN "max_concurrent" integer;--> statement-breakpoint
ALTER TABLE "key_rate" ADD CONSTRAINT "key_rate_key_id_virtual_key_id_fk" FOREIGN KEY ("key_id") REFERENCES "public"."virtual_key"("id") ON DELETE no action ON UPDATE no action;