import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import type { Database, Transaction } from "@/lib/db/client.server";
import { generation, streamSegment } from "@/lib/db/schema/ledger";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { renewLeases, requestStop, takeOver } from "./leases.server";
import { addMember, aLease, at, open } from "./testing.server";
import { somebodyWaits } from "./testing-locks.server";

// The embedded engine does one thing at a time.
describe.runIf(TEST_ENGINES.some((engine) => engine === "postgres"))("several generations at once", () => {
  let database: Database;
  let memberId: string;
  beforeAll(async () => {
    database = await openTestDatabase("postgres");
    memberId = await addMember(database.db);
  });
  afterAll(() => database.close());

  const conversationId = newId();
  const lock = (tx: Transaction, id: string) =>
    tx.select({ id: generation.id }).from(generation).where(eq(generation.id, id)).for("update");
  test.each([
    ["are asked to stop", () => requestStop(database.db, conversationId, undefined, at(1))],
    ["are kept", (ids: string[]) => renewLeases(database.db, ids, aLease("me", at(30_000)))],
    ["are taken over", () => takeOver(database.db, aLease("heir"), at(20_000), { everything: false })],
  ])("%s in one order, whatever order they lie in", async (_what, act) => {
    const { db } = database;
    await db.update(generation).set({ state: "lost" });
    const [low, high] = [newId(), newId()];
    // What lies first is not what comes first.
    for (const id of [high, low]) await open(db, { id, memberId, conversationId });
    let acting: Promise<unknown[]> = Promise.resolve([]);
    await db.transaction(async (tx) => {
      await lock(tx, low);
      acting = act([high, low]);
      acting.catch(() => {});
      await somebodyWaits(database.db);
      await lock(tx, high);
    });
    expect(await acting).toHaveLength(2);
  });

  test("are kept while pieces of their answers are written", async () => {
    const { db } = database;
    const id = newId();
    await open(db, { id, memberId, conversationId });
    await db.transaction(async (tx) => {
      await tx.insert(streamSegment).values({ generationId: id, position: 0, bytes: new Uint8Array(1) });
      const kept = renewLeases(db, [id], aLease("me", at(30_000))).then((rows) => rows.length);
      expect(await Promise.race([kept, somebodyWaits(db)])).toBe(1);
    });
  });
});
