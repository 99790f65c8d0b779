import "server-only";
import { sql } from "drizzle-orm";
import type { Db } from "./client.server";
import { entry, generation, hold } from "./schema/ledger";
import { columnwise } from "./seed-columns.server";
import { type HistoryOptions, type InventedGeneration, inventHistory } from "./seed-history.server";
import { seedTeam } from "./seed-team.server";

/** Of `sandbox` or `simulation`: invented money never mixes with a real account's. */
export type SeedOptions = Omit<HistoryOptions, "account" | "routes"> & { account: "sandbox" | "simulation" };

const BATCH = 1_000;
/** Batches that are written while the next one is invented. */
const UNDER_WAY = 3;

/** Writes an invented history, consistent by the rules of money, beside whatever is there. Returns how many rows. */
export async function seedHistory(db: Db, options: SeedOptions): Promise<number> {
  const routes = await seedTeam(db, options);
  let written = 0;
  let batch: InventedGeneration[] = [];
  const underWay: Promise<number>[] = [];
  const write = () => {
    const writing = insert(db, batch);
    // It is waited for later; until then its failure is nobody's surprise.
    writing.catch(() => {});
    underWay.push(writing);
    batch = [];
  };
  for (const invented of inventHistory({ ...options, routes })) {
    batch.push(invented);
    if (batch.length < BATCH) continue;
    write();
    if (underWay.length >= UNDER_WAY) written += (await underWay.shift()) ?? 0;
  }
  write();
  for (const count of await Promise.all(underWay)) written += count;
  return written;
}

/**
 * All of a batch or nothing of it, in one statement, so that an interrupted seeding leaves no generation without its
 * money. A second run with the same seed meets its own rows and does not book them again.
 */
async function insert(db: Db, batch: InventedGeneration[]): Promise<number> {
  if (batch.length === 0) return 0;
  const generations = batch.map((invented) => invented.generation);
  const holds = batch.map((invented) => invented.hold);
  const entries = batch.flatMap((invented) => invented.entries);
  const { rows } = await db.execute<{ count: number }>(sql`
    with fresh as (
      insert into ${generation} (${GENERATION.names}) select ${GENERATION.values} from ${GENERATION.rows(generations)}
      on conflict do nothing returning id
    ), held as (
      insert into ${hold} (${HOLD.names}) select ${HOLD.values} from ${HOLD.rows(holds)}
      join fresh on fresh.id = row."generationId"
    ), booked as (
      insert into ${entry} (${ENTRY.names}) select ${ENTRY.values} from ${ENTRY.rows(entries)}
      join fresh on fresh.id = row."generationId"
    )
    select count(*)::int as count from fresh`);
  return rows[0]?.count ?? 0;
}

/** What an ended generation has no use for. */
const LEFT_OUT = new Set([
  "conversationId",
  "messageId",
  "leaseOwner",
  "leaseUntil",
  "stopRequestedAt",
  "nativeFinishReason",
  "confirmAt",
]);
const GENERATION = columnwise(generation, LEFT_OUT);
const HOLD = columnwise(hold, new Set(["isBinding"]));
const ENTRY = columnwise(entry);
