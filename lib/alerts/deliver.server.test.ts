import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import type { Database } from "@/lib/db/client.server";
import { alert, alertDelivery } from "@/lib/db/schema/alerts";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { changeChannel, restoreChannel } from "./channels.server";
import { toDiscord, toSlack } from "./chat-messages";
import { claimMessage, deliverAlerts, sendTest } from "./deliver.server";
import { listDeliveries, retryDelivery } from "./list.server";
import { toMail } from "./mail-text";
import type { Message } from "./message";
import { MOST_ATTEMPTS, releaseOf } from "./release";
import { createSender, type Sender, type Sent } from "./sender.server";
import { at, HOUR, MINUTE } from "./testing";
import { addChannel, addDelivery, clearAlerts, deliveriesIn, serveReceiver } from "./testing.server";
import { toPayload } from "./webhook-payload";

const WELL: Sent = { ok: true, said: "The receiver answered 200.", isPassing: false, sentTo: [] };
const BADLY: Sent = { ok: false, said: "The receiver answered 503.", isPassing: true, sentTo: [] };
const REACH = { problemOf: () => null };

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let time = 0;
  const now = () => at(time);
  beforeAll(async () => {
    database = await openTestDatabase(engine);
  });
  afterAll(() => database.close());
  const closing: (() => Promise<void>)[] = [];
  beforeEach(() => {
    time = 0;
  });
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
    await clearAlerts(database.db);
  });

  /** A sender that keeps what it is to send and answers as it is told. */
  function setUp(answer: () => Sent | Promise<Sent> = () => WELL) {
    const messages: Message[] = [];
    const sender: Pick<Sender, "send"> = {
      async send(_target, message) {
        messages.push(message);
        return answer();
      },
    };
    const deliver = () => deliverAlerts({ db: database.db, sender, url: "https://p.example", now }, 60_000);
    return { messages, sender, deliver };
  }

  const only = async () => (await deliveriesIn(database.db))[0];

  test("what is due is sent, once, with the whole address", async () => {
    const channel = await addChannel(database.db);
    const id = await addDelivery(database.db, channel);
    await addDelivery(database.db, channel, { nextAttemptAt: at(1), createdAt: at(1) });
    const { messages, deliver } = setUp();
    expect(await deliver()).toBe(1);
    expect(await deliver()).toBe(0);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatchObject({
      ...{ id, type: "alert", alerts: [{ url: "https://p.example/spend", state: "firing" }] },
    });
    expect(await only()).toMatchObject({ state: "sent", attempts: 1, sentAt: at(0), nextAttemptAt: null });
  });

  test("what waits for a channel that was taken away is sent when it is brought back", async () => {
    const channel = await addChannel(database.db, { deletedAt: at(0) });
    await addDelivery(database.db, channel);
    const { deliver } = setUp();
    expect(await deliver()).toBe(0);
    await database.db.transaction((tx) => restoreChannel(tx, REACH, channel));
    expect(await deliver()).toBe(1);
  });

  test("that something is over is told with how it stood then", async () => {
    const channel = await addChannel(database.db);
    const over = { state: "resolved", resolvedAt: at(1), ending: "$50.00 of credits are left." } as const;
    await addDelivery(database.db, channel, { event: "over" }, over);
    const { messages, deliver } = setUp();
    await deliver();
    expect(messages[0]?.alerts).toMatchObject([
      { event: "over", state: "resolved", sentence: "$50.00 of credits are left.", resolvedAt: at(1) },
    ]);
  });

  test("what people wrote leads nowhere, through whatever channel; the only link is ours", async () => {
    const evil = "“Your session is over: https://evil.example/login, www.evil.example” by eve@evil.example";
    const about = { title: evil, sentence: evil, ruleName: evil, kind: "budget_request" } as const;
    await addDelivery(database.db, await addChannel(database.db), {}, about);
    const { messages, deliver } = setUp();
    await deliver();
    const [message] = messages;
    if (!message) throw new Error("nothing was sent");
    const { subject, text } = toMail(message, "UTC");
    for (const told of [
      subject,
      text,
      ...[toSlack, toDiscord, toPayload].map((to) => JSON.stringify(to(message))),
    ]) {
      expect(told).toContain("session is over");
      expect(told.replaceAll("https://p.example/spend", "")).not.toMatch(/:\/\/|\w\.example/);
    }
  });

  test("two that deliver at once to a real receiver send each message once", async () => {
    const { origin, received, close } = await serveReceiver();
    closing.push(close);
    const channels = await Promise.all(
      [0, 1, 2].map((index) =>
        addChannel(database.db, { address: `${origin}/${index}`, secret: "s", name: `${index}` }),
      ),
    );
    for (const channel of channels)
      for (let index = 0; index < 5; index++) await addDelivery(database.db, channel);
    const instances = [1, 2, 3].map(() => {
      const sender = createSender({ mailer: null, isTeam: false, allowPrivate: false, now });
      closing.push(sender.close);
      return { db: database.db, sender, url: "https://p.example", now };
    });
    let sent = 0;
    // Whoever finds every channel in another's hands leaves; the next round finds what is left.
    for (let round = 0; round < 20 && sent < 15; round++) {
      const counts = await Promise.all(instances.map((one) => deliverAlerts(one, 60_000)));
      sent += counts.reduce((sum, count) => sum + count, 0);
    }
    expect(sent).toBe(15);
    const ids = received.map(({ headers }) => headers.get("x-patchbay-id"));
    expect(new Set(ids).size).toBe(15);
    expect(ids).toHaveLength(15);
  });

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

  test("a test is sent now and stands in the log, whatever became of it", async () => {
    const id = await addChannel(database.db, { isEnabled: false });
    const channel = await database.db.query.alertChannel.findFirst();
    if (!channel) throw new Error("no channel");
    const { messages, sender } = setUp(() => BADLY);
    expect(await sendTest({ db: database.db, sender, now }, channel)).toEqual({
      ok: false,
      said: BADLY.said,
    });
    expect(messages).toMatchObject([{ type: "test", alerts: [] }]);
    const { deliveries } = await listDeliveries(database.db, "any", { channel: id, limit: 50 });
    expect(deliveries).toMatchObject([{ alert: null, state: "failed", error: BADLY.said, attempts: 1 }]);
    expect(await setUp().deliver()).toBe(0);
    await expect(retryDelivery(database.db, deliveries[0]?.id ?? "", now())).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test("the log is read page by page", async () => {
    const channel = await addChannel(database.db);
    for (let index = 0; index < 5; index++)
      await addDelivery(database.db, channel, { createdAt: at(Math.floor(index / 2)) });
    const seen: string[] = [];
    let before: string | undefined;
    do {
      const page = await listDeliveries(database.db, "sandbox", { before, limit: 2 });
      seen.push(...page.deliveries.map(({ id }) => id));
      before = page.next ?? undefined;
    } while (before);
    const all = (await deliveriesIn(database.db)).map(({ id }) => id).reverse();
    expect(seen).toEqual(all);
    const foreign = await listDeliveries(database.db, "another", { limit: 50 });
    expect(foreign.deliveries).toEqual([]);
    await database.db.delete(alertDelivery).where(eq(alertDelivery.channelId, channel));
  });
});
