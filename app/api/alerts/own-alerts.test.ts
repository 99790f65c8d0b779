import { once } from "node:events";
import { createServer, type IncomingMessage, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { IN_APP_ID } from "@/lib/alerts/defaults.server";
import { addChannel, addDelivery } from "@/lib/alerts/testing.server";
import { createBudget } from "@/lib/budgets/budgets.server";
import { aBudget } from "@/lib/budgets/testing.server";
import { createKey } from "@/lib/team/keys.server";
import { KeyRequest } from "@/lib/team/keys-request";
import { openSession } from "@/lib/team/sessions.server";
import { CALLER } from "@/lib/team/testing.server";
import { received } from "../testing-request";
import { keepServices, ORIGIN, openTestTeam, stubTeam, type TestTeam } from "../testing-team";

stubTeam();

const NOW = new Date("2026-11-20T13:00:00.000Z");
let team: TestTeam;
const server = createServer((incoming, outgoing) => {
  answer(incoming).then(
    async (response) => {
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      outgoing.end(await response.text());
    },
    () => outgoing.destroy(),
  );
});
beforeAll(async () => {
  team = await openTestTeam();
  keepServices(team.services);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
}, 60_000);
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await team.database.close();
});

type Handler = (request: Request, route: { params: Promise<unknown> }) => Promise<Response>;

/** The routes of this test, as Next finds them. */
const ROUTES = [
  "alerts",
  "alerts/unread",
  "alerts/seen",
  "alerts/rules",
  "alerts/channels",
  "alerts/deliveries",
  "budgets/[id]/requests",
  "budgets/requests/[id]/grant",
  "budgets/requests/[id]/decline",
];

async function answer(incoming: IncomingMessage): Promise<Response> {
  const { method = "GET", url = "/" } = incoming;
  const path = new URL(url, ORIGIN).pathname.replace("/api/", "");
  const route = ROUTES.find((one) => new RegExp(`^${one.replace("[id]", "[\\w-]+")}$`).test(path)) ?? "";
  const id = /[\da-f]{8}-[\w-]+/.exec(path)?.[0];
  const module = (await import(/* @vite-ignore */ resolve("app/api", route, "route.ts"))) as Record<
    string,
    Handler
  >;
  const pieces: Buffer[] = [];
  for await (const piece of incoming) pieces.push(piece as Buffer);
  const headers = new Headers(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
  const body = pieces.length === 0 ? {} : { body: Buffer.concat(pieces) };
  const request = received(new Request(`${ORIGIN}${url}`, { method, ...body }), headers);
  const handler = module[method];
  if (!handler) return new Response(null, { status: 405 });
  return handler(request, { params: Promise.resolve({ id }) });
}

type Who = "member" | "other" | "viewer" | "admin" | "owner";

/** Asks as a signed-in person's browser does, over a socket. */
async function ask(who: Who, method: "GET" | "POST", path: string, body?: object) {
  const { token } = await openSession(team.database.db, team.access, team.actors[who], CALLER, NOW);
  const headers = {
    ...{ host: new URL(ORIGIN).host, cookie: `__Host-patchbay=${token}` },
    ...(method === "POST" && { origin: ORIGIN, "content-type": "application/json" }),
  };
  const { port } = server.address() as AddressInfo;
  const asking = send({ port, host: "127.0.0.1", method, path: `/api/${path}`, headers });
  asking.end(body && JSON.stringify(body));
  const [response] = (await once(asking, "response")) as [IncomingMessage];
  const pieces: Buffer[] = [];
  for await (const piece of response) pieces.push(piece as Buffer);
  const text = Buffer.concat(pieces).toString();
  return { status: response.statusCode, text, body: text === "" ? null : JSON.parse(text) };
}

const titles = async (who: Who) =>
  (await ask(who, "GET", "alerts")).body.alerts.map(({ title }: { title: string }) => title).toSorted();
const unread = async (who: Who) => (await ask(who, "GET", "alerts/unread")).body.unread;

test("over HTTP each reads what is told of their own budgets, and nothing of anybody else's", async () => {
  const { db } = team.database;
  const { owner, member, other } = team.actors;
  const place = { account: "sandbox", now: NOW };
  const make = async (scope: { type: "workspace" | "member" | "key"; id?: string }) =>
    (await createBudget(db, owner, aBudget({ scope } as Parameters<typeof aBudget>[0]), place)).id;
  const { id: keyId } = await createKey(db, member.memberId, KeyRequest.parse({ name: "nightly" }), NOW);
  await addChannel(db, { id: IN_APP_ID, kind: "in_app", name: "In the app" });
  const slack = await addChannel(db, { name: "Secret channel" });
  const tell = (title: string, budget: string, changes: object = {}) =>
    addDelivery(
      db,
      slack,
      {},
      { kind: "budget_threshold", title, ruleName: "Secret rule", figures: { budget }, ...changes },
    );
  const hers = await make({ type: "member", id: member.memberId });
  await tell("Mia's is spent", hers);
  await tell("Mia's half is spent", hers);
  await tell("Mia's key is spent", await make({ type: "key", id: keyId }));
  await tell("Otto's is spent", await make({ type: "member", id: other.memberId }));
  const workspace = await make({ type: "workspace" });
  await tell("The workspace's is spent", workspace);
  // Neither another kind, nor another account.
  await tell("Credits are low", hers, { kind: "low_credits" });
  await tell("Mia's elsewhere", hers, { account: "another" });

  expect(await titles("member")).toEqual(["Mia's half is spent", "Mia's is spent", "Mia's key is spent"]);
  expect(await titles("other")).toEqual(["Otto's is spent"]);
  expect(await titles("viewer")).toEqual([]);
  expect(await titles("admin")).toHaveLength(6);
  const { text, body } = await ask("member", "GET", "alerts");
  expect(text).not.toMatch(/Secret|Otto|workspace/);
  expect(body.alerts[0]).toMatchObject({ ruleId: null, ruleName: "", deliveries: [] });
  // Two thresholds that were passed at once are one piece of news.
  expect([await unread("member"), await unread("other"), await unread("viewer")]).toEqual([2, 1, 0]);
  expect((await ask("member", "POST", "alerts/seen", {})).status).toBe(204);
  expect([await unread("member"), await unread("other")]).toEqual([0, 1]);
  for (const path of ["alerts/rules", "alerts/channels", "alerts/deliveries"])
    for (const who of ["member", "viewer"] as const)
      expect((await ask(who, "GET", path)).status, `${who} ${path}`).toBe(403);
});

test("over HTTP a request for more is told to those who answer it, and the answer to who asked", async () => {
  const { db } = team.database;
  const place = { account: "sandbox", now: NOW };
  const { id } = await createBudget(db, team.actors.owner, aBudget({}), place);
  const before = { admin: await unread("admin"), member: await unread("member") };
  const request = { amount: "5.00", note: "For the report" };
  const asked = await ask("member", "POST", `budgets/${id}/requests`, request);
  expect(asked.status).toBe(201);
  const title = "Mia asks for $5.00 more of the monthly budget for the workspace";
  expect(await titles("admin")).toContain(title);
  expect(await unread("admin")).toBe(before.admin + 1);
  expect(await unread("owner")).toBeGreaterThan(0);
  expect([await titles("member"), await titles("other")].flat()).not.toContain(title);
  expect(await unread("member")).toBe(before.member);

  const granted = await ask("admin", "POST", `budgets/requests/${asked.body.id}/grant`, { answer: "Go on." });
  expect(granted.status).toBe(200);
  const { body } = await ask("member", "GET", "alerts");
  expect(body.alerts).toContainEqual(
    expect.objectContaining({
      title: "Adam granted you $5.00 more of the monthly budget for the workspace",
      sentence: "“Go on.” It lasts until 1 Dec 2026, 00:00 (UTC).",
      link: "/budgets",
    }),
  );
  expect(await titles("other")).not.toContain(
    "Adam granted you $5.00 more of the monthly budget for the workspace",
  );
  expect(await titles("admin")).not.toContain(
    "Adam granted you $5.00 more of the monthly budget for the workspace",
  );
  const told = (await ask("admin", "GET", "alerts?state=resolved")).body.alerts;
  expect(told).toContainEqual(
    expect.objectContaining({ title, ending: "Adam granted it until 1 Dec 2026, 00:00 (UTC)." }),
  );
  expect(await unread("admin")).toBe(before.admin + 1);
});
