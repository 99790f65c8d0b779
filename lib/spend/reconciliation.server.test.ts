import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { encode } from "zod/mini";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { type Usd, parseUsd as usd } from "@/lib/core/money";
import type { Database } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { addMember } from "@/lib/ledger/testing.server";
import { createManagement } from "@/lib/openrouter/management.server";
import { spendReconciliation } from "./reconciliation.server";
import { Reconciliation } from "./reconciliation-api";
import { ReconciliationQuery } from "./reconciliation-request";

const NOW = new Date("2026-11-20T12:00:00Z");
const ACCOUNT = `https://openrouter.ai#${"a".repeat(64)}`;

/** A row as they really come. */
const row = (day: string, model: string, usage: number | string, requests: number | string = 1) => ({
  ...{ date: `${day} 00:00:00`, model, model_permaslug: `${model}-20260929`, usage, requests },
  ...{ provider_name: "stealth/int8", byok_usage_inference: 0, byok_requests: 0 },
});

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let memberId: string;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    memberId = await addMember(database.db);
  });
  beforeEach(async () => {
    await database.db.delete(generation);
  });
  afterAll(() => database.close());

  type Ran = Partial<typeof generation.$inferInsert>;
  async function ran(at: string, cost: string | null, more: Ran = {}): Promise<string> {
    const id = newId();
    await database.db.insert(generation).values({
      ...{ id, account: ACCOUNT, memberId, source: "gateway", models: ["acme/one"], state: "finished" },
      ...{ startedAt: new Date(at), endedAt: new Date(at), costState: "confirmed", ...more },
      cost: cost === null ? null : usd(cost),
    });
    return id;
  }

  async function reconciled(rows: unknown[], query: Record<string, string> = {}, account = ACCOUNT) {
    const upstream = { getCredits: async () => ({}), getActivity: async () => ({ data: rows }) };
    const management = createManagement({ upstream, keyHash: "a".repeat(64) });
    const found = await spendReconciliation(database.db, {
      ...{ account, management, query: ReconciliationQuery.parse(query), now: NOW },
    });
    expect(() => encode(Reconciliation, found)).not.toThrow();
    if (found.state !== "compared") throw new Error("nothing was compared");
    return found;
  }

  test("two sides that agree differ by nothing, whatever day it is elsewhere", async () => {
    await ran("2026-11-18T00:00:00Z", "0.1");
    await ran("2026-11-18T23:59:59.999Z", "0.2", { model: "acme/one-20260929" });
    await ran("2026-11-19T00:00:00Z", "0.4");
    const found = await reconciled([
      row("2026-11-18", "acme/one", "0.3", 2),
      row("2026-11-19", "acme/one", 0.4),
    ]);
    expect(found).toMatchObject({
      ...{ from: "2026-10-21", to: "2026-11-19", scope: "key", unreadable: 0 },
      ...{ ours: usd("0.7"), theirs: usd("0.7"), difference: 0n },
      tolerance: { line: usd("0.000001"), total: usd("0.000002") },
    });
    expect(found.lines.map(({ day, verdict, suspects }) => [day, verdict, suspects])).toEqual([
      ["2026-11-19", "matched", []],
      ["2026-11-18", "matched", []],
    ]);
  });

  test("one that only we have is named", async () => {
    for (let hour = 1; hour < 20; hour += 1) await ran(`2026-11-18T0${hour % 10}:00:00Z`, "0.01");
    const extra = await ran("2026-11-18T12:00:00Z", "0.0732");
    const found = await reconciled([row("2026-11-18", "acme/one", 0.19, 19)]);
    expect(found.difference).toBe(usd("-0.0732"));
    const [line, ...more] = found.lines;
    expect(more).toEqual([]);
    expect(line).toMatchObject({ verdict: "differs", difference: usd("-0.0732"), ours: { generations: 20 } });
    expect(line?.reasons).toEqual(["one_generation", "not_reported"]);
    expect(line?.suspects[0]).toMatchObject({ id: extra, explains: true, cost: usd("0.0732") });
    expect(line?.suspects.filter(({ explains }) => explains)).toHaveLength(1);
    expect(line?.suspects).toHaveLength(10);
  });

  test("one that only they have is located to day, model and amount", async () => {
    await ran("2026-11-18T12:00:00Z", "0.5");
    const found = await reconciled([
      row("2026-11-18", "acme/one", 0.75, 2),
      row("2026-11-17", "acme/other", "0.031"),
    ]);
    expect(found.lines).toMatchObject([
      { day: "2026-11-18", verdict: "differs", difference: usd("0.25"), reasons: ["other_programs"] },
      { day: "2026-11-17", model: "acme/other", verdict: "only_there", difference: usd("0.031"), ours: null },
    ]);
  });

  test("where more lines differ than are looked into, the others say so", async () => {
    const lines = Array.from({ length: 61 }, (_, index) => index);
    for (const index of lines)
      await ran("2026-11-18T12:00:00Z", "0.5", { models: [`acme/m${index}`], state: "cancelled" });
    const found = await reconciled([
      ...lines.map((index) => row("2026-11-18", `acme/m${index}`, (0.501 + index / 1_000).toFixed(3))),
      row("2026-11-18", "acme/theirs", "0.0001"),
    ]);
    const notLooked = found.lines.filter(({ looked }) => !looked);
    expect(notLooked).toMatchObject([{ model: "acme/m0", difference: usd("0.001"), suspects: [] }]);
    expect(found.lines.find(({ model }) => model === "acme/m60")?.reasons).toContain("cancelled");
  });

  test("one that was altered shows by how much, and those that may be it", async () => {
    const cancelled = await ran("2026-11-18T12:00:00Z", "0.1", { state: "cancelled", costState: "reported" });
    await ran("2026-11-18T13:00:00Z", "0.9");
    const lost = await ran("2026-11-18T14:00:00Z", null, { state: "lost", costState: null });
    const [line] = (await reconciled([row("2026-11-18", "acme/one", 1.3, 3)])).lines;
    expect(line).toMatchObject({ verdict: "differs", difference: usd("0.3"), ours: { unknown: 1 } });
    expect(line?.reasons).toEqual(["unknown_cost", "not_confirmed", "cancelled"]);
    expect(line?.suspects.slice(0, 2).map(({ id }) => id)).toEqual([lost, cancelled]);
  });

  test("other accounts and today are left out", async () => {
    await ran("2026-11-18T12:00:00Z", "1", { account: "sandbox" });
    await ran("2026-11-20T01:00:00Z", "2");
    await ran("2026-10-20T23:59:59Z", "4");
    const found = await reconciled([row("2026-10-20", "acme/one", 8), row("2026-11-20", "acme/one", 16)]);
    expect(found).toMatchObject({ lines: [], ours: 0n, theirs: 0n });
  });

  test("a part of the days can be asked for, within what is kept", async () => {
    await ran("2026-11-18T12:00:00Z", "1");
    await ran("2026-11-17T12:00:00Z", "2");
    const rows = [row("2026-11-18", "acme/one", 1), row("2026-11-17", "acme/one", 2)];
    expect(await reconciled(rows, { from: "2026-11-18", to: "2026-11-18" })).toMatchObject({
      ours: usd("1"),
    });
    for (const query of [
      { from: "2026-10-20" },
      { to: "2026-11-20" },
      { from: "2026-11-18", to: "2026-11-17" },
    ])
      await expect(reconciled(rows, query)).rejects.toMatchObject({ code: "invalid_request" });
  });

  test("without a management key there is nothing to compare, and a failure is one", async () => {
    const ask = (management: Parameters<typeof spendReconciliation>[1]["management"]) =>
      spendReconciliation(database.db, { account: ACCOUNT, management, query: {}, now: NOW });
    expect(await ask(null)).toEqual({ state: "no_management_key" });
    const upstream = {
      getCredits: async () => ({}),
      getActivity: async () => {
        throw new AppError("upstream_key");
      },
    };
    await expect(ask(createManagement({ upstream, keyHash: null }))).rejects.toMatchObject({
      code: "management_key",
    });
  });

  test("every one of many that is added, lost or altered is found", async () => {
    // Amounts with nothing in common, so that each is told from all others.
    const costs = Array.from({ length: 40 }, (_, index) => usd(`0.0${1000 + index * index * 7}`));
    const dayAt = (index: number) => `2026-11-${10 + (index % 5)}`;
    const modelAt = (index: number) => `acme/m${index % 4}`;
    const ids: string[] = [];
    for (const [index, cost] of costs.entries()) {
      const model = modelAt(index);
      const at = `${dayAt(index)}T10:00:00Z`;
      ids.push(await ran(at, (Number(cost) / 1e12).toFixed(9), { model, models: [model] }));
    }
    const rowsOf = (bill: readonly (Usd | null)[]) =>
      bill.flatMap((cost, index) =>
        cost === null ? [] : [row(dayAt(index), modelAt(index), (Number(cost) / 1e12).toFixed(9))],
      );
    expect((await reconciled(rowsOf(costs))).lines.every(({ verdict }) => verdict === "matched")).toBe(true);
    for (let injected = 0; injected < 12; injected += 1) {
      const [extra, altered] = [injected * 3, injected * 3 + 1];
      const bill = costs.map((cost, index) =>
        index === extra ? null : index === altered ? ((cost + 20_000_000n) as Usd) : cost,
      );
      const lost = row("2026-11-16", "acme/m9", "0.00021");
      const { lines, difference } = await reconciled([...rowsOf(bill), lost]);
      const wrong = lines.filter(({ verdict }) => verdict !== "matched");
      expect(difference).toBe(usd("0.00021") + 20_000_000n - (costs[extra] ?? 0n));
      expect(wrong.find(({ day }) => day === "2026-11-16")).toMatchObject({ verdict: "only_there" });
      expect(wrong.flatMap(({ suspects }) => suspects.filter(({ explains }) => explains))).toMatchObject([
        { id: ids[extra] },
      ]);
      expect(wrong.find(({ difference: by }) => by === 20_000_000n)).toMatchObject({
        ...{ day: dayAt(altered), model: modelAt(altered), verdict: "differs" },
      });
      expect(wrong).toHaveLength(3);
    }
  });
});
