import { readdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import { isGranted, type Role } from "@/lib/team/policy";
import { ACCESS, type Method, type Rule } from "./testing-access";
import { keepServices, openTestTeam, type Somebody, stubTeam, type TestTeam } from "./testing-team";

stubTeam();

const METHODS: readonly Method[] = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const ROLES: Partial<Record<Somebody, Role>> = {
  ...{ viewer: "viewer", member: "member", other: "member", admin: "admin", owner: "owner" },
};
const EVERYBODY: readonly Somebody[] = [
  ...(["anonymous", "viewer", "member", "other", "admin", "owner"] as const),
  ...(["suspended", "key", "viewerKey", "suspendedKey"] as const),
];

const routes = readdirSync("app/api", { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.endsWith("/route.ts"))
  .map(dirname)
  .sort();

type Handler = (request: Request, route: { params: Promise<unknown> }) => Promise<Response>;

let team: TestTeam;
beforeAll(async () => {
  team = await openTestTeam();
  keepServices(team.services);
}, 60_000);
afterAll(() => team.database.close());

test("every route of the file system has an entry, and no entry is of a route that is gone", () => {
  expect(routes.length).toBeGreaterThan(60);
  expect(Object.keys(ACCESS).sort()).toEqual(routes);
});

/** The statuses with which somebody is turned away before anything of a handler runs; null where they are let in. */
function refusalOf(who: Somebody, rule: Rule, method: Method): 401 | 403 | null {
  if (rule === "anybody" || "visitors" in rule) return null;
  if ("programs" in rule) {
    if (who === "key") return null;
    return who === "viewerKey" ? (method === "GET" ? null : 403) : 401;
  }
  const role = ROLES[who];
  if (role === undefined) return 401;
  return isGranted(role, rule.people) ? null : 403;
}

test.each(routes)(
  "%s lets in whom the policy lets in, and nobody else",
  async (route) => {
    const file = resolve("app/api", route, "route.ts");
    const handlers = (await import(/* @vite-ignore */ file)) as Partial<Record<Method, Handler>>;
    const rules = ACCESS[route] ?? {};
    const exported = METHODS.filter((method) => handlers[method]);
    expect(exported.sort()).toEqual(Object.keys(rules).sort());
    for (const method of exported) {
      const [handler, rule] = [handlers[method], rules[method]];
      if (!handler || !rule) throw new Error("exported");
      // Next has the handler of GET answer HEAD too.
      const asked = method === "GET" ? (["GET", "HEAD"] as const) : [method];
      for (const [who, verb] of EVERYBODY.flatMap((who) => asked.map((verb) => [who, verb] as const))) {
        const params = Object.fromEntries(
          [...route.matchAll(/\[(?:\.\.\.)?(\w+)\]/g)].map(([, name = ""]) => [name, newId()]),
        );
        const path = `/api/${route.replaceAll(/\[(?:\.\.\.)?(\w+)\]/g, (_, name: string) => params[name] ?? "")}`;
        const request = await team.request(who, verb, path);
        const { status } = await handler(request, { params: Promise.resolve(params) });
        const expected = refusalOf(who, rule, method);
        const about = `${who} ${verb} ${path} answered ${status}`;
        if (expected === null) expect([401, 403, 421], about).not.toContain(status);
        else expect(status, about).toBe(expected);
      }
    }
  },
  60_000,
);
