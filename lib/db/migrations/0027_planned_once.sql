-- Which budgets a generation falls under is worked out once per statement. Whatever is asked here is planned once per
-- connection, as planning takes ten times as long as doing; and by index, as a plan that is made while tables are
-- small must do when they have grown.
DROP FUNCTION lock_budget_counts(uuid[]);--> statement-breakpoint
-- Always in the same order, so that of two that share some of them none waits for the other.
CREATE FUNCTION lock_budget_counts(budgets uuid[], accounts text[], starts timestamptz[])
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM "budget_count" c
  WHERE (c."budget_id", c."account", c."starts_at") IN (SELECT * FROM unnest(budgets, accounts, starts))
  ORDER BY c."budget_id", c."account", c."starts_at" FOR NO KEY UPDATE;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION admit_holds() RETURNS trigger LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET jit = off AS $$
DECLARE
  ids uuid[];
  -- One element for each generation and budget that it falls under.
  generations uuid[];
  budgets uuid[];
  accounts text[];
  starts timestamptz[];
  -- What the generation may use up to of the budget; null of a soft one.
  ceilings numeric[];
  stops boolean[];
  wanted record;
  blocked jsonb;
  refused jsonb := '[]';
BEGIN
  IF NOT EXISTS (SELECT FROM "budget") THEN RETURN NULL; END IF;
  SELECT array_agg("generation_id") INTO ids FROM "admitted" WHERE "ended_at" IS NULL;
  IF ids IS NULL THEN RETURN NULL; END IF;
  -- No counter comes while this is going on: who makes one has the table of holds to themselves.
  SELECT array_agg(o."generation_id"), array_agg(o."budget_id"), array_agg(o."account"), array_agg(o."starts_at")
  INTO generations, budgets, accounts, starts FROM budget_counts_of(ids) o;
  IF generations IS NULL THEN RETURN NULL; END IF;
  IF array_position(starts, NULL) IS NOT NULL THEN
    RAISE EXCEPTION 'a budget has no counter for this time yet' USING ERRCODE = 'PB001';
  END IF;
  PERFORM lock_budget_counts(budgets, accounts, starts);
  -- Terms are read behind the locks: they may have changed while others had the counters in hand.
  SELECT
    array_agg(CASE WHEN b."hard" AND b."deleted_at" IS NULL THEN
      b."limit" + CASE WHEN b."raise_until" > g."started_at" THEN b."raise_amount" ELSE 0 END
    END ORDER BY f."place"),
    array_agg(b."stopped_at" IS NOT NULL ORDER BY f."place")
  INTO ceilings, stops
  FROM unnest(generations, budgets) WITH ORDINALITY f ("generation_id", "budget_id", "place")
  JOIN "generation" g ON g."id" = f."generation_id"
  LEFT JOIN "budget" b ON b."id" = f."budget_id";
  -- What fits is counted for all at once; only where something does not fit is each looked at by itself.
  IF NOT EXISTS (
    SELECT FROM (
      SELECT f."budget_id", f."account", f."starts_at", min(f."ceiling") AS "ceiling", bool_or(f."stopped") AS "stopped",
        sum(a."amount") AS "amount", bool_and(a."is_binding" AND a."amount" IS NOT NULL) AS "is_bounded"
      FROM unnest(generations, budgets, accounts, starts, ceilings, stops)
        f ("generation_id", "budget_id", "account", "starts_at", "ceiling", "stopped")
      JOIN "admitted" a ON a."generation_id" = f."generation_id" AND a."ended_at" IS NULL
      WHERE f."ceiling" IS NOT NULL
      GROUP BY f."budget_id", f."account", f."starts_at"
    ) s
    JOIN "budget_count" c USING ("budget_id", "account", "starts_at")
    WHERE s."stopped" OR NOT s."is_bounded"
      OR (s."amount" > 0 AND c."spent" + c."held" + s."amount" > s."ceiling")
  ) THEN
    UPDATE "budget_count" c SET "held" = c."held" + s."amount"
    FROM (
      SELECT f."budget_id", f."account", f."starts_at", sum(a."amount") AS "amount"
      FROM unnest(generations, budgets, accounts, starts) f ("generation_id", "budget_id", "account", "starts_at")
      JOIN "admitted" a ON a."generation_id" = f."generation_id" AND a."ended_at" IS NULL
      GROUP BY f."budget_id", f."account", f."starts_at"
    ) s
    WHERE c."budget_id" = s."budget_id" AND c."account" = s."account" AND c."starts_at" = s."starts_at"
      AND s."amount" > 0;
    RETURN NULL;
  END IF;
  FOR wanted IN SELECT "generation_id", "amount", "is_binding" AND "amount" IS NOT NULL AS "is_bounded"
    FROM "admitted" WHERE "ended_at" IS NULL ORDER BY "id"
  LOOP
    SELECT jsonb_build_object('generationId', wanted."generation_id", 'budgetId', f."budget_id",
      'reason', CASE WHEN f."stopped" THEN 'stopped' WHEN NOT wanted."is_bounded" THEN 'unbounded' ELSE 'exceeded' END,
      'ceiling', f."ceiling"::text, 'spent', c."spent"::text, 'held', c."held"::text, 'needed', wanted."amount"::text)
    INTO blocked
    FROM unnest(generations, budgets, accounts, starts, ceilings, stops)
      f ("generation_id", "budget_id", "account", "starts_at", "ceiling", "stopped")
    JOIN "budget_count" c USING ("budget_id", "account", "starts_at")
    WHERE f."generation_id" = wanted."generation_id" AND f."ceiling" IS NOT NULL
      AND (f."stopped" OR NOT wanted."is_bounded"
        -- What costs nothing passes even where nothing is left.
        OR (wanted."amount" > 0 AND c."spent" + c."held" + wanted."amount" > f."ceiling"))
    ORDER BY f."stopped" DESC, f."ceiling" - c."spent" - c."held", f."budget_id" LIMIT 1;
    IF FOUND THEN
      refused := refused || blocked;
    ELSIF wanted."amount" > 0 THEN
      UPDATE "budget_count" c SET "held" = c."held" + wanted."amount"
      FROM unnest(generations, budgets, accounts, starts) f ("generation_id", "budget_id", "account", "starts_at")
      WHERE f."generation_id" = wanted."generation_id"
        AND c."budget_id" = f."budget_id" AND c."account" = f."account" AND c."starts_at" = f."starts_at";
    END IF;
  END LOOP;
  IF refused <> '[]' THEN
    RAISE EXCEPTION 'a budget refuses this' USING ERRCODE = 'PB402', DETAIL = refused::text;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION return_holds() RETURNS trigger LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET jit = off AS $$
DECLARE
  ids uuid[];
  generations uuid[];
  budgets uuid[];
  accounts text[];
  starts timestamptz[];
BEGIN
  IF NOT EXISTS (SELECT FROM "budget_count") THEN RETURN NULL; END IF;
  SELECT array_agg("generation_id") INTO ids FROM "after";
  SELECT array_agg(o."generation_id"), array_agg(o."budget_id"), array_agg(o."account"), array_agg(o."starts_at")
  INTO generations, budgets, accounts, starts FROM budget_counts_of(ids) o;
  IF generations IS NULL THEN RETURN NULL; END IF;
  PERFORM lock_budget_counts(budgets, accounts, starts);
  UPDATE "budget_count" c SET "held" = c."held" + s."amount"
  FROM (
    SELECT o."budget_id", o."account", o."starts_at", sum(
      CASE WHEN a."ended_at" IS NULL THEN coalesce(a."amount", 0) ELSE 0 END
      - CASE WHEN b."ended_at" IS NULL THEN coalesce(b."amount", 0) ELSE 0 END) AS "amount"
    FROM "after" a JOIN "before" b ON b."id" = a."id"
    JOIN unnest(generations, budgets, accounts, starts) o ("generation_id", "budget_id", "account", "starts_at")
      ON o."generation_id" = a."generation_id"
    GROUP BY o."budget_id", o."account", o."starts_at"
  ) s
  WHERE c."budget_id" = s."budget_id" AND c."account" = s."account" AND c."starts_at" = s."starts_at"
    AND s."amount" <> 0;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION count_entries() RETURNS trigger LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET jit = off AS $$
DECLARE
  ids uuid[];
  generations uuid[];
  budgets uuid[];
  accounts text[];
  starts timestamptz[];
BEGIN
  IF NOT EXISTS (SELECT FROM "budget_count") THEN RETURN NULL; END IF;
  SELECT array_agg(DISTINCT "generation_id") INTO ids FROM "booked";
  SELECT array_agg(o."generation_id"), array_agg(o."budget_id"), array_agg(o."account"), array_agg(o."starts_at")
  INTO generations, budgets, accounts, starts FROM budget_counts_of(ids) o;
  IF generations IS NULL THEN RETURN NULL; END IF;
  PERFORM lock_budget_counts(budgets, accounts, starts);
  UPDATE "budget_count" c SET "spent" = c."spent" + s."amount"
  FROM (
    SELECT o."budget_id", o."account", o."starts_at", sum(e."amount") AS "amount"
    FROM "booked" e
    JOIN unnest(generations, budgets, accounts, starts) o ("generation_id", "budget_id", "account", "starts_at")
      ON o."generation_id" = e."generation_id"
    GROUP BY o."budget_id", o."account", o."starts_at"
  ) s
  WHERE c."budget_id" = s."budget_id" AND c."account" = s."account" AND c."starts_at" = s."starts_at";
  RETURN NULL;
END $$;
