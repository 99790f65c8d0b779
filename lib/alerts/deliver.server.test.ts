import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { alertDelivery } from "@/lib/db/schema/alerts";
import { TEST_ENGINES } from "@/lib/db/testing.server";
import { restoreChannel } from "./channels.server";
import { toDiscord, toSlack } from "./chat-messages";
import { deliverAlerts, sendTest } from "./deliver.server";
import { listDeliveries, retryDelivery } from "./list.server";
import { toMail } from "./mail-text";
import { createSender } from "./sender.server";
import { at } from "./testing";
import { addChannel, addDelivery, deliveriesIn, serveReceiver } from "./testing.server";
import { BADLY, deliveryOn, REACH } from "./testing-delivery.server";
import { toPayload } from "./webhook-payload";

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let time = 0;
  const now = () => at(time);
  beforeEach(() => {
    time = 0;
  });
  const { database, setUp, only } = deliveryOn(engine, now);
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

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
