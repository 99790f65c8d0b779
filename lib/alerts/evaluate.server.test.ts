import { eq, inArray } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { parseUsd } from "@/lib/core/money";
import { alertDelivery, alertRule } from "@/lib/db/schema/alerts";
import { TEST_ENGINES } from "@/lib/db/testing.server";
import { usageOf } from "@/lib/ledger/testing.server";
import { IN_APP_ID } from "./defaults.server";
import { countUnread, listAlerts, markSeen } from "./list.server";
import { changeRule, listRules, removeRule } from "./rules.server";
import { at, HOUR, MINUTE, statusOf } from "./testing";
import { addChannel, addRule, deliveriesIn } from "./testing.server";
import { ACCOUNT, evaluationOn } from "./testing-evaluation.server";

describe.each(TEST_ENGINES)("on %s", (engine) => {
  const world = evaluationOn(engine);
  const { evaluate, alerts, watch, ran } = world;

  test("a new installation watches four things in the app, made once by whoever comes first", async () => {
    await Promise.all([evaluate(), evaluate(), evaluate()]);
    const { rules } = await listRules(world.db, { account: ACCOUNT, now: at(0) });
    expect(rules.map(({ kind, channels, isEnabled }) => [kind, channels, isEnabled])).toEqual(
      ["budget_threshold", "upstream_failing", "model_leaving", "low_credits"].map((kind) => [
        ...[kind, [IN_APP_ID], true],
      ]),
    );
    // What somebody removed stays away.
    const [first] = rules;
    if (!first) throw new Error("no rules");
    await world.db.transaction((tx) => removeRule(tx, first.id, { account: ACCOUNT, now: at(0) }));
    await evaluate(2 * MINUTE);
    expect((await listRules(world.db, { account: ACCOUNT, now: at(0) })).rules).toHaveLength(3);
  });

  test("a channel that somebody makes before anything was looked at keeps no rule away", async () => {
    await addChannel(world.db, { name: "Pager" });
    await evaluate();
    expect((await listRules(world.db, { account: ACCOUNT, now: at(0) })).rules).toHaveLength(4);
  });

  test("an alert is opened once, stays while its figure trembles, ends when it is clearly over, and comes back", async () => {
    await watch({ kind: "low_credits" });
    const states: [string, number, number][] = [];
    const steps = ["4.99", "5.01", "4.5", "5.99", "6", "4.9"];
    for (const [index, amount] of steps.entries()) {
      world.credits = amount;
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

  test("instances that judge at once open one alert and tell each channel once", async () => {
    const channel = await addChannel(world.db, { name: "Hook" });
    await watch({ kind: "low_credits", channels: [IN_APP_ID, channel, newId()] });
    world.credits = "1";
    const opened = await Promise.all(Array.from({ length: 6 }, () => evaluate()));
    expect(opened.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(await alerts()).toHaveLength(1);
    const deliveries = await deliveriesIn(world.db);
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
        await world.db
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
      addChannel(world.db, { name: "Told" }),
      addChannel(world.db, {
        name: "Quiet",
        quietHours: { from: "14:00", to: "07:00", timeZone: "UTC" },
      }),
      addChannel(world.db, { name: "Broken" }),
    ]);
    const rule = await watch({ kind: "low_credits", channels: [IN_APP_ID, told, quiet, broken] });
    world.credits = "1";
    await evaluate(0);
    const reader = world.reader();
    await markSeen(world.db, world.memberId, at(MINUTE), at(MINUTE));
    const opened = await deliveriesIn(world.db);
    for (const { id, channelId } of opened)
      await world.db
        .update(alertDelivery)
        .set({ state: channelId === broken ? "failed" : "sent", nextAttemptAt: null })
        .where(eq(alertDelivery.id, id));
    // Only told where it was told that it began.
    const late = await addChannel(world.db, { name: "Late" });
    await world.db
      .update(alertRule)
      .set({ channels: [IN_APP_ID, told, quiet, broken, late] })
      .where(eq(alertRule.id, rule));
    world.credits = "50";
    await Promise.all([evaluate(3 * HOUR), evaluate(3 * HOUR)]);
    await evaluate(4 * HOUR);
    const over = (await deliveriesIn(world.db)).filter(({ event }) => event === "over");
    expect(over.map(({ channelId, state }) => [channelId, state]).toSorted()).toEqual(
      [
        [IN_APP_ID, "sent"],
        [told, "pending"],
        [quiet, "held"],
      ].toSorted(),
    );
    expect(await countUnread(world.db, reader)).toEqual({ unread: 1 });
    expect((await alerts())[0]).toMatchObject({ state: "resolved", ending: "$50.00 of credits are left." });
    await markSeen(world.db, world.memberId, at(3 * HOUR), at(4 * HOUR));
    expect(await countUnread(world.db, reader)).toEqual({ unread: 0 });
  });

  test("what was not told yet when it was over is told once; what is on its way is told to be over", async () => {
    const [waiting, sending, tried, inSlack] = [
      await addChannel(world.db, { name: "Waiting" }),
      await addChannel(world.db, { name: "Sending" }),
      await addChannel(world.db, { name: "Tried" }),
      await addChannel(world.db, { name: "Tried in Slack", kind: "slack" }),
    ];
    await watch({ kind: "low_credits", channels: [waiting, sending, tried, inSlack] });
    world.credits = "1";
    await evaluate(0);
    await world.db
      .update(alertDelivery)
      .set({ attempts: 1, leaseOwner: newId(), leaseUntil: at(2 * MINUTE) })
      .where(eq(alertDelivery.channelId, sending));
    // Whoever did not answer in time may have it. That it comes again under its id, changed, a webhook does not see.
    await world.db
      .update(alertDelivery)
      .set({ attempts: 1, nextAttemptAt: at(5 * MINUTE), error: "The receiver did not answer." })
      .where(inArray(alertDelivery.channelId, [tried, inSlack]));
    world.credits = "50";
    await evaluate(MINUTE);
    const over = (await deliveriesIn(world.db)).filter(({ event }) => event === "over");
    expect(over.map(({ channelId }) => channelId).toSorted()).toEqual([sending, tried].toSorted());
  });

  test("nothing is told of an end by a rule that was told not to, is switched off, or whose kind has none", async () => {
    await watch({ kind: "low_credits", name: "Silent", tellsOver: false });
    const off = await addRule(world.db, { kind: "low_credits", channels: [IN_APP_ID] });
    world.credits = "1";
    await evaluate(0);
    const change = { isEnabled: false };
    await world.db.transaction((tx) => changeRule(tx, off, change, { account: ACCOUNT, now: at(1) }));
    world.credits = "50";
    await evaluate(2 * MINUTE);
    const states = (await alerts()).map(({ state, ending }) => [state, ending !== null]);
    expect(states.toSorted()).toEqual([
      ["resolved", false],
      ["resolved", true],
    ]);
    expect((await deliveriesIn(world.db)).map(({ event }) => event)).toEqual(["opened", "opened"]);
  });

  test("where nobody tells, what is open stays open and the rule says why; a rule that fails keeps no other from it", async () => {
    const id = await watch({ kind: "low_credits" });
    world.credits = "1";
    await evaluate(0);
    world.credits = null;
    await evaluate(MINUTE);
    const { rules } = await listRules(world.db, { account: ACCOUNT, now: at(0) });
    expect(rules[0]).toMatchObject({ id, open: 1, note: expect.stringContaining("credits") });
    await addRule(world.db, { kind: "unsettled_money", settings: { hours: 1, moreThan: 0 } });
    await ran({}, { usage: usageOf(null) });
    world.errors.length = 0;
    const failing = { status: () => Promise.reject(new AppError("unavailable")) };
    expect(await evaluate(2 * HOUR, failing)).toBe(1);
    expect(world.errors).toEqual(["an alert rule could not be judged"]);
  });

  test("a rule that is switched off or removed leaves nothing open; the past keeps its name", async () => {
    const id = await watch({ kind: "low_credits", name: "Credits" });
    world.credits = "1";
    await evaluate(0);
    const change = (changes: Parameters<typeof changeRule>[2]) =>
      world.db.transaction((tx) => changeRule(tx, id, changes, { account: ACCOUNT, now: at(1) }));
    expect(await change({ isEnabled: false })).toMatchObject({ isEnabled: false, open: 0 });
    expect(await evaluate(HOUR)).toBe(0);
    await change({ isEnabled: true });
    expect(await evaluate(2 * HOUR)).toBe(1);
    await world.db.transaction((tx) => removeRule(tx, id, { account: ACCOUNT, now: at(2) }));
    const page = await listAlerts(world.db, world.reader(), { limit: 50 });
    expect(page.alerts.map(({ ruleId, ruleName, state }) => [ruleId, ruleName, state])).toEqual([
      [null, "Credits", "resolved"],
      [null, "Credits", "resolved"],
    ]);
  });
});
