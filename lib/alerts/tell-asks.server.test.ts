import { eq } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import { askForMore, declineAsk, grantAsk } from "@/lib/budgets/asks.server";
import { createBudget, removeBudget } from "@/lib/budgets/budgets.server";
import { aBudget } from "@/lib/budgets/testing.server";
import { newId } from "@/lib/core/ids";
import { parseUsd } from "@/lib/core/money";
import { alert, alertDelivery } from "@/lib/db/schema/alerts";
import { budgetAsk } from "@/lib/db/schema/budgets";
import { TEST_ENGINES } from "@/lib/db/testing.server";
import { addMember, usageOf } from "@/lib/ledger/testing.server";
import { IN_APP_ID } from "./defaults.server";
import { countUnread, listAlerts, markSeen } from "./list.server";
import { tellAnswered, tellAsked } from "./tell-asks.server";
import { at, HOUR, MINUTE } from "./testing";
import { addChannel, addRule, deliveriesIn } from "./testing.server";
import { ACCOUNT, evaluationOn } from "./testing-evaluation.server";

const DAY = 24 * HOUR;

describe.each(TEST_ENGINES)("on %s", (engine) => {
  const world = evaluationOn(engine);
  const { alerts, evaluate, reader } = world;
  afterEach(async () => void (await world.db.delete(budgetAsk)));

  const place = (ms: number) => ({ account: ACCOUNT, now: at(ms) });
  const owner = () => ({ memberId: world.memberId, role: "owner" as const });
  const budgetOf = async (changes: Parameters<typeof aBudget>[0] = {}) =>
    (await createBudget(world.db, owner(), aBudget(changes), place(0))).id;
  /** Asks as the handler does, in one transaction. */
  const asks = (memberId: string, budgetId: string, ms = 0, note?: string) =>
    world.db.transaction(async (tx) => {
      const request = { amount: parseUsd("5"), ...(note !== undefined && { note }) };
      const ask = await askForMore(tx, { memberId, role: "member" }, budgetId, request, place(ms));
      await tellAsked(tx, ask, place(ms));
      return ask;
    });
  const answers = (how: "grant" | "decline", askId: string, ms = MINUTE, words: string | null = null) =>
    world.db.transaction(async (tx) => {
      const ask =
        how === "grant"
          ? await grantAsk(tx, owner(), askId, words, place(ms))
          : await declineAsk(tx, owner(), askId, words, at(ms));
      await tellAnswered(tx, ask, place(ms));
    });
  const ownOf = async (memberId: string, role: "member" | "admin" = "member") => {
    const who = reader({ memberId, role });
    const { alerts: own } = await listAlerts(world.db, who, { limit: 50 });
    return own.map(({ title, sentence }) => [title, sentence]);
  };

  test("a request is told in the app, and once through the channels of the rules that watch its budget", async () => {
    const mia = await addMember(world.db);
    const id = await budgetOf();
    await addChannel(world.db, { id: IN_APP_ID, kind: "in_app", name: "In the app" });
    const [both, forecast, elsewhere, credits, off] = await Promise.all(
      ["Both", "Forecast", "Elsewhere", "Credits", "Off"].map((name) => addChannel(world.db, { name })),
    );
    const others = { thresholds: [50], budgets: [newId()] };
    for (const rule of [
      { kind: "budget_threshold", channels: [both] },
      { kind: "budget_threshold", channels: [both, IN_APP_ID], settings: { thresholds: [9], budgets: [id] } },
      { kind: "budget_forecast", channels: [both, forecast] },
      { kind: "budget_threshold", channels: [elsewhere], settings: others },
      { kind: "low_credits", channels: [credits] },
      { kind: "budget_threshold", channels: [off], isEnabled: false },
    ])
      await addRule(world.db, rule as Parameters<typeof addRule>[1]);
    await asks(mia, id, 0, "For the report");
    const told = (await deliveriesIn(world.db)).map(({ channelId, state }) => [channelId, state]);
    expect(told.toSorted()).toEqual(
      [
        [IN_APP_ID, "sent"],
        [both, "pending"],
        [forecast, "pending"],
      ].toSorted(),
    );
    expect(await alerts()).toMatchObject([
      {
        ...{ kind: "budget_request", ruleId: null, ruleName: "", state: "firing", link: "/budgets" },
        title: "Ada asks for $5.00 more of the monthly budget for the workspace",
        sentence: expect.stringMatching(/^“For the report” Grant or decline it on the page of budgets\./),
      },
    ]);
    // Judging rules leaves it alone.
    await evaluate(2 * MINUTE);
    expect((await alerts()).map(({ state }) => state)).toEqual(["firing"]);
  });

  test("where nobody looked at alerts yet, it is told in the app all the same", async () => {
    await asks(await addMember(world.db), await budgetOf());
    expect((await deliveriesIn(world.db)).map(({ channelId }) => channelId)).toEqual([IN_APP_ID]);
    expect(await countUnread(world.db, reader())).toEqual({ unread: 1 });
  });

  test("what was answered is told to who asked, and to nobody else; the request is over without another message", async () => {
    const [mia, otto] = [await addMember(world.db), await addMember(world.db)];
    const id = await budgetOf();
    const asked = await asks(mia, id);
    await answers("decline", asked.id, MINUTE, "Not this\u202e month");
    expect(await ownOf(mia)).toEqual([
      [
        "Ada declined $5.00 more of the monthly budget for the workspace",
        "“Not this⟨U+202E⟩ month” The budget stays as it is.",
      ],
    ]);
    expect(await ownOf(otto)).toEqual([]);
    const who = reader({ memberId: mia, role: "member" });
    expect(await countUnread(world.db, who)).toEqual({ unread: 1 });
    const [request] = (await listAlerts(world.db, reader(), { limit: 50 })).alerts;
    expect(request).toMatchObject({ state: "resolved", ending: "Ada declined it." });
    expect(await deliveriesIn(world.db)).toHaveLength(1);
  });

  test("who runs the workspace by now still sees what was answered to them, and to nobody else", async () => {
    const [mia, otto] = [await addMember(world.db), await addMember(world.db)];
    await answers("decline", (await asks(mia, await budgetOf())).id);
    const declined = "Ada declined $5.00 more of the monthly budget for the workspace";
    const titles = async (who: string) => (await ownOf(who, "admin")).map(([title]) => title);
    expect(await titles(mia)).toContain(declined);
    expect(await titles(otto)).not.toContain(declined);
    // The bell counts it as well, with the request that the app told everyone who may answer, until it was looked at.
    const bell = async (who: string) =>
      (await countUnread(world.db, reader({ memberId: who, role: "admin" }))).unread;
    expect([await bell(mia), await bell(otto)]).toEqual([2, 1]);
    const { toldUntil } = await listAlerts(world.db, reader({ memberId: mia, role: "admin" }), { limit: 1 });
    await markSeen(world.db, mia, toldUntil ?? at(0), at(HOUR));
    expect([await bell(mia), await bell(otto)]).toEqual([0, 1]);
  });

  test("a request that is put away is answered to nobody, and asking anew ends what was asked of an earlier period", async () => {
    const mia = await addMember(world.db);
    const gone = await budgetOf({ period: "daily" });
    const put = await asks(mia, gone);
    await removeBudget(world.db, gone, at(0));
    await answers("decline", put.id);
    expect(await ownOf(mia)).toEqual([]);
    const id = await budgetOf({ period: "daily" });
    await asks(mia, id);
    await asks(mia, id, DAY);
    expect((await alerts()).map(({ state, ending }) => [state, ending])).toEqual([
      ["resolved", "Ada put it away."],
      ["resolved", "Nobody answered before the budget began anew."],
      ["firing", null],
    ]);
  });

  test("a request that is not made is not told either", async () => {
    const mia = await addMember(world.db);
    const id = await budgetOf();
    await asks(mia, id);
    await expect(asks(mia, id)).rejects.toMatchObject({ code: "conflict" });
    expect(await world.db.$count(alert)).toBe(1);
    expect(await world.db.$count(alertDelivery, eq(alertDelivery.channelId, IN_APP_ID))).toBe(1);
  });

  test("a member hears of thresholds and refusals of their own budgets, whatever channels a rule names", async () => {
    const otto = await addMember(world.db);
    await world.watch({ kind: "budget_threshold", channels: [] });
    await budgetOf({ scope: { type: "member", id: world.memberId }, hard: false });
    await world.ran({}, { usage: usageOf("0.85") });
    await evaluate(2_000);
    expect((await ownOf(world.memberId)).map(([title]) => title).toSorted()).toEqual([
      "50 % of the monthly budget for member “Ada” is spent",
      "80 % of the monthly budget for member “Ada” is spent",
    ]);
    expect(await ownOf(otto)).toEqual([]);
    const who = reader({ role: "member" });
    expect(await countUnread(world.db, who)).toEqual({ unread: 1 });
    expect((await listAlerts(world.db, who, { limit: 1 })).toldUntil).toEqual(at(2_000));
  });
});
