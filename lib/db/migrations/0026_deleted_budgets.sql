ALTER TABLE "budget" ADD COLUMN "deleted_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "budget_count" ADD COLUMN "refused_amount" numeric(20, 12);--> statement-breakpoint
-- A deleted budget goes on counting, so that it can be brought back as if it had never been away, and stands against nothing.
CREATE OR REPLACE FUNCTION budget_counts_of(ids uuid[])
RETURNS TABLE ("generation_id" uuid, "budget_id" uuid, "account" text, "starts_at" timestamptz, "hard" boolean,
  "stopped" boolean, "ceiling" numeric) LANGUAGE sql STABLE AS $$
  SELECT g."id", b."id", g."account", c."starts_at", b."hard" AND b."deleted_at" IS NULL, b."stopped_at" IS NOT NULL,
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
