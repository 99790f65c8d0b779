import "server-only";
import { and, desc, eq, lt } from "drizzle-orm";
import type { Db } from "@/lib/db/client.server";
import { endpointSample } from "@/lib/db/schema/catalog";
import { sealRows } from "./snapshot.server";

/** The endpoints of a model at a time, as they were sent. */
export type Sample = { rows: readonly unknown[]; at: Date };

const KEEP_MS = 90 * 86_400_000;

export async function readNewestSample(db: Db, upstream: string, model: string): Promise<Sample | null> {
  const [found] = await db
    .select({ rows: endpointSample.rows, at: endpointSample.at })
    .from(endpointSample)
    .where(and(eq(endpointSample.upstream, upstream), eq(endpointSample.model, model)))
    .orderBy(desc(endpointSample.at))
    .limit(1);
  return found ?? null;
}

/** Keeps a sample, and lets go of this model's oldest. */
export async function writeSample(
  db: Db,
  upstream: string,
  model: string,
  { rows, at }: Sample,
): Promise<void> {
  await db
    .insert(endpointSample)
    .values({ upstream, model, at, rows: sealRows(rows).rows })
    .onConflictDoNothing();
  await db
    .delete(endpointSample)
    .where(
      and(
        eq(endpointSample.upstream, upstream),
        eq(endpointSample.model, model),
        lt(endpointSample.at, new Date(at.getTime() - KEEP_MS)),
      ),
    );
}
