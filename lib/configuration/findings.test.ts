import { expect, test } from "vitest";
import { parseUsd } from "@/lib/core/money";
import type { State } from "./api";
import type { Facts } from "./facts";
import { findingsOf } from "./findings";

/** A team's deployment in which nothing is left to do. */
const GOOD: Facts = {
  access: "team",
  onVercel: false,
  address: "https",
  cameOverHttps: true,
  listensOn: "this_machine",
  proxies: { trusted: 1, seen: 1 },
  authSecret: { length: 64, kinds: 16 },
  hasCronSecret: false,
  hasMetricsToken: true,
  repeated: [],
  database: { engine: "postgres", link: "encrypted" },
  upstream: {
    ...{ mode: "live", looksLikeKey: true, isOpenRouter: true, hasManagementKey: true, failure: null },
    key: { limit: parseUsd("100"), limitRemaining: parseUsd("60"), expiresIn: null },
    balance: parseUsd("5"),
  },
  generation: { asked: 600, most: null },
  logsNothing: false,
  collector: { host: "collector.example", link: "encrypted" },
  mail: { link: "encrypted" },
  provider: { link: "encrypted", only: false, everyone: null },
};
const upstream = (change: Partial<Facts["upstream"]>) => ({ upstream: { ...GOOD.upstream, ...change } });
const key = (change: object) =>
  upstream({ key: { limit: parseUsd("100"), limitRemaining: parseUsd("60"), expiresIn: null, ...change } });
const DAY = 86_400_000;
const LOCAL = { access: "local" } as const;
const VERCEL = { onVercel: true } as const;

test("nothing is said against a deployment in which everything is in order", () => {
  const findings = findingsOf(GOOD);
  expect(findings.filter(({ state, remedy }) => state !== "ok" || remedy !== null)).toEqual([]);
  expect(findings.length).toBeGreaterThan(10);
});

test.each<[id: string, state: State | null, change: Partial<Facts>]>([
  ["access", "ok", LOCAL],
  ["access", "missing", { ...LOCAL, ...VERCEL }],
  ["address", null, LOCAL],
  ["address", "missing", { address: null }],
  ["address", "note", { address: "http" }],
  ["address", "note", { cameOverHttps: false }],
  ["interfaces", null, VERCEL],
  ["interfaces", "unsafe", { ...LOCAL, listensOn: "all_interfaces" }],
  ["interfaces", "ok", LOCAL],
  ["interfaces", "note", { listensOn: "all_interfaces" }],
  ["interfaces", "note", { listensOn: "one_interface", proxies: { trusted: 0, seen: 0 } }],
  ["proxies", null, LOCAL],
  ["proxies", null, VERCEL],
  ["proxies", "ok", { proxies: { trusted: 0, seen: 0 } }],
  ["proxies", "unsafe", { proxies: { trusted: 2, seen: 1 } }],
  ["proxies", "note", { proxies: { trusted: 0, seen: 1 } }],
  ["auth-secret", null, LOCAL],
  ["auth-secret", "missing", { authSecret: null }],
  ["auth-secret", "unsafe", { authSecret: { length: 31, kinds: 16 } }],
  ["auth-secret", "unsafe", { authSecret: { length: 64, kinds: 7 } }],
  ["auth-secret", "ok", { authSecret: { length: 32, kinds: 8 } }],
  ["repeated-secrets", "unsafe", { repeated: [["AUTH_SECRET", "METRICS_TOKEN"]] }],
  ["jobs", "note", { hasCronSecret: true }],
  ["jobs", "missing", VERCEL],
  ["jobs", "ok", { ...VERCEL, hasCronSecret: true }],
  ["metrics", "note", { hasMetricsToken: false }],
  ["metrics", "ok", { ...LOCAL, hasMetricsToken: false }],
  ["upstream-key", "missing", upstream({ mode: "sandbox" })],
  ["management-key", null, upstream({ mode: "sandbox", hasManagementKey: false })],
  ["upstream-key", "missing", upstream({ failure: "upstream_key", key: null })],
  ["upstream-key", "note", upstream({ failure: "upstream_unreachable", key: null })],
  ["upstream-key", "ok", upstream({ failure: "key_limit" })],
  ["upstream-key", "note", upstream({ looksLikeKey: false })],
  ["key-limit", null, upstream({ key: null })],
  ["key-limit", "note", key({ limit: null })],
  ["key-limit", "note", key({ limitRemaining: null })],
  ["key-limit", "note", key({ limitRemaining: parseUsd("9.99") })],
  ["key-limit", "ok", key({ limitRemaining: parseUsd("10") })],
  ["key-limit", "missing", key({ limitRemaining: parseUsd("0") })],
  ["key-expiry", null, key({ expiresIn: 15 * DAY })],
  ["key-expiry", "note", key({ expiresIn: 13 * DAY })],
  ["key-expiry", "missing", key({ expiresIn: -1 })],
  ["credit", null, upstream({ key: null })],
  ["credit", "note", upstream({ balance: null })],
  ["credit", "missing", upstream({ balance: parseUsd("0") })],
  ["credit", "missing", upstream({ balance: parseUsd("-1") })],
  ["management-key", "missing", upstream({ hasManagementKey: false })],
  ["upstream-address", "unsafe", upstream({ isOpenRouter: false })],
  ["upstream-address", null, {}],
  ["database", "note", { database: { engine: "postgres", link: "plain" } }],
  ["database", "note", { database: { engine: "pglite", directory: "kept" } }],
  ["database", "ok", { ...LOCAL, database: { engine: "pglite", directory: "kept" } }],
  ["database", "unsafe", { ...LOCAL, database: { engine: "pglite", directory: "temporary" } }],
  ["database", "missing", { ...VERCEL, database: { engine: "pglite", directory: "kept" } }],
  ["generation-time", "note", { generation: { asked: null, most: null } }],
  ["generation-time", "note", { generation: { asked: 600, most: 290 } }],
  ["generation-time", "ok", { generation: { asked: null, most: 290 } }],
  ["log", "note", { logsNothing: true }],
  ["traces", null, { collector: null }],
  ["traces", "ok", { collector: { host: "localhost", link: "this_machine" } }],
  ["traces", "note", { collector: { host: "collector.example", link: "plain" } }],
  ["mail", "missing", { mail: null }],
  ["mail", null, { ...LOCAL, mail: null }],
  ["mail", "ok", { mail: { link: "this_machine" } }],
  ["mail", "unsafe", { mail: { link: "plain" } }],
  ["mail", "unsafe", { ...LOCAL, mail: { link: "plain" } }],
  ["provider", "note", { provider: null }],
  ["provider", null, { ...LOCAL, provider: null }],
  ["provider", "note", { provider: { link: "this_machine", only: false, everyone: null } }],
  ["provider", "unsafe", { provider: { link: "plain", only: false, everyone: null } }],
  ["provider", "ok", { provider: { link: "encrypted", only: true, everyone: null } }],
  ["provider-everyone", null, {}],
  ["provider-everyone", "note", { provider: { link: "encrypted", only: false, everyone: "viewer" } }],
  ["provider-everyone", "unsafe", { provider: { link: "encrypted", only: false, everyone: "member" } }],
])("%s is %s, case %#", (id, state, change) => {
  const found = findingsOf({ ...GOOD, ...change }).filter((finding) => finding.id === id);
  expect(found.map((finding) => finding.state)).toEqual(state === null ? [] : [state]);
});

test("the gravest comes first, and what is unsafe or missing says what to do", () => {
  const findings = findingsOf({
    ...GOOD,
    ...upstream({ mode: "sandbox" }),
    proxies: { trusted: 2, seen: 0 },
  });
  expect(findings.slice(0, 2).map(({ id }) => id)).toEqual(["proxies", "upstream-key"]);
  for (const { state, remedy } of findings)
    if (state === "unsafe" || state === "missing") expect(remedy).not.toBeNull();
});
