import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { newId } from "@/lib/core/ids";
import { ACCESS, type Method } from "./testing-access";
import {
  type Cell,
  cellsOf,
  type Exception,
  headersOf,
  INSTALLATIONS,
  type Installation,
  nearbyCells,
  wrongsOf,
} from "./testing-origins";
import { received } from "./testing-request";

const behind = vi.hoisted(() => ({ touched: 0 }));
/** What stands behind the gate, and notes that somebody got there. */
vi.mock("../services", () => ({
  getServices: async () =>
    new Proxy(
      { env: {} },
      {
        get: (known, name) => {
          // Asked of whatever is awaited.
          if (name === "then") return undefined;
          if (name === "env") return known.env;
          behind.touched += 1;
          throw new Error("nothing is here");
        },
      },
    ),
}));

type Handler = (request: Request, route: { params: Promise<unknown> }) => Promise<Response>;

const READ: readonly string[] = ["GET", "HEAD"];
const EXCEPTIONS: Record<string, Exception> = {
  "csp-report": { cookieless: true },
  health: { anyHost: true },
};
function exceptionOf({ isTeam }: Installation, route: string): Exception {
  // Its token opens it under any name, and without one nobody in a team is answered.
  if (route === "metrics" && isTeam) return { anyHost: true };
  return EXCEPTIONS[route] ?? { cookieless: route.startsWith("v1/") };
}

/** Every write there is, and some reads. */
const ROUTES: [method: string, route: string][] = [
  ...Object.entries(ACCESS).flatMap(([route, rules]) =>
    Object.keys(rules).flatMap((method): [string, string][] =>
      READ.includes(method) ? [] : [[method, route]],
    ),
  ),
  ...[
    ...["conversations/[id]", "conversations/[id]/events", "generations/export", "status", "keys", "jobs"],
    ...["team/members", "shared/[token]", "health", "metrics", "v1/models", "[...unknown]"],
    ...["session/oidc", "session/oidc/callback"],
  ].map((route): [string, string] => ["GET", route]),
];
/** One of each way in which a handler is made: these meet every cell. */
const KINDS = [
  ...["POST chat", "GET status", "HEAD status", "POST session", "POST csp-report"],
  ...["POST v1/chat/completions", "GET v1/models", "GET health", "GET metrics", "GET jobs"],
  ...["GET session/oidc/callback"],
].map((kind) => kind.split(" ") as [string, string]);

/** What came of a cell, where it is not what was promised. */
function objectionsTo(cell: Cell, wrongs: readonly number[], status: number): string[] {
  const refused = status === 403 || status === 421;
  const kept = wrongs.length === 0 ? !refused : wrongs.includes(status) && behind.touched === 0;
  if (kept) return [];
  return [
    `${JSON.stringify(cell)}: ${status}, not ${wrongs.join(" or ") || "let in"}; touched ${behind.touched}`,
  ];
}

describe.each(Object.entries(INSTALLATIONS))("%s", (_name, installation) => {
  beforeAll(() => {
    // Handlers read the environment once.
    vi.resetModules();
    vi.unstubAllEnvs();
    for (const [name, value] of Object.entries({ LOG_LEVEL: "silent", ...installation.environment }))
      vi.stubEnv(name, value);
  });
  afterAll(() => vi.unstubAllEnvs());

  test.each(KINDS)("%s %s keeps to it in every cell", async (method, route) => {
    await judge(installation, method, route, cellsOf(installation));
  });

  test("and every other handler near a page's own request", async () => {
    for (const [method, route] of ROUTES) await judge(installation, method, route, nearbyCells(installation));
  }, 240_000);
});

/** Asks a handler itself, with nothing before it. */
async function judge(
  installation: Installation,
  method: string,
  route: string,
  cells: readonly Cell[],
): Promise<void> {
  const exported = method === "HEAD" ? "GET" : (method as Method);
  const file = resolve("app/api", route, "route.ts");
  const { [exported]: handler } = (await import(/* @vite-ignore */ file)) as Record<string, Handler>;
  if (!handler) throw new Error(`${route} has no ${exported}`);
  const params = Promise.resolve(
    Object.fromEntries([...route.matchAll(/\[(?:\.\.\.)?(\w+)\]/g)].map(([, name = ""]) => [name, newId()])),
  );
  const request = new Request(`http://localhost:3000/api/${route.replaceAll(/[[\].]/g, "")}`, { method });
  const exception = exceptionOf(installation, route);
  const objections: string[] = [];
  let letIn = 0;
  for (const cell of cells) {
    behind.touched = 0;
    const { status } = await handler(received(request, new Headers(headersOf(cell))), { params });
    const wrongs = wrongsOf(installation, !READ.includes(method), cell, exception);
    if (wrongs.length === 0) letIn += 1;
    objections.push(...objectionsTo(cell, wrongs, status));
  }
  expect(objections, `${method} ${route}`).toEqual([]);
  expect(letIn, `${method} ${route}`).toBeGreaterThan(0);
  expect(letIn, `${method} ${route}`).toBeLessThan(cells.length);
}

/** Every read there is. */
const READS = Object.entries(ACCESS).flatMap(([route, rules]) => ("GET" in rules ? [route] : []));
/** What a browser says of a page that it opens in a window because another site sends its person there. */
const SENT_HERE = {
  ...{ host: "patchbay.example", "sec-fetch-site": "cross-site" },
  ...{ "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" },
};

describe("what another site sends people to", () => {
  beforeAll(() => {
    vi.resetModules();
    vi.unstubAllEnvs();
    const { environment } = INSTALLATIONS.team ?? { environment: {} };
    for (const [name, value] of Object.entries({ LOG_LEVEL: "silent", ...environment }))
      vi.stubEnv(name, value);
  });
  afterAll(() => vi.unstubAllEnvs());

  async function statusOf(route: string, headers: Record<string, string>, method = "GET"): Promise<number> {
    const file = resolve("app/api", route, "route.ts");
    const { GET } = (await import(/* @vite-ignore */ file)) as Record<string, Handler>;
    if (!GET) throw new Error(`${route} has no GET`);
    const request = new Request("http://localhost:3000/api/x", { method });
    const { status } = await GET(received(request, new Headers(headers)), { params: Promise.resolve({}) });
    return status;
  }

  test("is where a provider sends them back to, and nothing else", async () => {
    const letIn: string[] = [];
    for (const route of READS) if ((await statusOf(route, SENT_HERE)) !== 403) letIn.push(route);
    expect(letIn).toEqual(["session/oidc/callback"]);
  });

  test.each<[what: string, change: Record<string, string>, method?: string]>([
    ["a frame", { "sec-fetch-dest": "iframe" }],
    ["a picture", { "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image" }],
    ["a script's request", { "sec-fetch-mode": "cors", "sec-fetch-dest": "empty" }],
    ["a form", { origin: "https://attacker.example" }],
    ["a page without an origin", { origin: "null" }],
    ["a request for its head alone", {}, "HEAD"],
  ])("%s is not, there either", async (_what, change, method) => {
    expect(await statusOf("session/oidc/callback", { ...SENT_HERE, ...change }, method)).toBe(403);
  });

  test("and it is asked for under our own name", async () => {
    expect(await statusOf("session/oidc/callback", { ...SENT_HERE, host: "attacker.example" })).toBe(421);
  });
});
