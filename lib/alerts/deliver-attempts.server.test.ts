import { beforeEach, describe, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import { alert, alertDelivery } from "@/lib/db/schema/alerts";
import { TEST_ENGINES } from "@/lib/db/testing.server";
import { claimMessage, deliverAlerts } from "./deliver.server";
import { listDeliveries, retryDelivery } from "./list.server";
import type { Message } from "./message";
import { MOST_ATTEMPTS } from "./release";
import type { Sender, Sent } from "./sender.server";
import { at, HOUR, MINUTE } from "./testing";
import { addChannel, addDelivery, deliveriesIn } from "./testing.server";
import { BADLY, deliveryOn, WELL } from "./testing-delivery.server";

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let time = 0;
  const now = () => at(time);
  beforeEach(() => {
    time = 0;
  });
  const { database, setUp, only } = deliveryOn(engine, now);

  test("a process that dies while it sends leaves the message to another, under the same id", async () => {
    const channel = await addChannel(database.db);
    await addDelivery(database.db, channel);
    const claim = await claimMessage(database.db, now());
    const { messages, deliver } = setUp();
    time = MINUTE;
    expect(await deliver()).toBe(0);
    time = 3 * MINUTE;
    expect(await deliver()).toBe(1);
    expect(messages[0]?.id).toBe(claim?.messageId);
  });

  test("whoever comes back after its lease has passed to another changes nothing", async () => {
    const channel = await addChannel(database.db);
    await addDelivery(database.db, channel);
    const other = setUp();
    const slow = setUp(async () => {
      time = 3 * MINUTE;
      await other.deliver();
      return BADLY;
    });
    await slow.deliver();
    expect(await only()).toMatchObject({ state: "sent", attempts: 2, error: null });
  });

  test("what fails is tried later and later, then given up and to be seen, and can be sent again", async () => {
    const channel = await addChannel(database.db);
    const id = await addDelivery(database.db, channel);
    const { messages, deliver } = setUp(() => BADLY);
    const waits: number[] = [];
    for (let attempt = 1; attempt < MOST_ATTEMPTS; attempt++) {
      await deliver();
      const row = await only();
      expect(row).toMatchObject({ state: "pending", attempts: attempt, error: BADLY.said });
      const next = row?.nextAttemptAt?.getTime() ?? 0;
      waits.push((next - now().getTime()) / MINUTE);
      time = next - 1 - at(0).getTime();
      expect(await deliver()).toBe(0);
      time += 1;
    }
    await deliver();
    expect(waits).toEqual([1, 5, 25, 60, 180]);
    expect(await only()).toMatchObject({ state: "failed", attempts: MOST_ATTEMPTS, nextAttemptAt: null });
    expect(new Set(messages.map((message) => message.id))).toEqual(new Set([id]));
    const page = await listDeliveries(database.db, "sandbox", { state: "failed", limit: 50 });
    expect(page.deliveries).toMatchObject([{ id, error: BADLY.said, alert: { title: expect.any(String) } }]);

    await retryDelivery(database.db, id, now());
    await expect(retryDelivery(database.db, id, now())).rejects.toMatchObject({ code: "conflict" });
    const again = setUp();
    expect(await again.deliver()).toBe(1);
    expect(again.messages[0]?.id).toBe(id);
  });

  test("what ends a process each time it is sent is given up, too", async () => {
    const channel = await addChannel(database.db);
    await addDelivery(database.db, channel);
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
      expect((await claimMessage(database.db, now()))?.rows).toMatchObject([{ attempts: attempt }]);
      time += 3 * MINUTE;
    }
    const { messages, deliver } = setUp();
    expect(await deliver()).toBe(0);
    expect(messages).toEqual([]);
    expect(await only()).toMatchObject({ state: "failed", error: expect.stringMatching(/came to an end/) });
  });

  test("a channel that does not answer is tried once in a round, and keeps no other waiting", async () => {
    const [dead, alive] = [await addChannel(database.db), await addChannel(database.db)];
    for (let index = 0; index < 3; index++) await addDelivery(database.db, dead);
    await addDelivery(database.db, alive);
    const asked: string[] = [];
    const sender: Pick<Sender, "send"> = {
      async send(target) {
        const { id } = target as typeof target & { id: string };
        asked.push(id === dead ? "dead" : "alive");
        return id === dead ? BADLY : WELL;
      },
    };
    expect(await deliverAlerts({ db: database.db, sender, url: "https://p.example", now }, 60_000)).toBe(1);
    expect(asked.toSorted()).toEqual(["alive", "dead"]);
  });

  test("a mistake of ours is one attempt of many", async () => {
    const channel = await addChannel(database.db);
    await addDelivery(database.db, channel);
    await setUp(() => Promise.reject(new TypeError("no"))).deliver();
    expect(await only()).toMatchObject({ state: "pending", error: "Patchbay failed to send this." });
  });

  test("what would be refused again is given up at once", async () => {
    const channel = await addChannel(database.db);
    await addDelivery(database.db, channel);
    await setUp(() => ({ ...BADLY, isPassing: false })).deliver();
    expect(await only()).toMatchObject({ state: "failed", attempts: 1 });
  });

  describe("something that ended while the message that it began was on its way", () => {
    const ending = { state: "resolved", resolvedAt: at(1), ending: "$50.00 of credits are left." } as const;
    /** Tried once in vain, and over by then. */
    async function tryOnce(outcome: Sent, kind: "webhook" | "email" = "webhook") {
      const channel = await addChannel(database.db, { kind });
      const opened = await addDelivery(database.db, channel);
      const first = setUp(async () => {
        if (first.messages.length > 1) return WELL;
        const [row] = await database.db.update(alert).set(ending).returning({ id: alert.id });
        const id = newId();
        const about = { id, messageId: id, alertId: row?.id, channelId: channel, event: "over" } as const;
        const due = { state: "pending", nextAttemptAt: now(), createdAt: now() } as const;
        await database.db.insert(alertDelivery).values({ ...about, ...due });
        return outcome;
      });
      await first.deliver();
      return { opened, messages: first.messages };
    }
    const told = (messages: readonly Message[]) =>
      messages.flatMap(({ alerts }) => alerts.map(({ event, state }) => [event, state]));

    test("is told to be over after that has got out, and not by it", async () => {
      await tryOnce(BADLY);
      const { messages, deliver } = setUp();
      expect(await deliver()).toBe(0);
      time = MINUTE;
      expect(await deliver()).toBe(2);
      expect(told(messages)).toEqual([
        ["opened", "firing"],
        ["over", "resolved"],
      ]);
    });

    test("is not told when that is given up; sent again, it says so itself", async () => {
      const { opened } = await tryOnce({ ...BADLY, isPassing: false });
      const { messages, deliver } = setUp();
      time = HOUR;
      expect(await deliver()).toBe(0);
      expect(await deliveriesIn(database.db)).toMatchObject([{ event: "opened", state: "failed" }]);
      await retryDelivery(database.db, opened, now());
      expect(await deliver()).toBe(1);
      expect(told(messages)).toEqual([["opened", "resolved"]]);
    });

    test("is told all the same when some addresses had that", async () => {
      const had = { ...BADLY, isPassing: false, sentTo: ["one@p.example"] };
      const { messages } = await tryOnce(had, "email");
      expect(told(messages)).toEqual([
        ["opened", "firing"],
        ["over", "resolved"],
      ]);
    });
  });
});
