import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type Database, openDatabase } from "@/lib/db/client.server";
import { openTestDatabase } from "@/lib/db/testing.server";
import { addMember, open as openGeneration } from "@/lib/ledger/testing.server";
import { countGeneration } from "../../metrics";
import { getServices } from "../../services";
import { GET } from "./route";

vi.mock("../../services", () => ({ getServices: vi.fn() }));

const TOKEN = "0123456789abcdef0123456789abcdef";
const ENV = { PATCHBAY_ACCESS: "local", PATCHBAY_URL: "", METRICS_TOKEN: "" };

let database: Database;
beforeAll(async () => {
  for (const [name, value] of Object.entries(ENV)) vi.stubEnv(name, value);
  database = await openTestDatabase();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await database.close();
});
beforeEach(() => configure(TOKEN));

const configure = (METRICS_TOKEN: string | undefined, { db, pool } = database as Partial<Database>) =>
  vi.mocked(getServices).mockResolvedValue({
    env: { METRICS_TOKEN },
    db,
    pool: pool ?? (() => null),
    account: "sandbox",
    runner: { keeper: { running: 3 } },
  } as never);

/** `Request` refuses to set Host; a server receives it. */
function ask(headers: Record<string, string>): Promise<Response> {
  const request = new Request("http://localhost:3000/api/metrics");
  Object.defineProperty(request, "headers", { value: new Headers({ host: "localhost:3000", ...headers }) });
  return GET(request);
}

const withToken = { authorization: `Bearer ${TOKEN}` };

/** As strict as a collector: every sample below the announcement of its family, nothing twice. */
function parse(text: string) {
  expect(text.endsWith("\n")).toBe(true);
  const samples = new Map<string, number>();
  let family = "";
  let type = "";
  for (const line of text.trimEnd().split("\n")) {
    const help = /^# HELP ([a-z_]+) \S.*$/.exec(line);
    const kind = /^# TYPE ([a-z_]+) (counter|gauge|histogram)$/.exec(line);
    if (help) family = help[1] ?? "";
    else if (kind) {
      expect(kind[1]).toBe(family);
      type = kind[2] ?? "";
    } else {
      const sample = /^([a-z_]+)((?:\{[a-z_]+="[\w.+]*"\})?) (-?[\d.e+-]+|\+Inf)$/.exec(line);
      expect(sample, line).not.toBeNull();
      const [, name = "", labels = "", value = ""] = sample ?? [];
      expect(type === "histogram" ? name.replace(/_(bucket|sum|count)$/, "") : name).toBe(family);
      expect(samples.has(name + labels)).toBe(false);
      samples.set(name + labels, Number(value));
    }
  }
  return samples;
}

test("a collector finds what it can read, and what happened is counted", async () => {
  const first = await ask(withToken);
  expect(first.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  const before = parse(await first.text());
  await openGeneration(database.db, { memberId: await addMember(database.db) });
  countGeneration({ state: "failed", failedBy: "provider", ttftMs: 700 });
  countGeneration({ state: "finished", failedBy: null, ttftMs: null });
  const after = parse(await (await ask(withToken)).text());
  const grown = (name: string) => (after.get(name) ?? Number.NaN) - (before.get(name) ?? Number.NaN);
  expect(grown('patchbay_generations_total{outcome="failed"}')).toBe(1);
  expect(grown('patchbay_generations_total{outcome="finished"}')).toBe(1);
  expect(grown('patchbay_generation_failures_total{by="provider"}')).toBe(1);
  expect(grown('patchbay_time_to_first_token_seconds_bucket{le="0.5"}')).toBe(0);
  expect(grown('patchbay_time_to_first_token_seconds_bucket{le="1"}')).toBe(1);
  expect(grown("patchbay_time_to_first_token_seconds_count")).toBe(1);
  expect(grown("patchbay_holds_open")).toBe(1);
  expect(grown('patchbay_http_requests_total{class="2xx"}')).toBe(1);
  expect(after.get("patchbay_generations_running")).toBe(3);
  expect(after.get("patchbay_database_up")).toBe(1);
  expect(after.get("patchbay_heap_used_bytes")).toBeGreaterThan(1e6);
  // However much happens, there are no more of them.
  expect([...after.keys()]).toEqual([...before.keys()]);
});

test("a database that is away is told, not waited for", async () => {
  const away = await openDatabase({ url: "postgres://nobody@127.0.0.1:1/none" });
  configure(TOKEN, away);
  const samples = parse(await (await ask(withToken)).text());
  expect(samples.get("patchbay_database_up")).toBe(0);
  expect(samples.has("patchbay_holds_open")).toBe(false);
  expect(samples.get('patchbay_database_connections{state="busy"}')).toBe(0);
  await away.close();
});

test.each([
  ["nothing", {}],
  ["another token", { authorization: `Bearer ${TOKEN.replace("0", "1")}` }],
  ["a part of it", { authorization: `Bearer ${TOKEN.slice(1)}` }],
  ["it under another scheme", { authorization: `Basic ${TOKEN}` }],
])("whoever brings %s is refused", async (_, headers) => {
  const response = await ask(headers as Record<string, string>);
  expect(response.status).toBe(401);
  expect(await response.text()).not.toMatch(/patchbay_|0123/);
});

test("with the token any name will do, since a collector knows the machine by another", async () => {
  expect((await ask({ ...withToken, host: "patchbay:3000" })).status).toBe(200);
});

test("without a token this machine is answered, and nobody else", async () => {
  configure(undefined);
  expect((await ask({})).status).toBe(200);
  expect((await ask({ host: "evil.example" })).status).toBe(421);
  expect((await ask({ "x-forwarded-for": "203.0.113.9" })).status).toBe(403);
  expect((await ask({ "sec-fetch-site": "cross-site" })).status).toBe(403);
});
