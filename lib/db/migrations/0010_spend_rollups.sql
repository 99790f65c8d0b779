CREATE TABLE "spend_day" (
	"account" text NOT NULL,
	"zone" text NOT NULL,
	"start" timestamp (3) with time zone NOT NULL,
	"end" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "spend_day_account_zone_start_pk" PRIMARY KEY("account","zone","start")
);
--> statement-breakpoint
CREATE TABLE "spend_mark" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "spend_mark_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"account" text NOT NULL,
	"quarter" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "spend_rollup" (
	"account" text NOT NULL,
	"zone" text NOT NULL,
	"start" timestamp (3) with time zone NOT NULL,
	"first" smallint NOT NULL,
	"first_value" text,
	"second" smallint NOT NULL,
	"second_value" text,
	"generations" integer NOT NULL,
	"cost" numeric NOT NULL,
	"unknown" integer NOT NULL,
	"failed_patchbay" integer NOT NULL,
	"failed_openrouter" integer NOT NULL,
	"failed_provider" integer NOT NULL,
	"failed_nobody" integer NOT NULL,
	"cancelled" integer NOT NULL,
	"fallbacks" integer NOT NULL,
	"prompt_tokens" bigint,
	"completion_tokens" bigint,
	"reasoning_tokens" bigint,
	"cached_tokens" bigint,
	"cache_write_tokens" bigint,
	"priced_cost" numeric,
	"list_cost" numeric,
	"cache_savings" numeric,
	"upstream_cost" numeric,
	"ttft" integer[],
	"speed" integer[]
);
--> statement-breakpoint
CREATE TABLE "spend_zone" (
	"zone" text PRIMARY KEY NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "spend_rollup_by_split" ON "spend_rollup" USING btree ("account","zone","first","second","start");--> statement-breakpoint
CREATE INDEX "spend_rollup_by_start" ON "spend_rollup" USING btree ("account","zone","start");--> statement-breakpoint
-- Whatever changes a figure leaves a mark in the same transaction, whoever changes it.
CREATE FUNCTION mark_spend_of_many() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "spend_mark" ("account", "quarter")
  SELECT DISTINCT "account", date_bin('15 minutes', "started_at", 'epoch'::timestamptz) FROM "changed";
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION mark_spend() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "spend_mark" ("account", "quarter")
  VALUES (NEW."account", date_bin('15 minutes', NEW."started_at", 'epoch'::timestamptz));
  IF OLD."account" <> NEW."account" OR OLD."started_at" <> NEW."started_at" THEN
    INSERT INTO "spend_mark" ("account", "quarter")
    VALUES (OLD."account", date_bin('15 minutes', OLD."started_at", 'epoch'::timestamptz));
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER generation_insert_marks_spend AFTER INSERT ON "generation"
  REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION mark_spend_of_many();
--> statement-breakpoint
CREATE TRIGGER generation_delete_marks_spend AFTER DELETE ON "generation"
  REFERENCING OLD TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION mark_spend_of_many();
--> statement-breakpoint
-- Leases and the asking for costs change rows all the time, and no figure.
CREATE TRIGGER generation_update_marks_spend AFTER UPDATE ON "generation" FOR EACH ROW
  WHEN ((OLD."account", OLD."started_at", OLD."member_id", OLD."key_id", OLD."route_id", OLD."source", OLD."models",
    OLD."model", OLD."provider", OLD."tags", OLD."state", OLD."finish_reason", OLD."failure", OLD."attempts",
    OLD."prompt_tokens", OLD."completion_tokens", OLD."reasoning_tokens", OLD."cached_tokens",
    OLD."cache_write_tokens", OLD."cost", OLD."upstream_cost", OLD."is_byok", OLD."price_snapshot", OLD."ttft_ms",
    OLD."duration_ms") IS DISTINCT FROM
    (NEW."account", NEW."started_at", NEW."member_id", NEW."key_id", NEW."route_id", NEW."source", NEW."models",
    NEW."model", NEW."provider", NEW."tags", NEW."state", NEW."finish_reason", NEW."failure", NEW."attempts",
    NEW."prompt_tokens", NEW."completion_tokens", NEW."reasoning_tokens", NEW."cached_tokens",
    NEW."cache_write_tokens", NEW."cost", NEW."upstream_cost", NEW."is_byok", NEW."price_snapshot", NEW."ttft_ms",
    NEW."duration_ms"))
  EXECUTE FUNCTION mark_spend();
--> statement-breakpoint
INSERT INTO "spend_mark" ("account", "quarter")
SELECT DISTINCT "account", date_bin('15 minutes', "started_at", 'epoch'::timestamptz) FROM "generation";
