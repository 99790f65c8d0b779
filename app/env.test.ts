import { readFileSync } from "node:fs";
import { isAbsolute } from "node:path";
import { describe, expect, test } from "vitest";
import { adviseOn, ConfigurationError, Environment, readEnvironment } from "./env";

function problemsOf(source: Record<string, string>): string {
  try {
    readEnvironment(source);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return "";
}

test("nothing set is a working sandbox on this machine", () => {
  const env = readEnvironment({});
  expect(env).toMatchObject({ HOST: "127.0.0.1", PORT: 3000, PATCHBAY_ACCESS: "local", VERCEL: false });
  expect(env.OPENROUTER_API_KEY).toBeUndefined();
  expect(isAbsolute(env.PATCHBAY_DATA_DIR)).toBe(true);
});

test("surrounding blanks are cut, and empty means unset", () => {
  const env = readEnvironment({
    OPENROUTER_API_KEY: "  sk-or-v1-abc\n",
    PORT: " 4000 ",
    DATABASE_URL: "  ",
    HOST: "",
  });
  expect(env).toMatchObject({ OPENROUTER_API_KEY: "sk-or-v1-abc", PORT: 4000, HOST: "127.0.0.1" });
  expect(env.DATABASE_URL).toBeUndefined();
});

describe("refuses, naming the variable and never its value", () => {
  test.each([
    ["OPENROUTER_API_KEY", "sk-or-v1-canary canary"],
    ["OPENROUTER_API_KEY", '"sk-or-v1-canary"'],
    ["OPENROUTER_API_KEY", "'sk-or-v1-canary'"],
    ["OPENROUTER_API_KEY", "sk-or-v1-canary\nsk-or-v1-canary"],
    ["OPENROUTER_API_KEY", "sk-or-v1-canäry-canary"],
    ["OPENROUTER_MANAGEMENT_KEY", "canary canary"],
    ["OPENROUTER_BASE_URL", "canary"],
    ["OPENROUTER_BASE_URL", "ftp://canary.example"],
    ["OPENROUTER_BASE_URL", "http://canary.example/api/v1"],
    ["OPENROUTER_BASE_URL", "https://user:canary@openrouter.ai/api/v1"],
    ["OPENROUTER_BASE_URL", "https://openrouter.ai/api/v1?key=canary"],
    ["OPENROUTER_BASE_URL", "https://openrouter.ai/api/v1#canary"],
    ["DATABASE_URL", "mysql://u:canary@db/x"],
    ["DATABASE_URL", "postgres://u:canary@ca[nary/x"],
    ["AUTH_SECRET", "canary"],
    ["TRUST_PROXY", "canary"],
    ["TRUST_PROXY", "-1"],
    ["PATCHBAY_ACCESS", "canary"],
    ["PATCHBAY_URL", "https://canary.example"],
    ["PATCHBAY_URL", "http://localhost:3000/canary"],
    ["PATCHBAY_URL", "https://user:canary@localhost"],
    ["PATCHBAY_DATA_DIR", "/srv/patchbay/.next/standalone/data"],
    ["HOST", "0.0.0.0"],
    ["HOST", "::"],
    ["HOST", "192.168.1.7"],
    ["HOST", "127.0.0.1.canary.example"],
    ["PORT", "0"],
    ["PORT", "70000"],
    ["PORT", "canary"],
    ["PORT", "3000.5"],
    ["LOG_LEVEL", "canary"],
    ["IDLE_TIMEOUT_SECONDS", "-1"],
    ["CONNECT_TIMEOUT_SECONDS", "canary"],
    ["FIRST_BYTE_TIMEOUT_SECONDS", "999999"],
    ["GENERATION_TIMEOUT_SECONDS", "0"],
    ["CRON_SECRET", "canary"],
    ["CRON_SECRET", `canary ${"a".repeat(32)}`],
    ["ALERTS_PRIVATE_NETWORK", "canary"],
    ["OIDC_ISSUER", "canary"],
    ["OIDC_ISSUER", "http://canary.example"],
    ["OIDC_ISSUER", "https://user:canary@id.example"],
    ["OIDC_ISSUER", "https://id.example/?canary"],
    ["OIDC_ROLES", "canary"],
    ["OIDC_ROLES", "canary=owner"],
    ["OIDC_ROLES", "canary=admin,"],
    ["OIDC_SCOPES", "canary profile"],
    ["OIDC_SCOPES", "openid  canary"],
    ["OIDC_ONLY", "canary"],
    ["OIDC_ONLY", "1"],
    ["VERCEL", "1"],
  ])("%s=%j", (name, value) => {
    const problems = problemsOf({ [name]: value });
    expect(problems).toMatch(new RegExp(`^${name} .{20,}`));
    expect(problems).not.toMatch(/canary|undefined|Invalid|192\.168/);
  });

  test("all that is wrong at once", () => {
    const problems = problemsOf({ PORT: "x", HOST: "0.0.0.0", OPENROUTER_API_KEY: "a b" }).split("\n");
    expect(problems.map((problem) => problem.split(" ")[0]).sort()).toEqual([
      "HOST",
      "OPENROUTER_API_KEY",
      "PORT",
    ]);
  });
});

describe("Vercel", () => {
  const hosted = { DATABASE_URL: "postgres://me@db.example/patchbay" };
  const secret = { CRON_SECRET: "0".repeat(32) };

  test("wants a database and a secret for its cron, and names what is missing", () => {
    expect(problemsOf({ VERCEL: "1", ...secret })).toMatch(/^VERCEL [^\n]*DATABASE_URL[^\n]*$/);
    expect(problemsOf({ VERCEL: "1", ...hosted })).toMatch(/^CRON_SECRET [^\n]*$/);
    expect(problemsOf({ VERCEL: "1", ...hosted, ...secret })).toBe("");
    expect(problemsOf(hosted)).toBe("");
  });
  test("opens no other way in, and says that nobody can come", () => {
    const env = { VERCEL: "1", ...hosted, ...secret };
    expect(problemsOf({ ...env, PATCHBAY_URL: "https://canary.vercel.app" })).toMatch(/^PATCHBAY_URL /);
    const team = { PATCHBAY_ACCESS: "team", PATCHBAY_URL: "https://canary.vercel.app" };
    expect(problemsOf({ ...env, ...team })).toMatch(/^AUTH_SECRET /);
    expect(problemsOf({ ...env, ...team, AUTH_SECRET: "0".repeat(32) })).toBe("");
    expect(adviseOn(readEnvironment(env)).join()).toMatch(/^VERCEL .*localhost only/);
  });
});

describe("team access", () => {
  const team = {
    PATCHBAY_ACCESS: "team",
    PATCHBAY_URL: "https://patchbay.example",
    AUTH_SECRET: "canary".repeat(6),
  };
  test("wants a secret and an address over which passwords can go", () => {
    expect(problemsOf(team)).toBe("");
    expect(problemsOf({ PATCHBAY_ACCESS: "team" })).toMatch(/^AUTH_SECRET .*\nPATCHBAY_URL .*$/);
    expect(problemsOf({ ...team, PATCHBAY_URL: "http://patchbay.example" })).toMatch(/^PATCHBAY_URL /);
    expect(problemsOf({ ...team, PATCHBAY_URL: "http://localhost:3000" })).toBe("");
    expect(problemsOf({ ...team, AUTH_SECRET: "canary" })).toMatch(/^AUTH_SECRET (?!.*canary)/);
  });
  test.each(["https://patchbay.example/", "HTTPS://Patchbay.Example", "https://patchbay.example:443/"])(
    "knows %s by its origin, however it is written",
    (PATCHBAY_URL) => {
      expect(readEnvironment({ ...team, PATCHBAY_URL }).PATCHBAY_URL).toBe("https://patchbay.example");
    },
  );
  test.each(["0.0.0.0", "::", "192.168.1.7"])("may listen on %s", (HOST) => {
    expect(problemsOf({ ...team, HOST })).toBe("");
    expect(problemsOf({ HOST })).toMatch(/^HOST /);
  });
});

test("a provider wants to know Patchbay, and needs to say who may what", () => {
  const env = { OIDC_ISSUER: "https://id.example/realms/canary" };
  const named = problemsOf(env)
    .split("\n")
    .map((problem) => problem.split(" ")[0]);
  expect(named.sort()).toEqual(["OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_ROLES"]);
  const rest = {
    OIDC_CLIENT_ID: "patchbay",
    OIDC_CLIENT_SECRET: "canary",
    OIDC_ROLES: "cn=boss=admin, *=viewer",
  };
  expect(problemsOf({ ...env, ...rest, OIDC_ONLY: "1" })).toBe("");
  const read = readEnvironment({ ...env, ...rest });
  expect(read).toMatchObject({
    OIDC_SCOPES: "openid profile email",
    OIDC_GROUP_CLAIM: "groups",
    OIDC_ONLY: false,
  });
  expect(read.OIDC_ROLES).toEqual([
    { group: "cn=boss", role: "admin" },
    { group: "*", role: "viewer" },
  ]);
});

test.each([
  { OPENROUTER_BASE_URL: "http://127.0.0.1:4010/api/v1" },
  { OPENROUTER_BASE_URL: "http://localhost:4010/api/v1" },
  { HOST: "::1" },
  {
    ...{ OIDC_ISSUER: "http://127.0.0.1:9000/", OIDC_CLIENT_ID: "p", OIDC_CLIENT_SECRET: "x" },
    ...{ OIDC_ROLES: "*=viewer" },
  },
  { HOST: "localhost" },
  { PATCHBAY_URL: "http://localhost:8080" },
  { DATABASE_URL: "postgres://postgres@127.0.0.1:5432/patchbay" },
  { DATABASE_URL: "postgresql:///patchbay?host=/var/run/postgresql" },
])("accepts %j", (source) => {
  expect(problemsOf(source as Record<string, string>)).toBe("");
});

test("a key of another service is allowed, with a word about it", () => {
  expect(adviseOn(readEnvironment({ OPENROUTER_API_KEY: "sk-canary" })).join()).toMatch(
    /^OPENROUTER_API_KEY (?!.*canary)/,
  );
  expect(adviseOn(readEnvironment({ OPENROUTER_API_KEY: "sk-or-v1-x" }))).toEqual([]);
  expect(adviseOn(readEnvironment({}))).toEqual([]);
});

describe("the documentation", () => {
  const variables = Object.keys(Environment.shape).filter((name) => name !== "VERCEL");

  test(".env.example lists exactly what can be set", () => {
    const lines = readFileSync(".env.example", "utf8").split("\n");
    const listed = lines.flatMap((line) => /^#? ?([A-Z][A-Z_]+)=/.exec(line)?.[1] ?? []);
    expect(listed.sort()).toEqual(variables.sort());
  });
  test("docs/configuration.md has a row for each", () => {
    const page = readFileSync("docs/configuration.md", "utf8");
    const rows = [...page.matchAll(/^\| `([A-Z][A-Z_]+)`/gm)].map(([, name]) => name);
    expect(rows.sort()).toEqual(variables.sort());
  });
  test("compose.yaml hands on all that .env may set, but where in the container it serves and keeps its data", () => {
    const [, patchbay = ""] =
      /^ {2}patchbay:\n([\s\S]*?)\n\n/m.exec(readFileSync("compose.yaml", "utf8")) ?? [];
    const handedOn = [...patchbay.matchAll(/^ {6}([A-Z][A-Z_]+): /gm)].map(([, name]) => name);
    const itsOwn = ["HOST", "PORT", "PATCHBAY_DATA_DIR"];
    expect(handedOn).toEqual(expect.arrayContaining(variables.filter((name) => !itsOwn.includes(name))));
  });
});
