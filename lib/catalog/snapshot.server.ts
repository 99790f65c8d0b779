import "server-only";
import { createHash } from "node:crypto";
import { and, eq } from "drizzle-orm";
import type { Db } from "@/lib/db/client.server";
import { catalogSnapshot } from "@/lib/db/schema/catalog";
import { recordChanges } from "./record-changes.server";

export type Snapshot = { rows: unknown[]; digest: string; fetchedAt: Date };

/** Rows as the database can keep them, with the digest that tells whether they changed. */
export function sealRows(rows: readonly unknown[]): Pick<Snapshot, "rows" | "digest"> {
  // The database refuses NUL and half a surrogate pair in JSON. Whole escapes are matched so that an
  // escaped backslash before "u0000" stays what it is.
  const text = JSON.stringify(rows).replace(/\\(?:u0000|ud[89a-f][0-9a-f]{2}|.)/g, (found) =>
    found.length > 2 ? "\\ufffd" : found,
  );
  return { rows: JSON.parse(text), digest: createHash("sha256").update(text).digest("hex") };
}

/** The newest list of an upstream; null when it was never fetched. */
export async function readSnapshot(db: Db, upstream: string): Promise<Snapshot | null> {
  const { rows, digest, fetchedAt } = catalogSnapshot;
  const [found] = await db
    .select({ rows, digest, fetchedAt })
    .from(catalogSnapshot)
    .where(eq(catalogSnapshot.upstream, upstream));
  return found ?? null;
}

/** Like {@link readSnapshot} without the rows, which are a megabyte. */
export async function readSnapshotHead(db: Db, upstream: string): Promise<Omit<Snapshot, "rows"> | null> {
  const { digest, fetchedAt } = catalogSnapshot;
  const [found] = await db
    .select({ digest, fetchedAt })
    .from(catalogSnapshot)
    .where(eq(catalogSnapshot.upstream, upstream));
  return found ?? null;
}

/** Two instances that fetch at the same time may write in the other order. */
const RACE_MS = 60_000;

/**
 * Keeps a list, and in the same transaction what changed since the last one. The same rows again change the
 * time of the fetch and nothing else. Whoever comes second of several instances finds nothing left to do.
 */
export async function writeSnapshot(db: Db, upstream: string, list: Snapshot): Promise<void> {
  const { rows, digest, fetchedAt } = list;
  const mine = eq(catalogSnapshot.upstream, upstream);
  const touched = await db
    .update(catalogSnapshot)
    .set({ fetchedAt })
    .where(and(mine, eq(catalogSnapshot.digest, digest)))
    .returning({ upstream: catalogSnapshot.upstream });
  if (touched.length > 0) return;
  await db.transaction(async (tx) => {
    // The lock makes instances take turns; the second then sees what the first has written.
    const [stored] = await tx.select().from(catalogSnapshot).where(mine).for("update");
    if (!stored) {
      const first = { upstream, rows, digest, fetchedAt, changedAt: fetchedAt, recordedSince: fetchedAt };
      await tx.insert(catalogSnapshot).values(first).onConflictDoNothing();
      return;
    }
    if (isOvertaken(fetchedAt, stored.fetchedAt)) return;
    if (stored.digest !== digest) await recordChanges(tx, upstream, stored, list);
    const changedAt = stored.digest === digest ? stored.changedAt : fetchedAt;
    await tx.update(catalogSnapshot).set({ rows, digest, fetchedAt, changedAt }).where(mine);
  });
}

/** A list that is only a little older lost a race; one that seems much older was fetched by another clock. */
function isOvertaken(fetchedAt: Date, stored: Date): boolean {
  const ahead = stored.getTime() - fetchedAt.getTime();
  return ahead > 0 && ahead < RACE_MS;
}
