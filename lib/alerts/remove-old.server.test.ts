import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import type { Database } from "@/lib/db/client.server";
import { alert, alertChannel, alertDelivery, alertRule } from "@/lib/db/schema/alerts";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { removeDeletedAlerting, removeOldAlerts } from "./remove-old.server";
import { at, HOUR } from "./testing";
import { addChannel, addDelivery, addRule, clearAlerts } from "./testing.server";

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
  });
  afterAll(() => database.close());

  test("what has been over for long goes with its log, old tests go, and what is open or over lately stays", async () => {
    const { db } = database;
    const channel = await addChannel(db);
    const sent = { state: "sent", nextAttemptAt: null, createdAt: at(-9 * HOUR) } as const;
    const add = (title: string, about: Partial<typeof alert.$inferInsert>) =>
      addDelivery(db, channel, sent, { title, openedAt: at(-9 * HOUR), ...about });
    await add("long over", { state: "resolved", resolvedAt: at(-2 * HOUR) });
    const kept = [
      await add("over lately", { state: "resolved", resolvedAt: at(0) }),
      await add("still open", { state: "firing" }),
    ];
    const aTest = async (ms: number) => {
      const id = newId();
      await db.insert(alertDelivery).values({
        ...{ id, channelId: channel, messageId: id, state: "sent", attempts: 1, createdAt: at(ms) },
      });
      return id;
    };
    await aTest(-2 * HOUR);
    kept.push(await aTest(0));

    expect(await removeOldAlerts(db, at(-HOUR))).toBe(1);
    expect(await removeOldAlerts(db, at(-HOUR))).toBe(0);
    expect((await db.select().from(alert)).map(({ title }) => title).toSorted()).toEqual([
      "over lately",
      "still open",
    ]);
    expect((await db.select().from(alertDelivery)).map(({ id }) => id).toSorted()).toEqual(kept.toSorted());
  });

  test("rules and channels that were taken away before an instant go, and channels leave their rules", async () => {
    const { db } = database;
    await clearAlerts(db);
    const [long, lately] = [
      await addChannel(db, { deletedAt: at(-2 * HOUR) }),
      await addChannel(db, { deletedAt: at(0) }),
    ];
    await addDelivery(db, long);
    await addRule(db, { deletedAt: at(-2 * HOUR) });
    const rule = await addRule(db, { channels: [long, lately] });
    expect(await removeDeletedAlerting(db, at(-HOUR))).toBe(2);
    expect(await removeDeletedAlerting(db, at(-HOUR))).toBe(0);
    expect((await db.select().from(alertChannel)).map(({ id }) => id)).toEqual([lately]);
    expect((await db.select().from(alertRule)).map(({ id, channels }) => [id, channels])).toEqual([
      [rule, [lately]],
    ]);
    expect(await db.$count(alertDelivery)).toBe(0);
  });
});
