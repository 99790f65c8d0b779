CREATE TABLE "endpoint_sample" (
	"upstream" text NOT NULL,
	"model" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"rows" jsonb NOT NULL,
	CONSTRAINT "endpoint_sample_upstream_model_at_pk" PRIMARY KEY("upstream","model","at")
);
--> statement-breakpoint
CREATE TABLE "gone_model" (
	"upstream" text NOT NULL,
	"model" text NOT NULL,
	"row" jsonb NOT NULL,
	"gone_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "gone_model_upstream_model_pk" PRIMARY KEY("upstream","model")
);
--> statement-breakpoint
CREATE TABLE "price_change" (
	"id" uuid PRIMARY KEY NOT NULL,
	"upstream" text NOT NULL,
	"digest" text NOT NULL,
	"model" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"kinds" text[] NOT NULL,
	"differences" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "catalog_snapshot" ADD COLUMN "recorded_since" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
CREATE INDEX "gone_model_by_time" ON "gone_model" USING btree ("upstream","gone_at");--> statement-breakpoint
CREATE UNIQUE INDEX "price_change_once" ON "price_change" USING btree ("upstream","model","at");--> statement-breakpoint
CREATE INDEX "price_change_by_time" ON "price_change" USING btree ("upstream","at","id");