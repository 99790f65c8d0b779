import "server-only";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { asc } from "drizzle-orm";
import { newId } from "@/lib/core/ids";
import type { Db } from "@/lib/db/client.server";
import { alert, alertChannel, alertDelivery, alertRule, alertSeen } from "@/lib/db/schema/alerts";
import { defaultSettings } from "./rules";
import { at } from "./testing";

export type Got = { url: string; headers: Headers; body: string };
type Answer = (got: Got, response: ServerResponse) => void;

/** A real receiver on loopback that keeps what it is sent; `answer` decides what it says. */
export async function serveReceiver(answer: Answer = (_got, response) => void response.end("ok")) {
  const received: Got[] = [];
  const server = createServer((request, response) => {
    readBody(request).then(
      (body) => {
        const headers = new Headers();
        for (const [name, value] of Object.entries(request.headers)) headers.set(name, String(value));
        const got = { url: request.url ?? "", headers, body };
        received.push(got);
        answer(got, response);
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    received,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString("utf8");
}

type ChannelRow = typeof alertChannel.$inferInsert;
type RuleRow = typeof alertRule.$inferInsert;

export async function addChannel(db: Db, changes: Partial<ChannelRow> = {}): Promise<string> {
  const id = newId();
  await db.insert(alertChannel).values({
    ...{ id, kind: "webhook", name: "Hook", isEnabled: true, addresses: [], address: null, secret: null },
    ...{ digest: "off", timeZone: "UTC", quietHours: null, createdAt: at(0) },
    ...changes,
  });
  return id;
}

export async function addRule(db: Db, changes: Partial<RuleRow> = {}): Promise<string> {
  const id = newId();
  const kind = changes.kind ?? "low_credits";
  await db.insert(alertRule).values({
    ...{ id, name: "Rule", kind, settings: defaultSettings(kind), channels: [] },
    ...{ isUrgent: false, isEnabled: true, createdAt: at(0) },
    ...changes,
  });
  return id;
}

/** An open alert with a delivery to a channel, as an evaluation leaves them. */
export async function addDelivery(
  db: Db,
  channelId: string,
  changes: Partial<typeof alertDelivery.$inferInsert> = {},
  about: Partial<typeof alert.$inferInsert> = {},
): Promise<string> {
  const [alertId, id] = [newId(), newId()];
  await db.insert(alert).values({
    ...{ id: alertId, account: "sandbox", ruleId: null, ruleName: "Rule", kind: "low_credits" },
    ...{ isUrgent: false, subject: alertId, state: "firing", title: "Credits are running low" },
    ...{ sentence: "$1.00 of credits are left.", link: "/spend", figures: { credits: "1" }, openedAt: at(0) },
    ...about,
  });
  await db.insert(alertDelivery).values({
    ...{ id, alertId, channelId, state: "pending", messageId: id, nextAttemptAt: at(0), createdAt: at(0) },
    ...changes,
  });
  return id;
}

export const deliveriesIn = (db: Db) =>
  db.select().from(alertDelivery).orderBy(asc(alertDelivery.createdAt), asc(alertDelivery.id));

export async function clearAlerts(db: Db): Promise<void> {
  for (const table of [alertDelivery, alert, alertRule, alertChannel, alertSeen]) await db.delete(table);
}
