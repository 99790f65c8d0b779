import { eq, inArray } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { createBudget } from "@/lib/budgets/budgets.server";
import { removeDeletedBudgets } from "@/lib/budgets/remove-deleted.server";
import { aBudget } from "@/lib/budgets/testing.server";
import { parseUsd } from "@/lib/core/money";
import { alertDelivery } from "@/lib/db/schema/alerts";
import { budget, budgetCount } from "@/lib/db/schema/budgets";
import { TEST_ENGINES } from "@/lib/db/testing.server";
import { usageOf } from "@/lib/ledger/testing.server";
import { IN_APP_ID } from "./defaults.server";
import { listAlerts } from "./list.server";
import { listRules, removeRule, restoreRule } from "./rules.server";
import { at, HOUR, MINUTE } from "./testing";
import { addChannel, addRule, deliveriesIn } from "./testing.server";
import { ACCOUNT, evaluationOn } from "./testing-evaluation.server";

describe.each(TEST_ENGINES)("on %s", (engine) => {
  const world = evaluationOn(engine);
  const { evaluate, alerts, watch, ran } = world;

  test("what was spent in the last moments of a period is told after it, once, and is over with it", async () => {
    await watch({ kind: "budget_threshold" });
    const place = { account: ACCOUNT, now: at(0) };
    const daily = { ...aBudget({ limit: "1" }), period: "daily" as const, hard: false };
    await createBudget(world.db, { memberId: world.memberId, role: "owner" }, daily, place);
    expect(await evaluate(0)).toBe(0);
    await ran({}, { usage: usageOf("0.9") });
    const midnight = 12 * HOUR;
    expect(await evaluate(midnight + 10_000)).toBe(2);
    expect((await deliveriesIn(world.db)).map(({ event }) => event)).toEqual(["opened"]);
    const [told] = (await alerts()).filter(({ figures }) => figures.threshold === 80);
    expect(told).toMatchObject({
      sentence: "$0.90 of $1.00 are spent. It has begun anew on 21 Nov 2026, 00:00 (UTC).",
    });
    expect(await evaluate(midnight + 2 * MINUTE)).toBe(0);
    expect((await alerts()).map(({ state, ending }) => [state, ending])).toEqual([
      ["resolved", "The budget has begun anew."],
      ["resolved", "The budget has begun anew."],
    ]);
  });

  test("a rule that is brought back knows what it has told, and has open what was open", async () => {
    const actor = { memberId: world.memberId, role: "owner" as const };
    const of = (ms: number) => ({ account: ACCOUNT, now: at(ms) });
    await createBudget(world.db, actor, aBudget({ hard: false }), of(0));
    const id = await watch({ kind: "budget_threshold" });
    await ran({}, { usage: usageOf("0.85") });
    await evaluate(2_000);
    const before = await alerts();
    expect(before.map(({ state }) => state)).toEqual(["firing", "firing"]);
    await world.db.transaction((tx) => removeRule(tx, id, of(MINUTE)));
    expect((await listRules(world.db, of(0))).rules).toEqual([]);
    const reader = world.reader();
    const page = await listAlerts(world.db, reader, { limit: 50 });
    expect(page.alerts.map(({ ruleId, state }) => [ruleId, state])).toEqual([
      [null, "resolved"],
      [null, "resolved"],
    ]);
    expect(await evaluate(2 * MINUTE)).toBe(0);
    const restored = await world.db.transaction((tx) => restoreRule(tx, id, of(3 * MINUTE)));
    expect(restored).toMatchObject({ id, open: 2 });
    expect(await evaluate(4 * MINUTE)).toBe(0);
    expect(await alerts()).toEqual(before);
    const again = world.db.transaction((tx) => restoreRule(tx, id, of(5 * MINUTE)));
    await expect(again).rejects.toMatchObject({ code: "not_found" });
  });

  test("budgets: of several thresholds the highest is told; money of another account says nothing", async () => {
    const actor = { memberId: world.memberId, role: "owner" as const };
    await ran({ account: "another" }, { usage: usageOf("0.9") });
    await createBudget(world.db, actor, aBudget({ hard: false }), { account: ACCOUNT, now: at(0) });
    await watch({ kind: "budget_threshold" });
    expect(await evaluate(2_000)).toBe(0);
    await ran({}, { usage: usageOf("0.85") });
    expect(await evaluate(2 * MINUTE)).toBe(2);
    const told = await alerts();
    expect(told.map(({ title, figures }) => [title, figures.spent])).toEqual([
      ["50 % of the monthly budget for the workspace is spent", "0.85"],
      ["80 % of the monthly budget for the workspace is spent", "0.85"],
    ]);
    expect((await deliveriesIn(world.db)).map(({ alertId }) => alertId)).toEqual([told[1]?.id]);
    expect(await evaluate(4 * MINUTE)).toBe(0);
  });

  /** A budget of one dollar, watched and told to channels; answers how it is changed behind everybody's back. */
  async function watchBudget(channels: string[]) {
    const actor = { memberId: world.memberId, role: "owner" as const };
    const of = { account: ACCOUNT, now: at(0) };
    const { id } = await createBudget(world.db, actor, aBudget({ hard: false }), of);
    await watch({ kind: "budget_threshold", channels });
    return (changes: Partial<typeof budget.$inferInsert>) =>
      world.db.update(budget).set(changes).where(eq(budget.id, id));
  }

  test("budgets: of thresholds that end together each channel hears of the highest that it was told", async () => {
    const [both, lower] = await Promise.all([
      addChannel(world.db, { name: "Both" }),
      addChannel(world.db, { name: "Lower" }),
    ]);
    const change = await watchBudget([both, lower]);
    const send = (channelIds: string[]) =>
      world.db
        .update(alertDelivery)
        .set({ state: "sent", nextAttemptAt: null })
        .where(inArray(alertDelivery.channelId, channelIds));
    await ran({}, { usage: usageOf("0.55") });
    await evaluate(2_000);
    await send([both, lower]);
    await ran({}, { usage: usageOf("0.3") });
    await evaluate(2 * MINUTE);
    await send([both]);
    await change({ limit: parseUsd("100") });
    await evaluate(4 * MINUTE);
    const over = (await deliveriesIn(world.db)).filter(({ event }) => event === "over");
    const thresholds = new Map((await alerts()).map(({ id, figures }) => [id, figures.threshold]));
    const heard = (channel: string) =>
      over.flatMap(({ alertId, channelId }) => (channelId === channel ? thresholds.get(alertId ?? "") : []));
    expect([heard(both), heard(lower)]).toEqual([[80], [50]]);
  });

  test("budgets: of one that is deleted nothing is told that undoing would tell again, and its end once it is gone", async () => {
    const change = await watchBudget([IN_APP_ID]);
    await addRule(world.db, { kind: "budget_forecast", channels: [IN_APP_ID], createdAt: at(1) });
    const open = async () => (await alerts()).filter(({ state }) => state === "firing").length;
    const told = async () => (await deliveriesIn(world.db)).map(({ event }) => event);
    await ran({}, { usage: usageOf("0.85") });
    expect([await evaluate(2_000), await open()]).toEqual([3, 3]);
    await change({ deletedAt: at(MINUTE) });
    expect([await evaluate(2 * MINUTE), await open()]).toEqual([0, 3]);
    await change({ deletedAt: null });
    for (const minute of [4, 5]) expect([await evaluate(minute * MINUTE), await open()]).toEqual([0, 3]);
    // What was spent meanwhile is news.
    await change({ deletedAt: at(6 * MINUTE) });
    await ran({}, { usage: usageOf("0.2") });
    expect(await evaluate(7 * MINUTE)).toBe(0);
    await change({ deletedAt: null });
    expect(await evaluate(8 * MINUTE)).toBe(1);
    expect(await told()).toEqual(["opened", "opened", "opened"]);
    await change({ deletedAt: at(9 * MINUTE) });
    await removeDeletedBudgets(world.db, at(10 * MINUTE));
    expect([await evaluate(11 * MINUTE), await open()]).toEqual([0, 0]);
    expect((await told()).slice(3)).toEqual(["over", "over"]);
  });

  test("budgets: a threshold from which confirmations lead back is not said to be over, since it is not told again", async () => {
    await watchBudget([IN_APP_ID]);
    const open = async () =>
      (await alerts()).flatMap(({ state, figures }) => (state === "firing" ? figures.threshold : []));
    await ran({}, { usage: usageOf("0.85") });
    expect([await evaluate(2_000), await open()]).toEqual([2, [50, 80]]);
    for (const [minute, spent] of [
      [2, "0.7"],
      [4, "0.9"],
    ] as const) {
      await world.db.update(budgetCount).set({ spent: parseUsd(spent) });
      expect([await evaluate(minute * MINUTE), await open()]).toEqual([0, [50, 80]]);
    }
    expect((await deliveriesIn(world.db)).map(({ event }) => event)).toEqual(["opened"]);
  });

  test("budgets: when a raise has run out or was taken back, what is spent of the old limit is told once more", async () => {
    const change = await watchBudget([IN_APP_ID]);
    const begun = async () => (await deliveriesIn(world.db)).filter(({ event }) => event === "opened").length;
    await ran({}, { usage: usageOf("0.85") });
    expect([await evaluate(2_000), await begun()]).toEqual([2, 1]);
    await change({ raiseAmount: parseUsd("10"), raiseUntil: at(10 * MINUTE) });
    for (const minute of [2, 5, 9]) expect(await evaluate(minute * MINUTE)).toBe(0);
    expect([await evaluate(11 * MINUTE), await begun()]).toEqual([2, 2]);
    for (const minute of [12, 13, 60]) expect(await evaluate(minute * MINUTE)).toBe(0);
    // Nobody looked while it was raised.
    await change({ raiseAmount: parseUsd("10"), raiseUntil: at(70 * MINUTE) });
    expect(await evaluate(71 * MINUTE)).toBe(0);
    await change({ raiseAmount: parseUsd("10"), raiseUntil: at(9 * HOUR) });
    expect(await evaluate(72 * MINUTE)).toBe(0);
    await change({ raiseAmount: null, raiseUntil: null });
    expect([await evaluate(73 * MINUTE), await begun()]).toEqual([2, 3]);
    const open = (await alerts()).filter(({ state }) => state === "firing");
    expect(open.map(({ figures }) => [figures.threshold, figures.limit])).toEqual([
      [50, "1"],
      [80, "1"],
    ]);
  });

  test("budgets: one that refuses, and one that is stopped, are told at once, and when that is over", async () => {
    const change = await watchBudget([IN_APP_ID]);
    const told = async () => {
      const titles = new Map((await alerts()).map(({ id, title }) => [id, title]));
      return (await deliveriesIn(world.db)).map(({ alertId, event }) => [event, titles.get(alertId ?? "")]);
    };
    await ran({}, { usage: usageOf("0.45") });
    await change({ hard: true });
    expect(await evaluate(0)).toBe(0);
    await world.db.update(budgetCount).set({ refusedAt: at(MINUTE) });
    expect(await evaluate(2 * MINUTE)).toBe(1);
    const refuses = "The monthly budget for the workspace refuses requests";
    expect(await told()).toEqual([["opened", refuses]]);
    await world.db.update(budgetCount).set({ spent: parseUsd("0.85") });
    await evaluate(4 * MINUTE);
    expect((await told()).map(([event]) => event)).toEqual(["opened", "opened"]);
    // Though it is half spent, it lets requests pass again.
    await evaluate(62 * MINUTE);
    expect((await told()).at(-1)).toEqual(["over", refuses]);
    await change({ stoppedAt: at(HOUR) });
    await evaluate(64 * MINUTE);
    const stopped = "The monthly budget for the workspace is stopped";
    expect((await told()).at(-1)).toEqual(["opened", stopped]);
    await change({ stoppedAt: null });
    await evaluate(66 * MINUTE);
    expect((await told()).at(-1)).toEqual(["over", stopped]);
    expect(await evaluate(68 * MINUTE)).toBe(0);
  });

  test("the forecast says what it is too early for, and a day without history is no anomaly", async () => {
    const actor = { memberId: world.memberId, role: "owner" as const };
    await createBudget(world.db, actor, aBudget({ period: "daily", hard: false }), {
      account: ACCOUNT,
      now: at(0),
    });
    await watch({ kind: "budget_forecast" });
    await addRule(world.db, { kind: "anomaly", createdAt: at(1) });
    await ran({}, { usage: usageOf("0.75") });
    // Two days later one hour has passed.
    await evaluate(37 * HOUR);
    const { rules } = await listRules(world.db, { account: ACCOUNT, now: at(0) });
    expect(rules.map(({ note }) => note)).toEqual([expect.stringMatching(/less than a tenth/), null]);
    expect(await evaluate(3_000)).toBe(0);
  });
});
