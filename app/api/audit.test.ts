import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addConversation } from "@/lib/conversations/testing.server";
import { auditEvent, member } from "@/lib/db/schema/team";
import { listEvents } from "@/lib/team/audit.server";
import { AUDIT_ACTIONS, AUDIT_SUBJECTS } from "@/lib/team/audit-api";
import { exportEvents } from "@/lib/team/audit-export.server";
import type { Method } from "./testing-access";
import {
  type Asked,
  askRoute,
  keepServices,
  openTestTeam,
  type Somebody,
  stubTeam,
  type TestTeam,
} from "./testing-team";

stubTeam();

let team: TestTeam;
beforeAll(async () => {
  team = await openTestTeam();
  keepServices({ ...team.services, bounder: { forget: () => {} }, onError: () => {} });
}, 60_000);
afterAll(() => team.database.close());

const ask = (who: Somebody, method: Method, route: string, asked?: Asked) =>
  askRoute(team, who, method, route, asked);

const latest = async () => (await listEvents(team.database.db, { limit: 1 })).events[0];
const count = () => team.database.db.$count(auditEvent);

const SPEC = { arms: [{ name: "main", share: 100, models: ["a/b"] }] };
const named = { params: { name: "fast" } };

test("what is done to routes, aliases, budgets and settings is on record, and what is refused is not", async () => {
  const steps: [Method, string, Asked, string, object][] = [
    ["POST", "routes", { body: { name: "fast", spec: SPEC } }, "route.create", { route: "fast" }],
    [
      ...(["POST", "routes/[name]/versions"] as const),
      { ...named, body: { revision: 1, note: "First" } },
      ...(["route.publish", { route: "fast", version: "1", restores: null }] as const),
    ],
    [
      ...(["PUT", "routes/aliases/[alias]"] as const),
      { params: { alias: "quick" }, body: { route: "fast" } },
      ...(["alias.set", { alias: "quick", route: "fast" }] as const),
    ],
    ["DELETE", "routes/aliases/[alias]", { params: { alias: "quick" } }, "alias.remove", { alias: "quick" }],
    ["PATCH", "routes/[name]", { ...named, body: { archived: true } }, "route.archive", { route: "fast" }],
    ["PATCH", "routes/[name]", { ...named, body: { archived: false } }, "route.restore", { route: "fast" }],
    ["PUT", "settings", { body: { topUp: "50.00" } }, "settings.change", { topUp: "50.00" }],
    [
      ...([
        "PUT",
        "settings",
        { body: { allowedModels: ["a/b", "c/*"], denyDataCollection: true } },
      ] as const),
      ...(["settings.change", { allowedModels: "a/b,c/*", denyDataCollection: "true" }] as const),
    ],
    ["PUT", "settings", { body: { allowedModels: null } }, "settings.change", { allowedModels: "" }],
  ];
  for (const [method, route, what, action, details] of steps) {
    const before = await count();
    expect((await ask("member", method, route, what)).ok, `${method} ${route} by a member`).toBe(
      method !== "PUT" || route !== "settings",
    );
    if (route === "settings") {
      expect(await count()).toBe(before);
      expect((await ask("admin", method, route, what)).ok).toBe(true);
    }
    expect(await count(), action).toBe(before + 1);
    expect(await latest()).toMatchObject({ action, details });
  }
  const before = await count();
  expect((await ask("member", "POST", "routes", { body: { name: "fast", spec: SPEC } })).status).toBe(409);
  expect((await ask("admin", "PUT", "settings", { body: {} })).ok).toBe(true);
  expect(await count()).toBe(before);
});

test("a budget's record says what it was, also once it is gone", async () => {
  const terms = {
    scope: { type: "workspace" },
    limit: "100",
    period: "monthly",
    timeZone: "UTC",
    hard: true,
  };
  const made = await ask("owner", "POST", "budgets", { body: terms });
  expect(made.status).toBe(201);
  const { id } = await made.json();
  const details = { budget: "the workspace", limit: "$100", period: "monthly", kind: "hard" };
  expect(await latest()).toMatchObject({ action: "budget.create", objectId: id, actor: "Olga", details });
  await ask("owner", "PATCH", "budgets/[id]", { params: { id }, body: { limit: "50" } });
  expect(await latest()).toMatchObject({ action: "budget.change", details: { ...details, limit: "$50" } });
  const raise = { amount: "5", until: "2026-12-31T00:00:00.000Z" };
  await ask("owner", "PATCH", "budgets/[id]", { params: { id }, body: { raise } });
  expect(await latest()).toMatchObject({ details: { raise: "$5", until: raise.until } });
  await ask("owner", "PATCH", "budgets/[id]", { params: { id }, body: { raise: null } });
  await ask("owner", "POST", "budgets/[id]/recount", { params: { id } });
  expect(await latest()).toMatchObject({ action: "budget.recount", objectId: id });
  expect((await ask("owner", "DELETE", "budgets/[id]", { params: { id } })).status).toBe(204);
  expect(await latest()).toMatchObject({ action: "budget.remove", details: { ...details, limit: "$50" } });
  const before = await count();
  expect((await ask("owner", "DELETE", "budgets/[id]", { params: { id } })).status).toBe(404);
  expect(await count()).toBe(before);
  const back = await ask("owner", "POST", "budgets/[id]/restore", { params: { id } });
  expect(await back.json()).toMatchObject({ id, limit: "50" });
  expect(await latest()).toMatchObject({ action: "budget.restore", objectId: id });
  // It stands in the way of no other test.
  await ask("owner", "DELETE", "budgets/[id]", { params: { id } });
});

test("who asks for more of a budget, and who answers, is on record", async () => {
  const terms = {
    scope: { type: "workspace" },
    limit: "100",
    period: "monthly",
    timeZone: "UTC",
    hard: true,
  };
  const { id } = await (await ask("owner", "POST", "budgets", { body: terms })).json();
  const body = { amount: "5", note: "For the report" };
  const asking = () => ask("member", "POST", "budgets/[id]/requests", { params: { id }, body });
  const details = { budget: "the workspace", period: "monthly", member: "Mia", amount: "$5" };
  const made = await asking();
  expect(made.status).toBe(201);
  expect(await latest()).toMatchObject({ action: "budget.ask", objectId: id, actor: "Mia", details });
  const before = await count();
  expect((await asking()).status).toBe(409);
  const answer = (who: Somebody, how: "grant" | "decline", asked: string) =>
    ask(who, "POST", `budgets/requests/[id]/${how}`, { params: { id: asked }, body: { answer: "Why not." } });
  const { id: first } = await made.json();
  expect((await answer("member", "grant", first)).status).toBe(403);
  expect(await count()).toBe(before);
  expect((await answer("admin", "decline", first)).status).toBe(200);
  expect(await latest()).toMatchObject({ action: "budget.decline", objectId: id, actor: "Adam", details });
  const { id: second } = await (await asking()).json();
  const granted = await (await answer("owner", "grant", second)).json();
  expect(granted).toMatchObject({ state: "granted", answer: { by: "Olga", words: "Why not." } });
  expect(await latest()).toMatchObject({
    ...{ action: "budget.grant", objectId: id, actor: "Olga" },
    details: { ...details, until: granted.until },
  });
  expect((await answer("admin", "grant", second)).status).toBe(409);
  const { requests } = await (await ask("member", "GET", "budgets/requests")).json();
  expect(requests).toMatchObject([{ id: second }, { id: first, state: "declined" }]);
  expect(requests[0]).toEqual({ ...granted, isOwn: true });
  await ask("owner", "DELETE", "budgets/[id]", { params: { id } });
});

test("who takes something out is on record", async () => {
  await (await ask("member", "GET", "generations/export", { query: "?format=csv" })).text();
  expect(await latest()).toMatchObject({
    ...{ action: "export.create", actor: "Mia" },
    details: { what: "generations", format: "csv" },
  });
});

test("an export of a conversation names it, and who only compares its answers takes nothing out", async () => {
  const { id } = await addConversation(team.database.db, team.actors.member.memberId);
  const before = await count();
  const seen = await ask("member", "GET", "conversations/[id]/versions", { params: { id } });
  expect((await seen.json()).panes[0].messages).toHaveLength(2);
  expect(await count()).toBe(before);
  await (await ask("member", "GET", "conversations/[id]/export", { params: { id } })).text();
  expect(await latest()).toMatchObject({
    ...{ action: "export.create", actor: "Mia", objectId: id },
    details: { what: "a conversation", format: "markdown" },
  });
});

test("the log is narrowed to a subject and a member, and taken out as it is seen", async () => {
  const mia = team.actors.member.memberId;
  const query = `?about=exports&actor=${mia}`;
  const { events } = await (await ask("admin", "GET", "team/audit", { query })).json();
  expect(events.length).toBeGreaterThan(0);
  for (const event of events)
    expect(event).toMatchObject({ actor: "Mia", actorId: mia, action: "export.create" });
  expect((await ask("admin", "GET", "team/audit", { query: "?about=nothing" })).status).toBe(400);
  expect((await ask("admin", "GET", "team/audit", { query: "?from=2026-11-20" })).status).toBe(400);
  const at = async (time: string) => {
    const asked = { query: `${query}&${time}&format=json` };
    return (await ask("admin", "GET", "team/audit/export", asked)).json();
  };
  expect(await at("from=2026-11-20&to=2026-11-20")).toEqual(events);
  expect(await at("span=last-month&timeZone=Asia/Tokyo")).toEqual([]);
  expect((await ask("member", "GET", "team/audit/export")).status).toBe(403);

  const json = await ask("admin", "GET", "team/audit/export", { query: `${query}&format=json` });
  expect(json.headers.get("content-disposition")).toMatch(/^attachment; filename="patchbay-audit-.*\.json"$/);
  expect(await json.json()).toEqual(events);
  const all = await (await ask("admin", "GET", "team/audit/export")).text();
  const [head, first, ...rest] = all.trimEnd().split("\r\n");
  expect(head).toBe("at,actor,action,object_id,details,address,actor_id");
  // The export itself is in it.
  expect(first).toContain(",Adam,export.create,");
  expect(first?.endsWith(`,${team.actors.admin.memberId}`)).toBe(true);
  expect(rest).toHaveLength((await count()) - 1);
});

test("whoever becomes a member gets no more of an export of everyone's generations", async () => {
  const { db } = team.database;
  const { memberId } = team.actors.admin;
  const file = await ask("admin", "GET", "generations/export", { query: "?format=csv" });
  await db.update(member).set({ role: "member" }).where(eq(member.id, memberId));
  try {
    await expect(file.text()).rejects.toMatchObject({ code: "forbidden" });
  } finally {
    await db.update(member).set({ role: "admin" }).where(eq(member.id, memberId));
  }
  const own = await ask("member", "GET", "generations/export", { query: "?format=csv" });
  expect(await own.text()).toContain("id");
});

test("whoever may no longer see the log gets no more of it", async () => {
  const errors: unknown[] = [];
  const stream = exportEvents(team.database.db, {
    ...{ filter: {}, format: "csv" },
    mayStay: async () => false,
    onError: (error) => void errors.push(error),
  });
  await expect(new Response(stream).text()).rejects.toMatchObject({ code: "forbidden" });
  expect(errors).toHaveLength(1);
});

test("every action is about one subject", () => {
  expect(Object.values(AUDIT_SUBJECTS).flat().toSorted()).toEqual([...AUDIT_ACTIONS].toSorted());
});
