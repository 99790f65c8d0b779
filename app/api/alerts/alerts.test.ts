import { afterAll, beforeAll, expect, test } from "vitest";
import { createSender } from "@/lib/alerts/sender.server";
import { serveReceiver } from "@/lib/alerts/testing.server";
import { newId } from "@/lib/core/ids";
import { alert, alertDelivery } from "@/lib/db/schema/alerts";
import { auditEvent } from "@/lib/db/schema/team";
import { listEvents } from "@/lib/team/audit.server";
import type { Method } from "../testing-access";
import {
  type Asked,
  askRoute,
  keepServices,
  openTestTeam,
  type Somebody,
  stubTeam,
  type TestTeam,
} from "../testing-team";

stubTeam();

const NOW = new Date("2026-11-20T13:00:00.000Z");
let team: TestTeam;
let receiver: Awaited<ReturnType<typeof serveReceiver>>;
/** What the receiver says to the next post. */
let status = 200;
beforeAll(async () => {
  team = await openTestTeam();
  receiver = await serveReceiver((got, response) => void response.writeHead(status).end(`no ${got.url}`));
  // As in local access, so that the receiver on this machine can be reached.
  const alertSender = createSender({ mailer: null, isTeam: false, allowPrivate: false, now: () => NOW });
  keepServices({ ...team.services, alertSender });
}, 60_000);
afterAll(async () => {
  await receiver.close();
  await team.database.close();
});

const ask = (method: Method, route: string, asked?: Asked, who: Somebody = "admin") =>
  askRoute(team, who, method, `alerts${route}`, asked);
const latest = async () => (await listEvents(team.database.db, { limit: 1 })).events[0];
const answered: string[] = [];
/** The body of an answer, kept for the test that looks for secrets in all of them. */
async function read(response: Response) {
  const text = await response.text();
  answered.push(text);
  return JSON.parse(text);
}

const SECRET_PATH = "services/T0000/B0000/verysecretpath";

test("rules are made, changed and removed by those who run the workspace, on record", async () => {
  const { rules } = await read(await ask("GET", "/rules"));
  expect(rules).toHaveLength(4);
  const inApp = rules[0].channels[0];
  const body = { kind: "budget_threshold", name: "Half", settings: { thresholds: [50] }, channels: [inApp] };
  const made = await ask("POST", "/rules", { body });
  expect(made.status).toBe(201);
  const rule = await read(made);
  expect(rule).toMatchObject({
    ...body,
    settings: { thresholds: [50], budgets: null },
    isEnabled: true,
    open: 0,
  });
  expect(await latest()).toMatchObject({
    ...{ action: "alert_rule.create", objectId: rule.id, actor: "Adam" },
    details: { rule: "Half", kind: "budget_threshold", thresholds: "50", budgets: "all" },
  });

  const params = { id: rule.id };
  const changed = await ask("PATCH", "/rules/[id]", {
    params,
    body: { isUrgent: true, settings: { thresholds: [90, 10] } },
  });
  expect(await read(changed)).toMatchObject({ isUrgent: true, settings: { thresholds: [10, 90] } });
  expect(await latest()).toMatchObject({ action: "alert_rule.change", details: { urgent: "yes" } });
  const before = await team.database.db.$count(auditEvent);
  for (const wrong of [{}, { settings: { days: 3 } }, { channels: [newId()] }, { kind: "anomaly" }])
    expect((await ask("PATCH", "/rules/[id]", { params, body: wrong })).status).toBe(400);
  expect(await team.database.db.$count(auditEvent)).toBe(before);
  expect((await ask("DELETE", "/rules/[id]", { params })).status).toBe(204);
  expect(await latest()).toMatchObject({ action: "alert_rule.remove", details: { rule: "Half" } });
  expect((await ask("DELETE", "/rules/[id]", { params })).status).toBe(404);
  expect((await ask("GET", "/rules", {}, "member")).status).toBe(403);
});

test("a channel's address is told masked, and a webhook's secret once", async () => {
  const address = `${receiver.origin}/${SECRET_PATH}`;
  const slack = await ask("POST", "/channels", { body: { kind: "slack", name: "Ops", address } });
  expect(slack.status).toBe(201);
  expect(await read(slack)).toMatchObject({
    ...{
      secret: null,
      channel: { name: "Ops", address: `${receiver.origin}/…path`, problem: null, last: null },
    },
  });
  const made = await ask("POST", "/channels", { body: { kind: "webhook", name: "Hook", address } });
  const { secret, channel } = await made.json();
  expect(secret).toMatch(/^pb-whs-[\w-]{43}$/);
  expect(await latest()).toMatchObject({ action: "alert_channel.create", objectId: channel.id });
  const params = { id: channel.id };
  const renewed = await ask("PATCH", "/channels/[id]", { params, body: { rotateSecret: true } });
  const next = (await renewed.json()).secret;
  expect(next).toMatch(/^pb-whs-/);
  expect(next).not.toBe(secret);
  expect(await latest()).toMatchObject({ details: { secret: "renewed" } });
  const named = await read(await ask("PATCH", "/channels/[id]", { params, body: { name: "Hook 2" } }));
  expect(named).toMatchObject({ secret: null, channel: { name: "Hook 2" } });
  const { channels, hasMail } = await read(await ask("GET", "/channels"));
  expect(channels.map(({ name }: { name: string }) => name)).toEqual(["In the app", "Ops", "Hook 2"]);
  expect(hasMail).toBe(false);

  status = 404;
  const tested = await read(await ask("POST", "/channels/[id]/test", { params }));
  expect(tested).toEqual({ ok: false, said: "The receiver answered 404: no …" });
  status = 200;
  expect(await read(await ask("POST", "/channels/[id]/test", { params }))).toMatchObject({ ok: true });
  expect(receiver.received).toHaveLength(2);
  const log = await read(await ask("GET", "/deliveries", { query: `?channel=${channel.id}` }));
  expect(log.deliveries.map(({ state }: { state: string }) => state)).toHaveLength(2);

  for (const text of [...answered, JSON.stringify(await listEvents(team.database.db, { limit: 200 }))]) {
    expect(text).not.toContain("verysecret");
    expect(text).not.toMatch(/pb-whs-/);
  }
});

test("what a kind does not have is refused, and the app's own channel stays", async () => {
  const { channels } = await read(await ask("GET", "/channels"));
  const [inApp, slack] = channels;
  const change = (id: string, body: object) => ask("PATCH", "/channels/[id]", { params: { id }, body });
  expect((await change(inApp.id, { digest: "daily" })).status).toBe(400);
  expect((await change(slack.id, { rotateSecret: true })).status).toBe(400);
  expect((await change(slack.id, { addresses: ["a@example.org"] })).status).toBe(400);
  expect((await change(slack.id, { address: "http://elsewhere.example/" })).status).toBe(400);
  expect((await change(inApp.id, { name: "Here" })).status).toBe(200);
  expect((await ask("DELETE", "/channels/[id]", { params: { id: inApp.id } })).status).toBe(409);
  const http = { kind: "webhook", name: "Plain", address: "http://elsewhere.example/" };
  const refused = await ask("POST", "/channels", { body: http });
  expect(refused.status).toBe(400);
  expect((await refused.json()).error.issues).toMatchObject([{ path: "address" }]);
});

test("a channel that is removed leaves all rules, and comes back to them with its log", async () => {
  const { channels } = await read(await ask("GET", "/channels"));
  const id = channels.at(-1).id;
  const body = { kind: "anomaly", name: "Odd", channels: [id, channels[0].id] };
  const rule = await read(await ask("POST", "/rules", { body }));
  expect((await ask("DELETE", "/channels/[id]", { params: { id } })).status).toBe(204);
  expect(await latest()).toMatchObject({ action: "alert_channel.remove", details: { channel: "Hook 2" } });
  const { rules } = await read(await ask("GET", "/rules"));
  const found = rules.find((one: { id: string }) => one.id === rule.id);
  expect(found.channels).toEqual([channels[0].id]);
  expect((await ask("PATCH", "/channels/[id]", { params: { id }, body: { name: "No" } })).status).toBe(404);
  expect((await ask("POST", "/channels/[id]/test", { params: { id } })).status).toBe(404);
  expect((await ask("DELETE", "/channels/[id]", { params: { id } })).status).toBe(404);
  const logOf = async () =>
    (await read(await ask("GET", "/deliveries", { query: `?channel=${id}` }))).deliveries.length;
  expect(await logOf()).toBe(0);
  const restored = await ask("POST", "/channels/[id]/restore", { params: { id } });
  expect(await read(restored)).toMatchObject({ id, name: "Hook 2" });
  expect(await latest()).toMatchObject({ action: "alert_channel.restore", details: { channel: "Hook 2" } });
  expect(await logOf()).toBe(2);
  const after = await read(await ask("GET", "/rules"));
  expect(after.rules.find((one: { id: string }) => one.id === rule.id).channels.toSorted()).toEqual(
    [id, channels[0].id].toSorted(),
  );
  expect((await ask("POST", "/channels/[id]/restore", { params: { id } })).status).toBe(404);

  const params = { id: rule.id };
  expect((await ask("DELETE", "/rules/[id]", { params })).status).toBe(204);
  expect((await ask("PATCH", "/rules/[id]", { params, body: { name: "No" } })).status).toBe(404);
  expect(await read(await ask("POST", "/rules/[id]/restore", { params }))).toMatchObject({ name: "Odd" });
  expect(await latest()).toMatchObject({ action: "alert_rule.restore", details: { rule: "Odd" } });
  expect((await ask("DELETE", "/channels/[id]", { params: { id } })).status).toBe(204);
});

test("alerts are listed with their deliveries, counted while unread, and what was given up is sent again", async () => {
  const { db } = team.database;
  const { channels } = await read(await ask("GET", "/channels"));
  const [inApp, slack] = channels;
  const [alertId, id] = [newId(), newId()];
  await db.insert(alert).values({
    ...{ id: alertId, account: "sandbox", ruleName: "Rule", kind: "low_credits", isUrgent: false },
    ...{ subject: "credits", state: "firing", title: "Low", sentence: "Very.", link: "/spend" },
    ...{ figures: { credits: "1.5", hours: 6, none: null }, openedAt: NOW },
  });
  const about = { alertId, createdAt: NOW, attempts: 1 };
  await db.insert(alertDelivery).values([
    { ...about, id: newId(), messageId: newId(), channelId: inApp.id, state: "sent", sentAt: NOW },
    {
      ...about,
      id,
      messageId: id,
      channelId: slack.id,
      state: "failed",
      error: "The receiver answered 404.",
    },
  ]);
  const page = await read(await ask("GET", ""));
  expect(page).toMatchObject({ next: null, seenUntil: null });
  expect(page.alerts).toMatchObject([
    { id: alertId, ruleId: null, figures: { credits: "1.5", hours: 6, none: null }, deliveries: [{}, {}] },
  ]);
  expect((await read(await ask("GET", "", { query: "?state=resolved" }))).alerts).toEqual([]);
  expect((await ask("GET", "", { query: "?state=no" })).status).toBe(400);
  expect(await read(await ask("GET", "/unread"))).toEqual({ unread: 1 });
  expect((await ask("POST", "/seen", { body: {} })).status).toBe(204);
  expect(await read(await ask("GET", "/unread"))).toEqual({ unread: 0 });
  expect(await read(await ask("GET", "/unread", {}, "owner"))).toEqual({ unread: 1 });

  const failed = await read(await ask("GET", "/deliveries", { query: "?state=failed&limit=1" }));
  expect(failed.deliveries.length).toBe(1);
  expect((await ask("POST", "/deliveries/[id]/retry", { params: { id } })).status).toBe(204);
  expect((await ask("POST", "/deliveries/[id]/retry", { params: { id } })).status).toBe(409);
  expect((await ask("POST", "/deliveries/[id]/retry", { params: { id: newId() } })).status).toBe(404);
});
