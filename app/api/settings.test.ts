import { afterAll, beforeAll, expect, test } from "vitest";
import { listEvents } from "@/lib/team/audit.server";
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
  keepServices(team.services);
}, 60_000);
afterAll(() => team.database.close());

const ask = (who: Somebody, method: Method, route: string, asked?: Asked) =>
  askRoute(team, who, method, route, asked);
const read = async (who: Somebody, route: string) => (await ask(who, "GET", route)).json();
const rules = () => (team.services as { rules: { current(): Promise<object> } }).rules.current();

test("everybody may know what holds for the workspace, and those who run it change it", async () => {
  expect(await read("viewer", "settings")).toMatchObject({ allowedModels: null, mayChange: false });
  expect(await read("admin", "settings")).toMatchObject({ retentionDays: null, mayChange: true });
  const body = { allowedModels: ["acme/*"], retentionDays: 30, workspaceName: "Acme" };
  expect((await ask("member", "PUT", "settings", { body })).status).toBe(403);
  expect(await rules()).toMatchObject({ allowedModels: null });
  expect((await ask("admin", "PUT", "settings", { body })).status).toBe(200);
  expect(await read("member", "settings")).toMatchObject({ ...body, mayChange: false });
  // The clock stands still here: rules that were believed in would still be.
  expect(await rules()).toMatchObject({ allowedModels: ["acme/*"] });
  const back = { allowedModels: null, retentionDays: null, workspaceName: null };
  expect((await ask("owner", "PUT", "settings", { body: back })).status).toBe(200);
  expect(await read("member", "settings")).toMatchObject(back);
});

test("what is wrong is named by its field, and nothing is changed", async () => {
  const body = { allowedModels: ["two words"], timeZone: "UTC" };
  const refused = await ask("owner", "PUT", "settings", { body });
  expect(refused.status).toBe(400);
  const { error } = await refused.json();
  expect(error.issues).toEqual([{ path: "allowedModels.0", message: expect.stringContaining("author/*") }]);
  expect(await read("owner", "settings")).toMatchObject({ timeZone: null, allowedModels: null });
});

test("how many conversations would go is told to those who decide it", async () => {
  const query = "?days=30";
  expect(await (await ask("owner", "GET", "settings/retention", { query })).json()).toEqual({
    conversations: 0,
  });
  for (const query of ["?days=8", "", "?days=30&days=7"])
    expect((await ask("owner", "GET", "settings/retention", { query })).status, query).toBe(400);
});

test("a person's settings are their own", async () => {
  const body = { theme: "dark", shortcuts: { j: "u" }, shortcutsOff: "single" };
  const changed = await ask("viewer", "PUT", "preferences/personal", { body });
  expect(await changed.json()).toMatchObject({ ...body, locale: null });
  expect(await read("viewer", "preferences/personal")).toMatchObject(body);
  expect(await read("member", "preferences/personal")).toMatchObject({ theme: null, shortcuts: {} });
  const conflict = { shortcuts: { j: "k" } };
  expect((await ask("viewer", "PUT", "preferences/personal", { body: conflict })).status).toBe(400);
  expect(await read("viewer", "preferences/personal")).toMatchObject(body);
});

test("people change what they are called, which is on record", async () => {
  const changed = await ask("member", "PATCH", "account", { body: { name: "Mia Marple" } });
  expect(await changed.json()).toMatchObject({ name: "Mia Marple" });
  const [event] = (await listEvents(team.database.db, { limit: 1 })).events;
  expect(event).toMatchObject({
    ...{ action: "member.rename", actor: "Mia Marple" },
    details: { from: "Mia", to: "Mia Marple" },
  });
  expect(await read("member", "account")).toMatchObject({ name: "Mia Marple" });
  for (const name of ["", " ", "…", "a\nb", "a".repeat(81)])
    expect((await ask("member", "PATCH", "account", { body: { name } })).status, name).toBe(400);
});
