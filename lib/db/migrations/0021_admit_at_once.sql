-- What fits is counted for all at once; only where something does not fit is each looked at by itself, to tell which
-- budget stands against it.
CREATE OR REPLACE FUNCTION admit_holds() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ids uuid[];
  generations uuid[];
  budgets uuid[];
  accounts text[];
  starts timestamptz[];
  -- What each generation may use up to of each budget; null of a soft one.
  ceilings numeric[];
  is_stopped boolean;
  wanted record;
  blocked jsonb;
  refused jsonb := '[]';
BEGIN
  IF NOT EXISTS (SELECT FROM "budget") THEN RETURN NULL; END IF;
  SELECT array_agg("generation_id") INTO ids FROM "admitted" WHERE "ended_at" IS NULL;
  IF ids IS NULL THEN RETURN NULL; END IF;
  -- Looked for before the locks: a counter that another makes meanwhile would not be among them.
  IF EXISTS (SELECT FROM budget_counts_of(ids) o WHERE o."starts_at" IS NULL) THEN
    RAISE EXCEPTION 'a budget has no counter for this time yet' USING ERRCODE = 'PB001';
  END IF;
  PERFORM lock_budget_counts(ids);
  SELECT array_agg(o."generation_id"), array_agg(o."budget_id"), array_agg(o."account"), array_agg(o."starts_at"),
    array_agg(CASE WHEN o."hard" THEN o."ceiling" END), bool_or(o."hard" AND o."stopped")
  INTO generations, budgets, accounts, starts, ceilings, is_stopped FROM budget_counts_of(ids) o;
  IF generations IS NULL THEN RETURN NULL; END IF;
  IF NOT is_stopped AND NOT EXISTS (
    SELECT FROM (
      SELECT f."budget_id", f."account", f."starts_at", min(f."ceiling") AS "ceiling", sum(a."amount") AS "amount",
        bool_and(a."is_binding" AND a."amount" IS NOT NULL) AS "is_bounded"
      FROM unnest(generations, budgets, accounts, starts, ceilings)
        f ("generation_id", "budget_id", "account", "starts_at", "ceiling")
      JOIN "admitted" a ON a."generation_id" = f."generation_id" AND a."ended_at" IS NULL
      GROUP BY f."budget_id", f."account", f."starts_at"
    ) s
    JOIN "budget_count" c USING ("budget_id", "account", "starts_at")
    WHERE s."ceiling" IS NOT NULL
      AND (NOT s."is_bounded" OR (s."amount" > 0 AND c."spent" + c."held" + s."amount" > s."ceiling"))
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
