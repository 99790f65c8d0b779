import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { storeAttachment } from "@/lib/conversations/attachments.server";
import { createPreset } from "@/lib/conversations/presets.server";
import { createPrompt } from "@/lib/conversations/prompts.server";
import { addConversation, PNG } from "@/lib/conversations/testing.server";
import { generation } from "@/lib/db/schema/ledger";
import { createKey } from "@/lib/team/keys.server";
import { KeyRequest } from "@/lib/team/keys-request";
import type { Method } from "./testing-access";
import { type Asked, askRoute, openTestTeam, type Somebody, stubTeam, type TestTeam } from "./testing-team";

const held = vi.hoisted(() => ({ services: {} }));
vi.mock("../services", () => ({ getServices: async () => held.services }));
// There is nothing after a request that no server answers.
vi.mock("next/server", () => ({ after: () => {} }));
stubTeam();

const NOW = new Date("2026-11-20T12:00:00.000Z");
let team: TestTeam;
/** What belongs to Mia, by the word that stands for it in an address. */
let hers: Record<string, string> = {};

beforeAll(async () => {
  team = await openTestTeam();
  held.services = team.services;
  const { db } = team.database;
  const { memberId } = team.actors.member;
  const conversation = await addConversation(db, memberId, [{ turns: ["Hi", "Ho"] }], NOW);
  const [pane] = conversation.panes;
  const [row] = await db.select().from(generation).where(eq(generation.memberId, memberId));
  const preset = await createPreset(db, memberId, { name: "Hers", system: null, parameters: {} }, NOW);
  const prompt = await createPrompt(db, memberId, { name: "Hers", text: "Hi", tags: [] }, NOW);
  const attachment = await storeAttachment(db, memberId, { name: "a.png", content: PNG }, NOW);
  const key = await createKey(db, memberId, KeyRequest.parse({ name: "Hers" }), NOW);
  hers = {
    conversation: conversation.id,
    pane: pane?.id ?? "",
    message: pane?.messageIds[0] ?? "",
    generation: row?.id ?? "",
    preset: preset.id,
    prompt: prompt.id,
    attachment: attachment.id,
    key: key.id,
    member: memberId,
  };
}, 60_000);
afterAll(() => team.database.close());

/** Asks a route; `$word` in its parameters and query stands for what is Mia's. */
function ask(
  who: Somebody,
  method: Method,
  route: string,
  { params = {}, query = "", body }: Asked = {},
): Promise<Response> {
  const fill = (text: string) => text.replaceAll(/\$(\w+)/g, (_, word: string) => hers[word] ?? word);
  const filled = Object.fromEntries(Object.entries(params).map(([name, text]) => [name, fill(text)]));
  return askRoute(team, who, method, route, { params: filled, query: fill(query), body });
}

const EVERYBODY_ELSE = ["other", "viewer", "admin", "owner"] as const;
const id = (word: string) => ({ params: { id: `$${word}` } });
const inConversation = { id: "$conversation", paneId: "$pane", messageId: "$message" };

describe("what people write is their own, whoever runs the team", () => {
  test.each<[Method, string, Asked | undefined]>([
    ["GET", "conversations/[id]", id("conversation")],
    ["GET", "conversations/[id]/calls", id("conversation")],
    ["GET", "conversations/[id]/events", id("conversation")],
    ["GET", "conversations/[id]/export", id("conversation")],
    ["GET", "conversations/[id]/shares", id("conversation")],
    ["GET", "conversations/[id]/versions", id("conversation")],
    ["GET", "conversations/[id]/messages/[messageId]", { params: inConversation }],
    ["GET", "conversations/[id]/messages/[messageId]/chances", { params: inConversation }],
    ["PATCH", "conversations/[id]", { ...id("conversation"), body: { title: "Mine" } }],
    ["POST", "conversations/[id]/duplicate", id("conversation")],
    ["POST", "conversations/[id]/restore", id("conversation")],
    ["POST", "conversations/[id]/stop", { ...id("conversation"), body: {} }],
    ["POST", "conversations/[id]/shares", { ...id("conversation"), body: {} }],
    ["POST", "conversations/[id]/panes", { ...id("conversation"), body: { model: "acme/a" } }],
    ["PATCH", "conversations/[id]/panes/[paneId]", { params: inConversation, body: { model: "acme/a" } }],
    ["DELETE", "conversations/[id]/panes/[paneId]", { params: inConversation }],
    ["DELETE", "conversations/[id]/messages/[messageId]", { params: inConversation }],
    ["DELETE", "conversations/[id]", id("conversation")],
    ["GET", "presets/[id]", id("preset")],
    ["PATCH", "presets/[id]", { ...id("preset"), body: { name: "Mine" } }],
    ["DELETE", "presets/[id]", id("preset")],
    ["GET", "prompts/[id]", id("prompt")],
    ["PATCH", "prompts/[id]", { ...id("prompt"), body: { name: "Mine" } }],
    ["DELETE", "prompts/[id]", id("prompt")],
    ["GET", "attachments/[id]", id("attachment")],
    ["DELETE", "attachments/[id]", id("attachment")],
    ["PATCH", "keys/[id]", { ...id("key"), body: { name: "Mine" } }],
    ["POST", "keys/[id]/rotate", id("key")],
  ])("%s %s", async (method, route, asked) => {
    for (const who of EVERYBODY_ELSE) {
      const { status } = await ask(who, method, route, asked);
      // Who may write nothing is told so before anybody looks whose it is.
      expect(status, who).toBe(who === "viewer" && method !== "GET" ? 403 : 404);
    }
  });

  test("she has it all still", async () => {
    for (const [route, word] of [
      ["conversations/[id]", "conversation"],
      ["presets/[id]", "preset"],
      ["prompts/[id]", "prompt"],
      ["attachments/[id]", "attachment"],
      ["generations/[id]", "generation"],
    ] as const)
      expect((await ask("member", "GET", route, id(word))).status, route).toBe(200);
  });
});

describe("what people use is seen by them, and by who runs the team", () => {
  const SEES: Record<string, boolean> = {
    member: true,
    other: false,
    viewer: false,
    admin: true,
    owner: true,
  };

  test.each(Object.entries(SEES))("%s", async (name, sees) => {
    const who = name as Somebody;
    const answer = async (route: string, query = "") => {
      const response = await ask(who, "GET", route, { query });
      expect(response.status, `${route}${query}`).toBe(200);
      return response.text();
    };
    const one = await ask(who, "GET", "generations/[id]", id("generation"));
    expect(one.status).toBe(sees ? 200 : 404);
    for (const query of ["", "?member=$member", "?search=$generation"])
      expect((await answer("generations", query)).includes(hers.generation ?? ""), query).toBe(sees);
    for (const format of ["csv", "json"]) {
      const file = await answer("generations/export", `?format=${format}`);
      expect(file.includes(hers.generation ?? ""), format).toBe(sees);
    }
    for (const query of ["", "&member=$member", "&groupBy=member&inside=model"]) {
      const overview = JSON.parse(await answer("spend/overview", `?span=30d${query}`));
      expect(overview.totals.generations > 0, query).toBe(sees);
    }
    for (const dimension of ["member", "model"]) {
      const { values } = JSON.parse(await answer("spend/values", `?dimension=${dimension}`));
      expect(values.length > 0, dimension).toBe(sees);
    }
    expect(JSON.parse(await answer("spend/outlook")).generations > 0).toBe(sees);
    expect(JSON.parse(await answer("models/usage")).models.length > 0).toBe(sees);
    const bars = JSON.parse(await answer("generations/histogram")).bars as { finished: number }[];
    expect(bars.some(({ finished }) => finished > 0)).toBe(sees);
  });

  test("whoever leaves herself out gets nothing, and nobody else's", async () => {
    const response = await ask("member", "GET", "generations", { query: "?member=!$member" });
    expect(JSON.parse(await response.text()).generations).toEqual([]);
  });
});

test("whoever runs the team sees everyone's keys, and may end them and no more", async () => {
  for (const who of ["other", "viewer"] as const)
    expect((await ask(who, "GET", "keys", { query: "?of=everyone" })).status).toBe(403);
  for (const who of ["member", "other"] as const)
    expect((await (await ask(who, "GET", "keys")).text()).includes(hers.key ?? "")).toBe(who === "member");
  const { keys } = await (await ask("admin", "GET", "keys", { query: "?of=everyone" })).json();
  expect(keys.find((key: { id: string }) => key.id === hers.key)).toMatchObject({ member: "Mia" });
  expect((await ask("other", "DELETE", "keys/[id]", id("key"))).status).toBe(404);
  expect((await ask("admin", "DELETE", "keys/[id]", id("key"))).status).toBe(204);
  const { events } = await (await ask("owner", "GET", "team/audit")).json();
  expect(events[0]).toMatchObject({ actor: "Adam", action: "key.revoke", objectId: hers.key });
});

test("a link that signs in gives a cookie that scripts cannot read, and signing out ends it", async () => {
  const response = await ask("anonymous", "POST", "session", {
    body: { email: "mia@example.com", password: "correct horse battery" },
  });
  expect(response.status).toBe(204);
  const cookie = response.headers.get("set-cookie") ?? "";
  expect(cookie).toMatch(
    /^__Host-patchbay=[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure$/,
  );
  const wrong = await ask("anonymous", "POST", "session", {
    body: { email: "mia@example.com", password: "wrong horse battery" },
  });
  expect(wrong.status).toBe(401);
  expect(wrong.headers.get("set-cookie")).toBeNull();
});

test("fields that nobody asked for change nothing", async () => {
  for (const extra of ["role", "id", "memberId", "createdAt", "isAdmin", "__proto__"]) {
    const body = JSON.parse(
      `{"email":"mia@example.com","password":"correct horse battery","${extra}":"owner"}`,
    );
    expect((await ask("anonymous", "POST", "session", { body })).status, extra).toBe(400);
  }
  expect(
    (await ask("owner", "PATCH", "team/members/[id]", { ...id("member"), body: { role: "owner" } })).status,
  ).toBe(400);
});
