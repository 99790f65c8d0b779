import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { encode } from "zod/mini";
import { ModelUsageResponse } from "@/lib/catalog/usage-api";
import { newId } from "@/lib/core/ids";
import { parseUsd, ZERO } from "@/lib/core/money";
import type { Database } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { addMember } from "@/lib/ledger/testing.server";
import { modelUsage } from "./model-usage.server";

const NOW = new Date("2026-11-20T12:00:00Z");
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MODELS = [
  { id: "acme/one", canonicalSlug: "acme/one-20260928" },
  { id: "acme/one:free", canonicalSlug: "acme/one-20260928" },
  { id: "acme/two", canonicalSlug: null },
];

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

  const ran = (more: Partial<Row> = {}, ago = HOUR) =>
    database.db.insert(generation).values({
      ...{
        id: newId(),
        account: "sandbox",
        memberId,
        source: "gateway",
        models: ["acme/one"],
        model: "acme/one",
      },
      ...{ state: "finished", startedAt: new Date(NOW.getTime() - ago), ...more },
    } as Row);
  const usage = (most?: number) =>
    modelUsage(database.db, { account: "sandbox", now: NOW, models: MODELS, ...(most && { most }) });

  test("without traffic there is a stated average request and nothing else", async () => {
    await ran({ account: "other", promptTokens: 9, completionTokens: 9 });
    await ran({ promptTokens: 9, completionTokens: 9 }, 31 * DAY);
    expect(await usage()).toEqual({
      from: new Date(NOW.getTime() - 30 * DAY),
      to: NOW,
      models: [],
      average: { promptTokens: 1000, completionTokens: 500, measured: false },
    });
  });

  test("each model has its own figures, and the average request is that of all", async () => {
    const at = {
      promptTokens: 100,
      completionTokens: 11,
      ttftMs: 500,
      durationMs: 1500,
      cost: parseUsd("0.1"),
    };
    await ran(at, 3 * HOUR);
    await ran(
      { ...at, completionTokens: 21, ttftMs: 700, durationMs: 1200, cost: parseUsd("0.2") },
      2 * HOUR,
    );
    await ran({ ...at, completionTokens: 31, ttftMs: 900, durationMs: 920, cost: null }, HOUR);
    await ran({ models: ["acme/two"], model: "acme/two", promptTokens: 1000, completionTokens: 3 });
    const { models, average } = await usage();
    expect(models).toEqual([
      {
        model: "acme/one",
        ...{ generations: 3, failed: 0, errorRate: 0, cost: parseUsd("0.3"), unknown: 1 },
        ...{ promptTokens: 100, completionTokens: 21, completionP10: 11, completionP90: 31 },
        // Ten tokens in one second, twenty in half a second; the third answer came in one piece.
        ...{ ttftMs: 700, throughput: 10 },
        lastUsedAt: new Date(NOW.getTime() - HOUR),
      },
      expect.objectContaining({ model: "acme/two", ttftMs: null, throughput: null, cost: ZERO, unknown: 1 }),
    ]);
    expect(average).toEqual({ promptTokens: 325, completionTokens: 17, measured: true });
  });

  test("what nobody reported is unknown, and does not count in an average", async () => {
    await ran({ promptTokens: 100, completionTokens: null });
    await ran({ promptTokens: null, completionTokens: null });
    const { models, average } = await usage();
    expect(models[0]).toMatchObject({ promptTokens: 100, completionTokens: null, completionP90: null });
    expect(average).toEqual({ promptTokens: 100, completionTokens: 500, measured: false });
  });

  test("errors are counted among what ended by itself", async () => {
    for (const state of [
      "finished",
      "finished",
      "finished",
      "failed",
      "lost",
      "cancelled",
      "running",
    ] as const)
      await ran({ state });
    expect((await usage()).models[0]).toMatchObject({ generations: 7, failed: 2, errorRate: 0.4 });
    await database.db.delete(generation);
    await ran({ state: "running" });
    expect((await usage()).models[0]?.errorRate).toBeNull();
  });

  test.each([
    [{ model: "acme/one-20260928" }, "acme/one"],
    [{ model: "acme/one:free" }, "acme/one:free"],
    [{ model: null, models: ["acme/one:nitro", "acme/two"] }, "acme/one"],
    [{ model: null, models: ["acme/one:free:online"] }, "acme/one:free"],
    [{ model: "acme/one:online" }, "acme/one"],
    [{ model: "acme/unlisted-2026" }, "acme/unlisted-2026"],
    [{ model: "acme/one:nitro2" }, "acme/one:nitro2"],
  ])("%j counts for %s", async (row, model) => {
    await ran(row);
    expect((await usage()).models.map((one) => one.model)).toEqual([model]);
  });

  test("a busy account's window reaches back as far as is read", async () => {
    for (const hours of [1, 2, 3, 4]) await ran({}, hours * HOUR);
    expect(await usage(3)).toMatchObject({
      from: new Date(NOW.getTime() - 3 * HOUR),
      models: [{ generations: 3 }],
    });
    expect((await usage(5)).from).toEqual(new Date(NOW.getTime() - 30 * DAY));
  });

  test("what is answered fits the wire", async () => {
    await ran({ promptTokens: 100, completionTokens: 20, cost: parseUsd("0.000000000001") });
    const answer = await usage();
    const wire: unknown = JSON.parse(JSON.stringify(encode(ModelUsageResponse, answer)));
    expect(ModelUsageResponse.parse(wire)).toEqual(answer);
  });
});
