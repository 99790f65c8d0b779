import { eq, isNull, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { AppError } from "@/lib/core/errors";
import { parseUsd } from "@/lib/core/money";
import { alert, alertDelivery, alertRule } from "@/lib/db/schema/alerts";
import { generation } from "@/lib/db/schema/ledger";
import { TEST_ENGINES } from "@/lib/db/testing.server";
import { usageOf } from "@/lib/ledger/testing.server";
import { at, HOUR, MINUTE, statusOf } from "./testing";
import { deliveriesIn } from "./testing.server";
import { ACCOUNT, evaluationOn } from "./testing-evaluation.server";

describe.each(TEST_ENGINES)("on %s", (engine) => {
  const world = evaluationOn(engine);
  const { evaluate, alerts, watch, ran } = world;

  test("a key that is refused is told beside credits that are low, and each is over by itself", async () => {
    await watch({ kind: "low_credits" });
    const saying = (changes: Parameters<typeof statusOf>[0]) => ({ status: async () => statusOf(changes) });
    const low = { balance: parseUsd("1") };
    const refused = { ...low, key: null, failure: new AppError("upstream_key").failure };
    expect(await evaluate(0, saying(refused))).toBe(2);
    const gone = { key: null, failure: new AppError("upstream_unreachable").failure };
    expect(await evaluate(2 * MINUTE, saying(gone))).toBe(0);
    expect((await alerts()).map(({ state }) => state)).toEqual(["firing", "firing"]);
    await evaluate(4 * MINUTE, saying(low));
    const ended = (await deliveriesIn(world.db)).filter(({ event }) => event === "over");
    expect((await alerts()).map(({ subject, state }) => [subject, state])).toEqual([
      ["credits", "firing"],
      ["key", "resolved"],
    ]);
    expect(ended).toHaveLength(1);
  });

  test("traffic that went to a later model of its chain", async () => {
    await watch({ kind: "fallback_taken", settings: { percent: 50, atLeast: 3 } });
    const models = ["acme/one", "acme/two"];
    await ran({ models }, {}, "acme/one-20260101");
    await ran({ models }, {}, "acme/two");
    await ran({ models: ["acme/two"] }, {}, "acme/two");
    expect(await evaluate(2_000)).toBe(0);
    await ran({ models }, {}, "acme/two");
    expect(await evaluate(2 * MINUTE)).toBe(1);
    expect((await alerts())[0]).toMatchObject({
      ...{ subject: "chain:model:acme/one", figures: { answers: 3, shifted: 2 } },
    });
    // An hour later nothing is left of it.
    await evaluate(2 * HOUR);
    expect((await alerts())[0]?.state).toBe("resolved");
  });

  test("failures of the upstream, and not those of whoever asks", async () => {
    await watch({ kind: "upstream_failing", settings: { percent: 50, atLeast: 4 } });
    const failed = (code: "provider_failed" | "unknown_model" | "budget_exceeded") =>
      ran({}, { state: "failed", failure: new AppError(code, { provider: "Acme" }).failure });
    for (const code of ["unknown_model", "budget_exceeded", "unknown_model", "provider_failed"] as const)
      await failed(code);
    expect(await evaluate(2_000)).toBe(0);
    await failed("provider_failed");
    await failed("provider_failed");
    expect(await evaluate(2 * MINUTE)).toBe(1);
    expect((await alerts())[0]).toMatchObject({
      sentence:
        "3 of 6 requests of the last 15 minutes failed upstream (50 %). Most of them: Acme, provider failed (3).",
    });
  });

  test("a key that OpenRouter refuses counts as failing, does not end it, and is said in words", async () => {
    await watch({ kind: "upstream_failing", settings: { percent: 50, atLeast: 4 } });
    const failed = (code: "provider_failed" | "upstream_key" | "key_limit") =>
      ran({}, { state: "failed", failure: new AppError(code, { provider: "Acme" }).failure });
    for (let count = 0; count < 4; count += 1) await failed("provider_failed");
    expect(await evaluate(2_000)).toBe(1);
    await world.db.update(generation).set({ account: "past" });
    for (const code of ["upstream_key", "key_limit", "upstream_key", "upstream_key"] as const)
      await failed(code);
    expect(await evaluate(2 * MINUTE)).toBe(0);
    expect((await alerts()).map(({ state }) => state)).toEqual(["firing"]);
    await world.db.delete(alertDelivery);
    await world.db.delete(alert);
    expect(await evaluate(4 * MINUTE)).toBe(1);
    expect((await alerts())[0]).toMatchObject({
      sentence:
        "4 of 4 requests of the last 15 minutes failed upstream (100 %). Most of them: OpenRouter does not accept Patchbay’s key (3).",
    });
  });

  test("costs that stay unknown, and costs that nobody confirms", async () => {
    await watch({ kind: "unsettled_money", settings: { hours: 6, moreThan: 1 } });
    await ran({}, { usage: usageOf(null) });
    const unconfirmed = await ran({}, { usage: usageOf("0.1") });
    await world.db
      .update(generation)
      .set({ confirmAt: at(0) })
      .where(eq(generation.id, unconfirmed));
    expect(await evaluate(5 * HOUR)).toBe(0);
    expect(await evaluate(7 * HOUR)).toBe(1);
    expect((await alerts())[0]?.figures).toEqual({ unknown: 1, unconfirmed: 1, hours: 6 });
    // Nobody asks any more, and nothing has been settled by that.
    await world.db.update(generation).set({ confirmAt: null }).where(eq(generation.id, unconfirmed));
    await world.db.update(generation).set({ confirmAt: null }).where(isNull(generation.cost));
    for (const days of [2, 7]) await evaluate(days * 24 * HOUR);
    expect((await alerts()).map(({ state }) => state)).toEqual(["firing"]);
    // A week later it is no news any more; what is still asked for is.
    const asked = eq(generation.id, unconfirmed);
    await world.db
      .update(generation)
      .set({ confirmAt: at(0) })
      .where(asked);
    await world.db.update(alertRule).set({ settings: { hours: 6, moreThan: 0 } });
    await evaluate(8 * 24 * HOUR);
    expect((await alerts()).map(({ state }) => state)).toEqual(["firing"]);
    await world.db.update(generation).set({ confirmAt: null }).where(asked);
    await evaluate(9 * 24 * HOUR);
    expect((await alerts())[0]).toMatchObject({
      ...{ state: "resolved", ending: "Every cost of the week up to 6 hours ago is settled." },
    });
  });

  test("what is unsettled is found by an index, however much is not", async () => {
    const plan = await world.db.transaction(async (tx) => {
      await tx.execute(sql`set local enable_seqscan = off`);
      return tx.execute(
        sql`explain select 1 from generation where account = ${ACCOUNT} and cost_state = 'reported' and started_at < now()`,
      );
    });
    expect(JSON.stringify(plan.rows)).toContain("generation_unconfirmed");
  });
});
