import fc from "fast-check";
import { expect, test } from "vitest";
import { findingsOf } from "@/lib/configuration/findings";
import { factsOf } from "./configuration-facts";
import { readEnvironment } from "./env";

const STATUS = { mode: "live", key: null, balance: null, failure: null } as const;
const SECRET = "0123456789abcdef0123456789abcdef";

function facts(env: Record<string, string>, headers: Record<string, string> = {}) {
  return factsOf({
    env: readEnvironment(env),
    engine: env.DATABASE_URL === undefined ? "pglite" : "postgres",
    status: STATUS,
    headers: new Headers(headers),
    now: new Date("2026-11-20T12:00:00Z"),
  });
}
const TEAM = { PATCHBAY_ACCESS: "team", PATCHBAY_URL: "https://patchbay.example", AUTH_SECRET: SECRET };

test("no secret, nor any eight characters of one, leaves, whatever the secrets are", () => {
  const secret = fc.stringMatching(/^[A-Z0-9]{32,64}$/);
  const chosen = fc.record(
    {
      AUTH_SECRET: secret,
      OPENROUTER_API_KEY: secret,
      OPENROUTER_MANAGEMENT_KEY: secret,
      METRICS_TOKEN: secret,
      CRON_SECRET: secret,
      OIDC_CLIENT_SECRET: secret,
      SMTP_URL: secret.map((password) => `smtp://USER${password}:${password}@mail.example:587`),
      DATABASE_URL: secret.map((password) => `postgres://USER${password}:${password}@db.example/patchbay`),
    },
    { requiredKeys: ["AUTH_SECRET"] },
  );
  fc.assert(
    fc.property(chosen, fc.constantFrom("local", "team"), fc.boolean(), (secrets, access, isOne) => {
      // Also where all of them are the same, of which something is said.
      const values = Object.entries(secrets).map(([name, value]) => [
        name,
        isOne && name !== "DATABASE_URL" && name !== "SMTP_URL" ? secrets.AUTH_SECRET : value,
      ]);
      const env = Object.fromEntries(values);
      const rest = { SMTP_FROM: "p@example.org", OIDC_ISSUER: "https://id.example", OIDC_CLIENT_ID: "p" };
      const url = access === "team" ? { PATCHBAY_URL: "https://patchbay.example" } : {};
      const gathered = facts({
        ...{ OIDC_CLIENT_SECRET: "x", OIDC_ROLES: "*=viewer", ...rest },
        ...{ ...env, ...url, PATCHBAY_ACCESS: access },
      });
      const said = JSON.stringify([gathered, findingsOf(gathered)], (_, value) =>
        typeof value === "bigint" ? String(value) : value,
      );
      for (const value of Object.values(env)) {
        const text = String(value).replace(/^(postgres|smtp):\/\/|@(db|mail)\..*$/g, "");
        for (let at = 0; at + 8 <= text.length; at += 1) expect(said).not.toContain(text.slice(at, at + 8));
      }
    }),
    { numRuns: 50 },
  );
});

test("variables that have one value are named, the database's password among them", () => {
  const DATABASE_URL = `postgres://user:${SECRET}@localhost/patchbay`;
  expect(facts({ ...TEAM, DATABASE_URL, METRICS_TOKEN: `${SECRET}x` }).repeated).toEqual([
    ["AUTH_SECRET", "DATABASE_URL"],
  ]);
  expect(facts({ ...TEAM, METRICS_TOKEN: `${SECRET}x` }).repeated).toEqual([]);
});

test.each([
  ["127.0.0.1", "this_machine"],
  ["0.0.0.0", "all_interfaces"],
  ["::", "all_interfaces"],
  ["192.168.1.4", "one_interface"],
])("listening on %s is %s", (HOST, listensOn) => {
  expect(facts({ ...TEAM, HOST }).listensOn).toBe(listensOn);
});

test.each([
  ["postgres://u:p@localhost/x", "this_machine"],
  ["postgres://u:p@socket/x?host=/run/postgresql", "this_machine"],
  ["postgres://u:p@db.example/x", "plain"],
  ["postgres://u:p@db.example/x?sslmode=disable", "plain"],
  ["postgres://u:p@db.example/x?sslmode=require", "encrypted"],
])("the way to %s is %s", (DATABASE_URL, link) => {
  expect(facts({ DATABASE_URL }).database).toEqual({ engine: "postgres", link });
});

test("a directory among temporary files is known, and one that is only called so is not", () => {
  expect(facts({ PATCHBAY_DATA_DIR: "/tmp/patchbay" }).database).toMatchObject({ directory: "temporary" });
  expect(facts({ PATCHBAY_DATA_DIR: "/tmpest/patchbay" }).database).toMatchObject({ directory: "kept" });
});

test.each([
  ["smtps://u:p@mail.example:465", "encrypted"],
  ["smtp://u:p@mail.example:587", "plain"],
  ["smtp://localhost:25", "this_machine"],
])("the way to %s is %s", (SMTP_URL, link) => {
  expect(facts({ SMTP_URL, SMTP_FROM: "patchbay@example.org" }).mail).toEqual({ link });
});

test("of a provider is told how it is asked, and what everybody whom it knows becomes", () => {
  const env = { ...TEAM, OIDC_CLIENT_ID: "p", OIDC_CLIENT_SECRET: "x", OIDC_ROLES: "boss=admin,*=viewer" };
  expect(facts({ ...env, OIDC_ISSUER: "https://id.example" }).provider).toEqual({
    ...{ link: "encrypted", only: false, everyone: "viewer" },
  });
  expect(facts({ ...env, OIDC_ISSUER: "http://localhost:8080", OIDC_ROLES: "boss=admin" }).provider).toEqual({
    ...{ link: "this_machine", only: false, everyone: null },
  });
  expect(facts(TEAM).provider).toBeNull();
});

test("proxies are counted without the peer, and https is believed where something shows it", () => {
  expect(facts(TEAM).proxies.seen).toBe(0);
  expect(facts(TEAM, { "x-forwarded-for": "203.0.113.9, 10.0.0.1" }).proxies.seen).toBe(1);
  expect(facts(TEAM).cameOverHttps).toBe(false);
  expect(facts(TEAM, { "x-forwarded-proto": "http" }).cameOverHttps).toBe(false);
  expect(facts(TEAM, { "x-forwarded-proto": "https" }).cameOverHttps).toBe(true);
  expect(facts(TEAM, { "sec-fetch-site": "same-origin" }).cameOverHttps).toBe(true);
  const here = { ...TEAM, PATCHBAY_URL: "http://localhost:3000" };
  expect(facts(here, { "sec-fetch-site": "same-origin" }).cameOverHttps).toBe(false);
});
