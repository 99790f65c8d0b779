CREATE TABLE "idempotency" (
	"key_id" uuid NOT NULL,
	"digest" text NOT NULL,
	"request" text NOT NULL,
	"generation_id" uuid NOT NULL,
	"state" text NOT NULL,
	"headers" jsonb NOT NULL,
	"content_type" text,
	"upstream_id" text,
	"body" "bytea",
	"failure" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "idempotency_key_id_digest_pk" PRIMARY KEY("key_id","digest")
);
--> statement-breakpoint
ALTER TABLE "idempotency" ADD CONSTRAINT "idempotency_key_id_virtual_key_id_fk" FOREIGN KEY ("key_id") REFERENCES "public"."virtual_key"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "idempotency_by_generation" ON "idempotency" USING btree ("generation_id");--> statement-breakpoint
CREATE INDEX "idempotency_by_expiry" ON "idempotency" USING btree ("expires_at");
