CREATE TABLE "budget" (
	"id" uuid PRIMARY KEY NOT NULL,
	"scope_type" text NOT NULL,
	"scope_id" text NOT NULL,
	"limit" numeric(20, 12) NOT NULL,
	"period" text NOT NULL,
	"time_zone" text NOT NULL,
	"hard" boolean NOT NULL,
	"raise_amount" numeric(20, 12),
	"raise_until" timestamp (3) with time zone,
	"stopped_at" timestamp (3) with time zone,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "budget_count" (
	"budget_id" uuid NOT NULL,
	"account" text NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone,
	"spent" numeric(20, 12) NOT NULL,
	"held" numeric(20, 12) NOT NULL,
	"audited_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "budget_count_budget_id_account_starts_at_pk" PRIMARY KEY("budget_id","account","starts_at")
);
--> statement-breakpoint
ALTER TABLE "hold" ADD COLUMN "is_binding" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "budget" ADD CONSTRAINT "budget_created_by_member_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budget_count" ADD CONSTRAINT "budget_count_budget_id_budget_id_fk" FOREIGN KEY ("budget_id") REFERENCES "public"."budget"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "budget_by_scope" ON "budget" USING btree ("scope_type","scope_id");--> statement-breakpoint
-- Which budgets a generation falls under, and which counter of each is that of the time at which it was admitted.
CREATE FUNCTION budget_counts_of(ids uuid[])
RETURNS TABLE ("generation_id" uuid, "budget_id" uuid, "account" text, "starts_at" timestamptz, "hard" boolean,
  "stopped" boolean, "ceiling" numeric) LANGUAGE sql STABLE AS $$
  SELECT g."id", b."id", g."account", c."starts_at", b."hard", b."stopped_at" IS NOT NULL,
    b."limit" + CASE WHEN b."raise_until" > g."started_at" THEN b."raise_amount" ELSE 0 END
  FROM "generation" g
  LEFT JOIN "virtual_key" k ON k."id" = g."key_id"
  CROSS JOIN LATERAL (
    VALUES ('workspace', ''), ('member', g."member_id"::text), ('key', g."key_id"::text),
      ('environment', k."environment"), ('route', g."route_id"::text)
    UNION SELECT 'tag', unnest(g."tags")
  ) s ("type", "id")
  JOIN "budget" b ON b."scope_type" = s."type" AND b."scope_id" = s."id"
  LEFT JOIN "budget_count" c ON c."budget_id" = b."id" AND c."account" = g."account"
    AND c."starts_at" <= g."started_at" AND (c."ends_at" IS NULL OR c."ends_at" > g."started_at")
  WHERE g."id" = ANY (ids)
$$;
--> statement-breakpoint
-- Always in the same order, so that of two that share some of them none waits for the other.
CREATE FUNCTION lock_budget_counts(ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM "budget_count" c
  WHERE (c."budget_id", c."account", c."starts_at") IN
    (SELECT o."budget_id", o."account", o."starts_at" FROM budget_counts_of(ids) o)
  ORDER BY c."budget_id", c."account", c."starts_at" FOR NO KEY UPDATE;
END $$;
--> statement-breakpoint
-- Counts holds as they are set aside, or refuses them all and tells which budget stands against each.
CREATE FUNCTION admit_holds() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ids uuid[];
  wanted record;
  blocked jsonb;
  refused jsonb := '[]';
BEGIN
  IF NOT EXISTS (SELECT FROM "budget") THEN RETURN NULL; END IF;
  SELECT array_agg("generation_id") INTO ids FROM "admitted" WHERE "ended_at" IS NULL;
  IF ids IS NULL THEN RETURN NULL; END IF;
  IF EXISTS (SELECT FROM budget_counts_of(ids) o WHERE o."starts_at" IS NULL) THEN
    RAISE EXCEPTION 'a budget has no counter for this time yet' USING ERRCODE = 'PB001';
  END IF;
  PERFORM lock_budget_counts(ids);
  FOR wanted IN SELECT "generation_id", "amount", "is_binding" AND "amount" IS NOT NULL AS "is_bounded"
    FROM "admitted" WHERE "ended_at" IS NULL ORDER BY "id"
  LOOP
    SELECT jsonb_build_object('generationId', wanted."generation_id", 'budgetId', o."budget_id",
      'reason', CASE WHEN o."stopped" THEN 'stopped' WHEN NOT wanted."is_bounded" THEN 'unbounded' ELSE 'exceeded' END,
      'ceiling', o."ceiling"::text, 'spent', c."spent"::text, 'held', c."held"::text, 'needed', wanted."amount"::text)
    INTO blocked
    FROM budget_counts_of(ARRAY[wanted."generation_id"]) o
    JOIN "budget_count" c USING ("budget_id", "account", "starts_at")
    WHERE o."hard" AND (o."stopped" OR NOT wanted."is_bounded"
      -- What costs nothing passes even where nothing is left.
      OR (wanted."amount" > 0 AND c."spent" + c."held" + wanted."amount" > o."ceiling"))
    ORDER BY o."stopped" DESC, o."ceiling" - c."spent" - c."held", o."budget_id" LIMIT 1;
    IF FOUND THEN
      refused := refused || blocked;
    ELSIF wanted."amount" > 0 THEN
      UPDATE "budget_count" c SET "held" = c."held" + wanted."amount"
      FROM budget_counts_of(ARRAY[wanted."generation_id"]) o
      WHERE c."budget_id" = o."budget_id" AND c."account" = o."account" AND c."starts_at" = o."starts_at";
    END IF;
  END LOOP;
  IF refused <> '[]' THEN
    RAISE EXCEPTION 'a budget refuses this' USING ERRCODE = 'PB402', DETAIL = refused::text;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER hold_is_admitted AFTER INSERT ON "hold"
  REFERENCING NEW TABLE AS "admitted" FOR EACH STATEMENT EXECUTE FUNCTION admit_holds();
--> statement-breakpoint
-- What is no longer held, for whatever reason, comes back in the same transaction.
CREATE FUNCTION return_holds() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ids uuid[];
BEGIN
  IF NOT EXISTS (SELECT FROM "budget_count") THEN RETURN NULL; END IF;
  SELECT array_agg("generation_id") INTO ids FROM "after";
  PERFORM lock_budget_counts(ids);
  UPDATE "budget_count" c SET "held" = c."held" + s."amount"
  FROM (
    SELECT o."budget_id", o."account", o."starts_at", sum(
      CASE WHEN a."ended_at" IS NULL THEN coalesce(a."amount", 0) ELSE 0 END
      - CASE WHEN b."ended_at" IS NULL THEN coalesce(b."amount", 0) ELSE 0 END) AS "amount"
    FROM "after" a JOIN "before" b ON b."id" = a."id"
    JOIN budget_counts_of(ids) o ON o."generation_id" = a."generation_id"
    GROUP BY o."budget_id", o."account", o."starts_at"
  ) s
  WHERE c."budget_id" = s."budget_id" AND c."account" = s."account" AND c."starts_at" = s."starts_at"
    AND s."amount" <> 0;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER hold_is_returned AFTER UPDATE ON "hold"
  REFERENCING OLD TABLE AS "before" NEW TABLE AS "after" FOR EACH STATEMENT EXECUTE FUNCTION return_holds();
--> statement-breakpoint
-- Money counts where its generation was admitted, however late it is known.
CREATE FUNCTION count_entries() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ids uuid[];
BEGIN
  IF NOT EXISTS (SELECT FROM "budget_count") THEN RETURN NULL; END IF;
  SELECT array_agg(DISTINCT "generation_id") INTO ids FROM "booked";
  PERFORM lock_budget_counts(ids);
  UPDATE "budget_count" c SET "spent" = c."spent" + s."amount"
  FROM (
    SELECT o."budget_id", o."account", o."starts_at", sum(e."amount") AS "amount"
    FROM "booked" e JOIN budget_counts_of(ids) o ON o."generation_id" = e."generation_id"
    GROUP BY o."budget_id", o."account", o."starts_at"
  ) s
  WHERE c."budget_id" = s."budget_id" AND c."account" = s."account" AND c."starts_at" = s."starts_at";
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER entry_is_counted AFTER INSERT ON "entry"
  REFERENCING NEW TABLE AS "booked" FOR EACH STATEMENT EXECUTE FUNCTION count_entries();
