import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import { parseUsd } from "@/lib/core/money";
import type { Database } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { addMember } from "@/lib/ledger/testing.server";
import { estimateAccuracy } from "./estimate-accuracy.server";

const NOW = new Date("2026-11-20T12:00:00Z");
const DAY = 86_400_000;
type Row = typeof generation.$inferInsert;

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let memberId: string;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    memberId = await addMember(database.db);
  });
  afterAll(() => database.close());
  beforeEach(() => database.db.delete(generation));

  const ran = (cost: string | null, estimate: string | null, more: Partial<Row> = {}) =>
    database.db.insert(generation).values({
      ...{
        id: newId(),
        account: "mine",
        memberId,
        source: "playground",
        models: ["acme/one"],
        model: "acme/one",
      },
      ...{ state: "finished", startedAt: new Date(NOW.getTime() - DAY) },
      cost: cost === null ? null : parseUsd(cost),
      estimate: estimate === null ? null : parseUsd(estimate),
      ...more,
    } as Row);
  const accuracy = () => estimateAccuracy(database.db, { account: "mine", now: NOW, models: [] });

  test("with nothing to compare there is no figure", async () => {
    await ran(null, "1");
    await ran("1", null);
    await ran("1", "0");
    await ran("1", "1", { state: "cancelled" });
    await ran("1", "1", { isByok: true });
    await ran("1", "1", { account: "theirs" });
    await ran("1", "1", { startedAt: new Date(NOW.getTime() - 31 * DAY) });
    expect(await accuracy()).toMatchObject({ overall: null, models: [] });
  });

  test("cost by estimate: the middle, and all but the lowest and the highest tenth", async () => {
    for (let tenth = 1; tenth <= 20; tenth++) await ran(`0.${String(tenth * 5).padStart(3, "0")}`, "0.05");
    expect((await accuracy()).overall).toEqual({
      count: 20,
      p10: expect.closeTo(0.2, 9),
      median: 1,
      p90: expect.closeTo(1.8, 9),
    });
  });

  test("models have figures of their own when there are enough", async () => {
    const two = { models: ["acme/two"], model: "acme/two" };
    for (let count = 0; count < 10; count++) await ran("0.000000000002", "0.000000000001");
    for (let count = 0; count < 9; count++) await ran("1", "4", two);
    expect(await accuracy()).toMatchObject({
      from: new Date(NOW.getTime() - 30 * DAY),
      overall: { count: 19, p10: 0.25, p90: 2 },
      models: [{ model: "acme/one", count: 10, p10: 2, median: 2, p90: 2 }],
    });
    await ran("0", "4", two);
    expect((await accuracy()).models[1]).toMatchObject({
      model: "acme/two",
      count: 10,
      p10: 0,
      median: 0.25,
    });
  });
});
