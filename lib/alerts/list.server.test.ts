import { eq } from "drizzle-orm";
import { describe, expect, test, vi } from "vitest";
import { newId } from "@/lib/core/ids";
import { alertDelivery } from "@/lib/db/schema/alerts";
import { TEST_ENGINES } from "@/lib/db/testing.server";
import { addMember } from "@/lib/ledger/testing.server";
import { IN_APP_ID } from "./defaults.server";
import { countUnread, listAlerts, markSeen } from "./list.server";
import { at, HOUR, MINUTE } from "./testing";
import { addChannel, addDelivery } from "./testing.server";
import { ACCOUNT, evaluationOn } from "./testing-evaluation.server";

describe.each(TEST_ENGINES)("on %s", (engine) => {
  const world = evaluationOn(engine);
  const { evaluate, watch } = world;

  test("what was told in the app is unread until it is seen, by each for themselves", async () => {
    await watch({ kind: "low_credits" });
    const other = await addMember(world.db);
    const unread = async (who: string, account = ACCOUNT) =>
      (await countUnread(world.db, world.reader({ account, memberId: who }))).unread;
    world.credits = "1";
    await evaluate(0);
    expect([
      await unread(world.memberId),
      await unread(other),
      await unread(world.memberId, "another"),
    ]).toEqual([1, 1, 0]);
    // Nobody has seen what is still to come.
    await markSeen(world.db, world.memberId, at(HOUR), at(MINUTE));
    expect([await unread(world.memberId), await unread(other)]).toEqual([0, 1]);
    world.credits = "50";
    await evaluate(2 * MINUTE);
    world.credits = "1";
    await evaluate(3 * MINUTE);
    // The end of one, and another.
    expect(await unread(world.memberId)).toBe(2);
    await markSeen(world.db, world.memberId, at(0), at(4 * MINUTE));
    expect(await unread(world.memberId)).toBe(2);
    const page = await listAlerts(world.db, world.reader(), { limit: 1 });
    expect(page).toMatchObject({ seenUntil: at(MINUTE), alerts: [{ state: "firing" }] });
    const { alerts: rest, next } = await listAlerts(...([world.db, world.reader()] as const), {
      before: page.next ?? undefined,
      limit: 1,
    });
    expect([rest[0]?.state, next]).toEqual(["resolved", null]);
    const inApp = { channel: { kind: "in_app" }, state: "sent" };
    expect(rest[0]?.deliveries).toMatchObject([
      { ...inApp, event: "opened" },
      { ...inApp, event: "over" },
    ]);
  });

  test.each(["owner", "member"] as const)(
    "to count what is unread takes one statement of the %s",
    async (role) => {
      const reader = world.reader({ role });
      const sent = vi.spyOn(world.db._.session, "prepareQuery");
      await countUnread(world.db, reader);
      expect(sent.mock.calls.map(([{ sql }]) => sql)).toHaveLength(1);
      sent.mockRestore();
    },
  );

  test("an old alert that ends is the first of those that are over, and who looks has seen it", async () => {
    const { db } = world;
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
    const reader = world.reader();
    await markSeen(db, world.memberId, at(5 * 24 * HOUR), when);
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
    await markSeen(db, world.memberId, toldUntil ?? at(0), when);
    expect(await countUnread(db, reader)).toEqual({ unread: 0 });
  });
});
