import { eq, inArray, isNull, sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createBudget } from "@/lib/budgets/budgets.server";
import { aBudget } from "@/lib/budgets/testing.server";
import type { CatalogState } from "@/lib/catalog/catalog.server";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { parseUsd } from "@/lib/core/money";
import type { Database } from "@/lib/db/client.server";
import { alert, alertDelivery, alertRule } from "@/lib/db/schema/alerts";
import { budget, budgetCount } from "@/lib/db/schema/budgets";
import { priceChange } from "@/lib/db/schema/catalog";
import { generation } from "@/lib/db/schema/ledger";
import { virtualKey } from "@/lib/db/schema/team";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import type { Opening } from "@/lib/ledger/ledger.server";
import { settle } from "@/lib/ledger/ledger.server";
import type { Ending } from "@/lib/ledger/settlement";
import { addMember, anEnding, NO_FACTS, open, usageOf } from "@/lib/ledger/testing.server";
import { createKey } from "@/lib/team/keys.server";
import { KeyRequest } from "@/lib/team/keys-request";
import { IN_APP_ID } from "./defaults.server";
import { type Evaluation, evaluateAlerts } from "./evaluate.server";
import { countUnread, listAlerts, markSeen } from "./list.server";
import { changeRule, listRules, removeRule, restoreRule } from "./rules.server";
import { at, HOUR, MINUTE, statusOf } from "./testing";
import { addChannel, addDelivery, addRule, clearAlerts, deliveriesIn } from "./testing.server";

const ACCOUNT = "sandbox";
const UPSTREAM = "https://openrouter.ai/api/v1";
const catalogOf = (models: object[], gone: object[] = []) =>
  ({ models, gone, fetchedAt: at(0) }) as unknown as CatalogState;
const aModel = (id: string, changes = {}) => ({
  ...{ id, name: id, canonicalSlug: null, aliasTarget: null, expiresOn: null },
  ...changes,
});

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let memberId: string;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    memberId = await addMember(database.db);
  });
  afterAll(() => database.close());
  afterEach(async () => {
    const { db } = database;
    await clearAlerts(db);
    for (const table of [budgetCount, budget, priceChange, virtualKey]) await db.delete(table);
    await db.update(generation).set({ account: "past", confirmAt: null });
  });

  let credits: string | null = "100";
  let catalog = catalogOf([]);
  const errors: string[] = [];
  const sources = (more: Partial<Evaluation> = {}): Evaluation => ({
    ...{ db: database.db, account: ACCOUNT, upstream: UPSTREAM },
    catalog: { current: async () => catalog },
    status: async () => statusOf({ balance: credits === null ? null : parseUsd(credits) }),
    onError: (message) => void errors.push(message),
    ...more,
  });
  const evaluate = (ms = 2_000, more: Partial<Evaluation> = {}) => evaluateAlerts(sources(more), at(ms));
  const alerts = () => database.db.select().from(alert).orderBy(alert.openedAt, alert.subject);
  /** Only the given rules: none that an installation begins with. */
  const watch = async (changes: Parameters<typeof addRule>[1]) => {
    await addChannel(database.db, { id: IN_APP_ID, kind: "in_app", name: "In the app" });
    return addRule(database.db, { channels: [IN_APP_ID], ...changes });
  };

  async function ran(
    changes: Partial<Opening> = {},
    ending: Partial<Ending> = {},
    model: string | null = null,
  ) {
    const id = await open(database.db, { memberId, account: ACCOUNT, ...changes });
    await settle(database.db, id, "me", anEnding(ending), { ...NO_FACTS, model });
    return id;
  }

  test("a new installation watches four things in the app, made once by whoever comes first", async () => {
    await Promise.all([evaluate(), evaluate(), evaluate()]);
    const { rules } = await listRules(database.db, { account: ACCOUNT, now: at(0) });
    expect(rules.map(({ kind, channels, isEnabled }) => [kind, channels, isEnabled])).toEqual(
      ["budget_threshold", "upstream_failing", "model_leaving", "low_credits"].map((kind) => [
        ...[kind, [IN_APP_ID], true],
      ]),
    );
    // What somebody removed stays away.
    const [first] = rules;
    if (!first) throw new Error("no rules");
    await database.db.transaction((tx) => removeRule(tx, first.id, { account: ACCOUNT, now: at(0) }));
    await evaluate(2 * MINUTE);
    expect((await listRules(database.db, { account: ACCOUNT, now: at(0) })).rules).toHaveLength(3);
  });

  test("a channel that somebody makes before anything was looked at keeps no rule away", async () => {
    await addChannel(database.db, { name: "Pager" });
    await evaluate();
    expect((await listRules(database.db, { account: ACCOUNT, now: at(0) })).rules).toHaveLength(4);
  });

  test("an alert is opened once, stays while its figure trembles, ends when it is clearly over, and comes back", async () => {
    await watch({ kind: "low_credits" });
    const states: [string, number, number][] = [];
    const steps = ["4.99", "5.01", "4.5", "5.99", "6", "4.9"];
    for (const [index, amount] of steps.entries()) {
      credits = amount;
      const opened = await evaluate(index * MINUTE);
      const all = await alerts();
      states.push([amount, opened, all.filter(({ state }) => state === "firing").length]);
    }
    expect(states).toEqual([
      ["4.99", 1, 1],
      ["5.01", 0, 1],
      ["4.5", 0, 1],
      ["5.99", 0, 1],
      ["6", 0, 0],
      ["4.9", 1, 1],
    ]);
    expect((await alerts())[0]).toMatchObject({ state: "resolved", resolvedAt: at(4 * MINUTE) });
  });

  test("what was spent in the last moments of a period is told after it, once, and is over with it", async () => {
    await watch({ kind: "budget_threshold" });
    const place = { account: ACCOUNT, now: at(0) };
    const daily = { ...aBudget({ limit: "1" }), period: "daily" as const, hard: false };
    await createBudget(database.db, { memberId, role: "owner" }, daily, place);
    expect(await evaluate(0)).toBe(0);
    await ran({}, { usage: usageOf("0.9") });
    const midnight = 12 * HOUR;
    expect(await evaluate(midnight + 10_000)).toBe(2);
    expect((await deliveriesIn(database.db)).map(({ event }) => event)).toEqual(["opened"]);
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

  test("instances that judge at once open one alert and tell each channel once", async () => {
    const channel = await addChannel(database.db, { name: "Hook" });
    await watch({ kind: "low_credits", channels: [IN_APP_ID, channel, newId()] });
    credits = "1";
    const opened = await Promise.all(Array.from({ length: 6 }, () => evaluate()));
    expect(opened.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(await alerts()).toHaveLength(1);
    const deliveries = await deliveriesIn(database.db);
    expect(deliveries.map(({ channelId, state }) => [channelId, state]).toSorted()).toEqual(
      [
        [IN_APP_ID, "sent"],
        [channel, "pending"],
      ].toSorted(),
    );
  });

  test("a rule is judged once a minute, however often it is asked", async () => {
    await watch({ kind: "low_credits" });
    let asked = 0;
    const counting = {
      async status() {
        asked += 1;
        return statusOf({ balance: parseUsd("100") });
      },
    };
    for (const ms of [0, 5_000, 30_000, 49_999, 60_000, 110_000]) await evaluate(ms, counting);
    expect(asked).toBe(3);
  });

  test("what was judged or changed meanwhile is not overwritten by older facts", async () => {
    const id = await watch({ kind: "low_credits" });
    const slow = {
      async status() {
        await database.db
          .update(alertRule)
          .set({ judgedAt: at(1) })
          .where(eq(alertRule.id, id));
        return statusOf({ balance: parseUsd("1") });
      },
    };
    expect(await evaluate(2_000, slow)).toBe(0);
    expect(await alerts()).toEqual([]);
  });

  test("what is over is told once, to the channels that were told, by their hours, and counts in the bell", async () => {
    const [told, quiet, broken] = await Promise.all([
      addChannel(database.db, { name: "Told" }),
      addChannel(database.db, {
        name: "Quiet",
        quietHours: { from: "14:00", to: "07:00", timeZone: "UTC" },
      }),
      addChannel(database.db, { name: "Broken" }),
    ]);
    const rule = await watch({ kind: "low_credits", channels: [IN_APP_ID, told, quiet, broken] });
    credits = "1";
    await evaluate(0);
    const reader = { account: ACCOUNT, memberId };
    await markSeen(database.db, memberId, at(MINUTE), at(MINUTE));
    const opened = await deliveriesIn(database.db);
    for (const { id, channelId } of opened)
      await database.db
        .update(alertDelivery)
        .set({ state: channelId === broken ? "failed" : "sent", nextAttemptAt: null })
        .where(eq(alertDelivery.id, id));
    // Only told where it was told that it began.
    const late = await addChannel(database.db, { name: "Late" });
    await database.db
      .update(alertRule)
      .set({ channels: [IN_APP_ID, told, quiet, broken, late] })
      .where(eq(alertRule.id, rule));
    credits = "50";
    await Promise.all([evaluate(3 * HOUR), evaluate(3 * HOUR)]);
    await evaluate(4 * HOUR);
    const over = (await deliveriesIn(database.db)).filter(({ event }) => event === "over");
    expect(over.map(({ channelId, state }) => [channelId, state]).toSorted()).toEqual(
      [
        [IN_APP_ID, "sent"],
        [told, "pending"],
        [quiet, "held"],
      ].toSorted(),
    );
    expect(await countUnread(database.db, reader)).toEqual({ unread: 1 });
    expect((await alerts())[0]).toMatchObject({ state: "resolved", ending: "$50.00 of credits are left." });
    await markSeen(database.db, memberId, at(3 * HOUR), at(4 * HOUR));
    expect(await countUnread(database.db, reader)).toEqual({ unread: 0 });
  });

  test("what was not told yet when it was over is told once; what is on its way is told to be over", async () => {
    const [waiting, sending] = [
      await addChannel(database.db, { name: "Waiting" }),
      await addChannel(database.db, { name: "Sending" }),
    ];
    await watch({ kind: "low_credits", channels: [waiting, sending] });
    credits = "1";
    await evaluate(0);
    await database.db
      .update(alertDelivery)
      .set({ attempts: 1, leaseOwner: newId(), leaseUntil: at(2 * MINUTE) })
      .where(eq(alertDelivery.channelId, sending));
    credits = "50";
    await evaluate(MINUTE);
    const over = (await deliveriesIn(database.db)).filter(({ event }) => event === "over");
    expect(over.map(({ channelId }) => channelId)).toEqual([sending]);
  });

  test("nothing is told of an end by a rule that was told not to, is switched off, or whose kind has none", async () => {
    await watch({ kind: "low_credits", name: "Silent", tellsOver: false });
    const off = await addRule(database.db, { kind: "low_credits", channels: [IN_APP_ID] });
    credits = "1";
    await evaluate(0);
    const change = { isEnabled: false };
    await database.db.transaction((tx) => changeRule(tx, off, change, { account: ACCOUNT, now: at(1) }));
    credits = "50";
    await evaluate(2 * MINUTE);
    const states = (await alerts()).map(({ state, ending }) => [state, ending !== null]);
    expect(states.toSorted()).toEqual([
      ["resolved", false],
      ["resolved", true],
    ]);
    expect((await deliveriesIn(database.db)).map(({ event }) => event)).toEqual(["opened", "opened"]);
  });

  test("where nobody tells, what is open stays open and the rule says why; a rule that fails keeps no other from it", async () => {
    const id = await watch({ kind: "low_credits" });
    credits = "1";
    await evaluate(0);
    credits = null;
    await evaluate(MINUTE);
    const { rules } = await listRules(database.db, { account: ACCOUNT, now: at(0) });
    expect(rules[0]).toMatchObject({ id, open: 1, note: expect.stringContaining("credits") });
    await addRule(database.db, { kind: "unsettled_money", settings: { hours: 1, moreThan: 0 } });
    await ran({}, { usage: usageOf(null) });
    errors.length = 0;
    const failing = { status: () => Promise.reject(new AppError("unavailable")) };
    expect(await evaluate(2 * HOUR, failing)).toBe(1);
    expect(errors).toEqual(["an alert rule could not be judged"]);
  });

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
    const ended = (await deliveriesIn(database.db)).filter(({ event }) => event === "over");
    expect((await alerts()).map(({ subject, state }) => [subject, state])).toEqual([
      ["credits", "firing"],
      ["key", "resolved"],
    ]);
    expect(ended).toHaveLength(1);
  });

  test("a rule that is switched off or removed leaves nothing open; the past keeps its name", async () => {
    const id = await watch({ kind: "low_credits", name: "Credits" });
    credits = "1";
    await evaluate(0);
    const change = (changes: Parameters<typeof changeRule>[2]) =>
      database.db.transaction((tx) => changeRule(tx, id, changes, { account: ACCOUNT, now: at(1) }));
    expect(await change({ isEnabled: false })).toMatchObject({ isEnabled: false, open: 0 });
    expect(await evaluate(HOUR)).toBe(0);
    await change({ isEnabled: true });
    expect(await evaluate(2 * HOUR)).toBe(1);
    await database.db.transaction((tx) => removeRule(tx, id, { account: ACCOUNT, now: at(2) }));
    const page = await listAlerts(database.db, { account: ACCOUNT, memberId }, { limit: 50 });
    expect(page.alerts.map(({ ruleId, ruleName, state }) => [ruleId, ruleName, state])).toEqual([
      [null, "Credits", "resolved"],
      [null, "Credits", "resolved"],
    ]);
  });

  test("a rule that is brought back knows what it has told, and has open what was open", async () => {
    const actor = { memberId, role: "owner" as const };
    const of = (ms: number) => ({ account: ACCOUNT, now: at(ms) });
    await createBudget(database.db, actor, aBudget({ hard: false }), of(0));
    const id = await watch({ kind: "budget_threshold" });
    await ran({}, { usage: usageOf("0.85") });
    await evaluate(2_000);
    const before = await alerts();
    expect(before.map(({ state }) => state)).toEqual(["firing", "firing"]);
    await database.db.transaction((tx) => removeRule(tx, id, of(MINUTE)));
    expect((await listRules(database.db, of(0))).rules).toEqual([]);
    const reader = { account: ACCOUNT, memberId };
    const page = await listAlerts(database.db, reader, { limit: 50 });
    expect(page.alerts.map(({ ruleId, state }) => [ruleId, state])).toEqual([
      [null, "resolved"],
      [null, "resolved"],
    ]);
    expect(await evaluate(2 * MINUTE)).toBe(0);
    const restored = await database.db.transaction((tx) => restoreRule(tx, id, of(3 * MINUTE)));
    expect(restored).toMatchObject({ id, open: 2 });
    expect(await evaluate(4 * MINUTE)).toBe(0);
    expect(await alerts()).toEqual(before);
    const again = database.db.transaction((tx) => restoreRule(tx, id, of(5 * MINUTE)));
    await expect(again).rejects.toMatchObject({ code: "not_found" });
  });

  test("budgets: of several thresholds the highest is told; money of another account says nothing", async () => {
    const actor = { memberId, role: "owner" as const };
    await ran({ account: "another" }, { usage: usageOf("0.9") });
    await createBudget(database.db, actor, aBudget({ hard: false }), { account: ACCOUNT, now: at(0) });
    await watch({ kind: "budget_threshold" });
    expect(await evaluate(2_000)).toBe(0);
    await ran({}, { usage: usageOf("0.85") });
    expect(await evaluate(2 * MINUTE)).toBe(2);
    const told = await alerts();
    expect(told.map(({ title, figures }) => [title, figures.spent])).toEqual([
      ["50 % of the monthly budget for the workspace is spent", "0.85"],
      ["80 % of the monthly budget for the workspace is spent", "0.85"],
    ]);
    expect((await deliveriesIn(database.db)).map(({ alertId }) => alertId)).toEqual([told[1]?.id]);
    expect(await evaluate(4 * MINUTE)).toBe(0);
  });

  /** A budget of one dollar, watched and told to channels; answers how it is changed behind everybody's back. */
  async function watchBudget(channels: string[]) {
    const actor = { memberId, role: "owner" as const };
    const of = { account: ACCOUNT, now: at(0) };
    const { id } = await createBudget(database.db, actor, aBudget({ hard: false }), of);
    await watch({ kind: "budget_threshold", channels });
    return (changes: Partial<typeof budget.$inferInsert>) =>
      database.db.update(budget).set(changes).where(eq(budget.id, id));
  }

  test("budgets: of thresholds that end together each channel hears of the highest that it was told", async () => {
    const [both, lower] = await Promise.all([
      addChannel(database.db, { name: "Both" }),
      addChannel(database.db, { name: "Lower" }),
    ]);
    const change = await watchBudget([both, lower]);
    const send = (channelIds: string[]) =>
      database.db
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
    const over = (await deliveriesIn(database.db)).filter(({ event }) => event === "over");
    const thresholds = new Map((await alerts()).map(({ id, figures }) => [id, figures.threshold]));
    const heard = (channel: string) =>
      over.flatMap(({ alertId, channelId }) => (channelId === channel ? thresholds.get(alertId ?? "") : []));
    expect([heard(both), heard(lower)]).toEqual([[80], [50]]);
  });

  test("budgets: when a raise has run out or was taken back, what is spent of the old limit is told once more", async () => {
    const change = await watchBudget([IN_APP_ID]);
    const begun = async () =>
      (await deliveriesIn(database.db)).filter(({ event }) => event === "opened").length;
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
      return (await deliveriesIn(database.db)).map(({ alertId, event }) => [
        event,
        titles.get(alertId ?? ""),
      ]);
    };
    await ran({}, { usage: usageOf("0.45") });
    await change({ hard: true });
    expect(await evaluate(0)).toBe(0);
    await database.db.update(budgetCount).set({ refusedAt: at(MINUTE) });
    expect(await evaluate(2 * MINUTE)).toBe(1);
    const refuses = "The monthly budget for the workspace refuses requests";
    expect(await told()).toEqual([["opened", refuses]]);
    await database.db.update(budgetCount).set({ spent: parseUsd("0.85") });
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
    await database.db.update(generation).set({ account: "past" });
    for (const code of ["upstream_key", "key_limit", "upstream_key", "upstream_key"] as const)
      await failed(code);
    expect(await evaluate(2 * MINUTE)).toBe(0);
    expect((await alerts()).map(({ state }) => state)).toEqual(["firing"]);
    await database.db.delete(alertDelivery);
    await database.db.delete(alert);
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
    await database.db
      .update(generation)
      .set({ confirmAt: at(0) })
      .where(eq(generation.id, unconfirmed));
    expect(await evaluate(5 * HOUR)).toBe(0);
    expect(await evaluate(7 * HOUR)).toBe(1);
    expect((await alerts())[0]?.figures).toEqual({ unknown: 1, unconfirmed: 1, hours: 6 });
    // Nobody asks any more, and nothing has been settled by that.
    await database.db.update(generation).set({ confirmAt: null }).where(eq(generation.id, unconfirmed));
    await database.db.update(generation).set({ confirmAt: null }).where(isNull(generation.cost));
    for (const days of [2, 7]) await evaluate(days * 24 * HOUR);
    expect((await alerts()).map(({ state }) => state)).toEqual(["firing"]);
    // A week later it is no news any more; what is still asked for is.
    const asked = eq(generation.id, unconfirmed);
    await database.db
      .update(generation)
      .set({ confirmAt: at(0) })
      .where(asked);
    await database.db.update(alertRule).set({ settings: { hours: 6, moreThan: 0 } });
    await evaluate(8 * 24 * HOUR);
    expect((await alerts()).map(({ state }) => state)).toEqual(["firing"]);
    await database.db.update(generation).set({ confirmAt: null }).where(asked);
    await evaluate(9 * 24 * HOUR);
    expect((await alerts())[0]).toMatchObject({
      ...{ state: "resolved", ending: "Every cost of the week up to 6 hours ago is settled." },
    });
  });

  test("what is unsettled is found by an index, however much is not", async () => {
    const plan = await database.db.transaction(async (tx) => {
      await tx.execute(sql`set local enable_seqscan = off`);
      return tx.execute(
        sql`explain select 1 from generation where account = ${ACCOUNT} and cost_state = 'reported' and started_at < now()`,
      );
    });
    expect(JSON.stringify(plan.rows)).toContain("generation_unconfirmed");
  });

  test("new prices of models in use since there is the rule, each told once", async () => {
    await watch({ kind: "price_change", createdAt: at(-HOUR) });
    await createKey(database.db, memberId, KeyRequest.parse({ name: "CI", models: ["acme/listed"] }), at(0));
    await ran({ models: ["acme/used"] }, {}, "acme/used");
    const models = ["acme/used", "acme/listed", "acme/unused"];
    catalog = catalogOf(models.map((id) => aModel(id)));
    const price = (prompt: string) => ({ prices: { prompt, completion: "0.000002" }, overrides: [] });
    const change = { kind: "price", before: price("0.000001"), after: price("0.000003") };
    await database.db.insert(priceChange).values(
      [...models.map((model) => ({ model, at: at(0) })), { model: "acme/used", at: at(-2 * HOUR) }].map(
        (row) => ({
          ...{
            ...row,
            id: newId(),
            upstream: UPSTREAM,
            digest: "d",
            kinds: ["price"],
            differences: [change],
          },
        }),
      ),
    );
    expect(await evaluate(2_000)).toBe(2);
    expect((await alerts()).map(({ figures }) => figures.model).toSorted()).toEqual([
      "acme/listed",
      "acme/used",
    ]);
    expect(await evaluate(HOUR)).toBe(0);
    // A week later it is no news, and still not told again.
    await evaluate(8 * 24 * HOUR);
    expect((await alerts()).map(({ state }) => state)).toEqual(["resolved", "resolved"]);
  });

  test("models in use that go away, or are gone; looked at every ten minutes", async () => {
    await watch({ kind: "model_leaving" });
    const listed = { name: "CI", models: ["acme/going", "acme/gone", "acme/later", "route/x"] };
    await createKey(database.db, memberId, KeyRequest.parse(listed), at(0));
    const gone = [{ ...aModel("acme/gone"), goneAt: at(0), nearest: "acme/two" }, aModel("acme/unused")];
    const going = aModel("acme/going", { expiresOn: "2026-11-30" });
    catalog = catalogOf([going, aModel("acme/later", { expiresOn: "2027-11-30" })], gone);
    expect(await evaluate(2_000)).toBe(2);
    expect((await alerts()).map(({ subject }) => subject).toSorted()).toEqual([
      "gone:acme/gone",
      "leaving:acme/going:2026-11-30",
    ]);
    catalog = catalogOf([aModel("acme/gone"), aModel("acme/going")]);
    await evaluate(5 * MINUTE);
    expect((await alerts()).filter(({ state }) => state === "firing")).toHaveLength(2);
    await evaluate(11 * MINUTE);
    expect((await alerts()).filter(({ state }) => state === "firing")).toHaveLength(0);
  });

  test("the forecast says what it is too early for, and a day without history is no anomaly", async () => {
    const actor = { memberId, role: "owner" as const };
    await createBudget(database.db, actor, aBudget({ period: "daily", hard: false }), {
      account: ACCOUNT,
      now: at(0),
    });
    await watch({ kind: "budget_forecast" });
    await addRule(database.db, { kind: "anomaly", createdAt: at(1) });
    await ran({}, { usage: usageOf("0.75") });
    // Two days later one hour has passed.
    await evaluate(37 * HOUR);
    const { rules } = await listRules(database.db, { account: ACCOUNT, now: at(0) });
    expect(rules.map(({ note }) => note)).toEqual([expect.stringMatching(/less than a tenth/), null]);
    expect(await evaluate(3_000)).toBe(0);
  });

  test("what was told in the app is unread until it is seen, by each for themselves", async () => {
    await watch({ kind: "low_credits" });
    const other = await addMember(database.db);
    const unread = async (who: string, account = ACCOUNT) =>
      (await countUnread(database.db, { account, memberId: who })).unread;
    credits = "1";
    await evaluate(0);
    expect([await unread(memberId), await unread(other), await unread(memberId, "another")]).toEqual([
      1, 1, 0,
    ]);
    // Nobody has seen what is still to come.
    await markSeen(database.db, memberId, at(HOUR), at(MINUTE));
    expect([await unread(memberId), await unread(other)]).toEqual([0, 1]);
    credits = "50";
    await evaluate(2 * MINUTE);
    credits = "1";
    await evaluate(3 * MINUTE);
    // The end of one, and another.
    expect(await unread(memberId)).toBe(2);
    await markSeen(database.db, memberId, at(0), at(4 * MINUTE));
    expect(await unread(memberId)).toBe(2);
    const page = await listAlerts(database.db, { account: ACCOUNT, memberId }, { limit: 1 });
    expect(page).toMatchObject({ seenUntil: at(MINUTE), alerts: [{ state: "firing" }] });
    const { alerts: rest, next } = await listAlerts(
      ...([database.db, { account: ACCOUNT, memberId }] as const),
      { before: page.next ?? undefined, limit: 1 },
    );
    expect([rest[0]?.state, next]).toEqual(["resolved", null]);
    const inApp = { channel: { kind: "in_app" }, state: "sent" };
    expect(rest[0]?.deliveries).toMatchObject([
      { ...inApp, event: "opened" },
      { ...inApp, event: "over" },
    ]);
  });

  test("an old alert that ends is the first of those that are over, and who looks has seen it", async () => {
    const { db } = database;
    await addChannel(db, { id: IN_APP_ID, kind: "in_app", name: "In the app" });
    const told = { state: "sent", nextAttemptAt: null } as const;
    const over = (days: number, ended: number) =>
      addDelivery(...([db, IN_APP_ID, { ...told, createdAt: at(days * 24 * HOUR) }] as const), {
        state: "resolved",
        openedAt: at(days * 24 * HOUR),
        resolvedAt: at(ended * 24 * HOUR),
      });
    const old = (
      await db
        .select()
        .from(alertDelivery)
        .where(eq(alertDelivery.id, await over(0, 9)))
    )[0];
    for (const day of [1, 2, 3]) await over(day, day + 1);
    const id = newId();
    const when = at(9 * 24 * HOUR);
    await db.insert(alertDelivery).values({
      ...{ id, alertId: old?.alertId, channelId: IN_APP_ID, event: "over", messageId: id, state: "sent" },
      createdAt: when,
    });
    const reader = { account: ACCOUNT, memberId };
    await markSeen(db, memberId, at(5 * 24 * HOUR), when);
    expect(await countUnread(db, reader)).toEqual({ unread: 1 });
    const seen: (string | undefined)[] = [];
    let before: string | undefined;
    let toldUntil: Date | null = null;
    do {
      const page = await listAlerts(db, reader, { state: "resolved", before, limit: 1 });
      seen.push(page.alerts[0]?.id);
      before = page.next ?? undefined;
      toldUntil = page.toldUntil;
    } while (before);
    expect([seen[0], new Set(seen).size, seen.length]).toEqual([old?.alertId, 4, 4]);
    expect(toldUntil).toEqual(when);
    await markSeen(db, memberId, toldUntil ?? at(0), when);
    expect(await countUnread(db, reader)).toEqual({ unread: 0 });
  });
});
