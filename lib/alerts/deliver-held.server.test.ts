import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { alert, alertDelivery } from "@/lib/db/schema/alerts";
import { TEST_ENGINES } from "@/lib/db/testing.server";
import { changeChannel } from "./channels.server";
import { claimMessage } from "./deliver.server";
import { retryDelivery } from "./list.server";
import { releaseOf } from "./release";
import { at, HOUR, MINUTE } from "./testing";
import { addChannel, addDelivery, deliveriesIn } from "./testing.server";
import { BADLY, deliveryOn, REACH } from "./testing-delivery.server";

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let time = 0;
  const now = () => at(time);
  beforeEach(() => {
    time = 0;
  });
  const { database, setUp, only } = deliveryOn(engine, now);

  test("a digest gathers what comes until its hour into one message, that stays the same when it is tried again", async () => {
    const digest = { digest: "hourly", timeZone: "UTC", quietHours: null } as const;
    const channel = await addChannel(database.db, digest);
    const hold = async (ms: number, isUrgent = false) => {
      const { at: nextAttemptAt, heldBy } = releaseOf(at(ms), digest, isUrgent);
      const state = heldBy === null ? "pending" : "held";
      return addDelivery(
        ...([database.db, channel] as const),
        { state, heldBy, nextAttemptAt, createdAt: at(ms) },
        { isUrgent, openedAt: at(ms) },
      );
    };
    await hold(10 * MINUTE);
    await hold(20 * MINUTE);
    const urgent = await hold(20 * MINUTE, true);
    time = 30 * MINUTE;
    const before = setUp();
    expect(await before.deliver()).toBe(1);
    expect(before.messages.map(({ id }) => id)).toEqual([urgent]);

    time = HOUR;
    const failing = setUp(() => BADLY);
    await failing.deliver();
    expect(failing.messages).toMatchObject([{ type: "digest", alerts: [{}, {}] }]);
    // What comes meanwhile is another message.
    await hold(HOUR + MINUTE);
    time = 2 * HOUR;
    const well = setUp();
    expect(await well.deliver()).toBe(2);
    expect(well.messages.map(({ alerts }) => alerts.length).toSorted()).toEqual([1, 2]);
    expect(well.messages.map(({ id }) => id)).toContain(failing.messages[0]?.id);
    expect((await deliveriesIn(database.db)).every(({ state }) => state === "sent")).toBe(true);
  });

  // The embedded engine does one thing at a time.
  test.runIf(engine === "postgres")(
    "a digest that is tried again is never sent in parts under one id",
    async () => {
      const { db } = database;
      const channel = await addChannel(db, { digest: "hourly" });
      const held = { state: "held", heldBy: "digest", nextAttemptAt: at(0) } as const;
      const [one] = [await addDelivery(db, channel, held), await addDelivery(db, channel, held)];
      await setUp(() => BADLY).deliver();
      time = HOUR;
      await db.transaction(async (tx) => {
        // As whoever tells that one of them is over.
        await tx.select().from(alertDelivery).where(eq(alertDelivery.id, one)).for("update");
        expect(await claimMessage(db, now())).toBeNull();
      });
      expect((await claimMessage(db, now()))?.rows).toHaveLength(2);
    },
  );

  test("two that come for one digest send one", async () => {
    const channel = await addChannel(database.db, { digest: "hourly" });
    const held = { state: "held", heldBy: "digest", nextAttemptAt: at(HOUR) } as const;
    for (let index = 0; index < 4; index++) await addDelivery(database.db, channel, held);
    time = HOUR;
    const { messages, deliver } = setUp();
    const counts = await Promise.all([deliver(), deliver(), deliver()]);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(messages[0]?.alerts).toHaveLength(4);
  });

  test("what was kept back says when it is over by then", async () => {
    const channel = await addChannel(database.db);
    const held = { state: "held", heldBy: "quiet_hours", nextAttemptAt: at(HOUR) } as const;
    await addDelivery(database.db, channel, held);
    await database.db
      .update(alert)
      .set({ state: "resolved", resolvedAt: at(MINUTE), ending: "$50.00 of credits are left." });
    const { messages, deliver } = setUp();
    time = HOUR - 1;
    expect(await deliver()).toBe(0);
    time = HOUR;
    expect(await deliver()).toBe(1);
    expect(messages[0]?.alerts[0]).toMatchObject({ state: "resolved", resolvedAt: at(MINUTE) });
  });

  test("what was kept back of a rule that was taken away says nothing of an end: undone, it goes on", async () => {
    const channel = await addChannel(database.db);
    await addDelivery(database.db, channel, {}, { state: "resolved", resolvedAt: at(0) });
    const { messages, deliver } = setUp();
    expect(await deliver()).toBe(1);
    expect(messages[0]?.alerts[0]).toMatchObject({ event: "opened", state: "firing", resolvedAt: null });
  });

  test("a channel whose hours change lets go what it holds by the new ones; one that is off gives it up", async () => {
    const id = await addChannel(database.db, { digest: "daily" });
    const held = { state: "held", heldBy: "digest", nextAttemptAt: at(21 * HOUR) } as const;
    await addDelivery(database.db, id, held);
    const change = (changes: Parameters<typeof changeChannel>[3]) =>
      database.db.transaction((tx) => changeChannel(tx, REACH, id, changes, now()));
    await change({ digest: "hourly" });
    expect((await only())?.nextAttemptAt).toEqual(at(HOUR));
    await change({ isEnabled: false });
    expect(await only()).toMatchObject({ state: "failed", error: "The channel was switched off." });
    time = HOUR;
    expect(await setUp().deliver()).toBe(0);
    const [row] = await deliveriesIn(database.db);
    await expect(retryDelivery(database.db, row?.id ?? "", now())).rejects.toMatchObject({
      code: "conflict",
    });
  });
});
