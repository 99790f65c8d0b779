import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readEnvironment } from "@/app/env";
import { connectProvider } from "@/app/oidc";
import { auditEvent } from "@/lib/db/schema/team";
import { changeMember } from "@/lib/team/members.server";
import { readSession } from "@/lib/team/sessions.server";
import { CALLER } from "@/lib/team/testing.server";
import { serveProvider } from "@/lib/team/testing-provider";
import { received } from "../../testing-request";
import { keepServices, ORIGIN, openTestTeam, stubTeam, type TestTeam } from "../../testing-team";
import { GET as comeBack } from "./callback/route";
import { GET as begin } from "./route";

stubTeam();

const SESSION = "__Host-patchbay";
const TICKET = "__Host-patchbay-oidc";

let team: TestTeam;
let provider: Awaited<ReturnType<typeof serveProvider>>;
let services: { now: () => Date };
const errors: unknown[] = [];
const now = () => services.now();

/** Has the handlers find these. */
function hold(next: typeof services): void {
  services = next;
  keepServices(next);
}

/** Services that know the provider, as an environment does. */
function connect(issuer = provider.issuer): void {
  const env = readEnvironment({
    ...{ PATCHBAY_ACCESS: "team", PATCHBAY_URL: ORIGIN, AUTH_SECRET: "s".repeat(32) },
    ...{ OIDC_ISSUER: issuer, OIDC_CLIENT_ID: provider.clientId, OIDC_CLIENT_SECRET: provider.clientSecret },
    ...{ OIDC_NAME: "Example", OIDC_ROLES: "staff=member,admins=admin" },
  });
  const onError = (_message: string, error: unknown) => void errors.push(error);
  hold({
    ...(team.services as { now: () => Date }),
    ...{ env, onError },
    ...{ oidc: connectProvider(env) },
  });
}

beforeAll(async () => {
  team = await openTestTeam();
  provider = await serveProvider();
}, 60_000);
afterAll(async () => {
  await team.database.close();
  await provider.close();
});
beforeEach(() => {
  connect();
  errors.length = 0;
  Object.assign(provider, {
    person: { sub: "ida", name: "Ida", groups: ["staff"] },
    wrongs: {},
    refusal: null,
  });
});

type Sent = { status: number; to: URL; cookies: Record<string, string> };

/** As a browser opens an address of ours, with the cookies that it keeps. */
async function open(path: string, cookies: Record<string, string> = {}): Promise<Sent> {
  const headers = new Headers({ host: new URL(ORIGIN).host });
  const sent = Object.entries(cookies).map(([name, value]) => `${name}=${value}`);
  if (sent.length > 0) headers.set("cookie", sent.join("; "));
  const isBack = path.startsWith("/api/session/oidc/callback");
  if (isBack) {
    headers.set("sec-fetch-site", "cross-site");
    headers.set("sec-fetch-mode", "navigate");
    headers.set("sec-fetch-dest", "document");
  }
  const response = await (isBack ? comeBack : begin)(received(new Request(`${ORIGIN}${path}`), headers));
  const set = response.headers.getSetCookie();
  for (const cookie of set) expect(cookie).toMatch(/; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure$/);
  return {
    status: response.status,
    to: new URL(response.headers.get("location") ?? "nowhere:", ORIGIN),
    cookies: Object.fromEntries(
      set.map((cookie) => (cookie.split(";")[0] ?? "").split(/=(.*)/s).slice(0, 2)),
    ),
  };
}

/** Begins, and goes to the provider and back to where it sends. */
async function atProvider(
  path = "/api/session/oidc",
): Promise<{ back: string; cookies: Record<string, string> }> {
  const { to, cookies } = await open(path);
  expect(to.origin).toBe(provider.issuer);
  const { headers } = await fetch(to, { redirect: "manual" });
  const { pathname, search } = new URL(headers.get("location") ?? "");
  return { back: pathname + search, cookies };
}
const signIn = async (path?: string) => {
  const { back, cookies } = await atProvider(path);
  return open(back, cookies);
};
const problemOf = ({ to }: Sent) => (to.pathname === "/sign-in" ? to.searchParams.get("problem") : null);

test("somebody goes to the provider, comes back signed in, and the ticket is used up", async () => {
  const { status, to, cookies } = await signIn("/api/session/oidc?next=/spend%3Fspan%3D7d");
  expect(status).toBe(303);
  expect(to.href).toBe(`${ORIGIN}/spend?span=7d`);
  expect(await readSession(team.access, cookies[SESSION] ?? "", now())).toMatchObject({
    ...{ name: "Ida", role: "member" },
  });
  expect(cookies[TICKET]).toBe("");
});

test("what is asked of the provider is a code, with PKCE, a state and a nonce of its own each time", async () => {
  const [one, other] = [await open("/api/session/oidc"), await open("/api/session/oidc")];
  const asked = Object.fromEntries(one.to.searchParams);
  expect(asked).toMatchObject({
    ...{ response_type: "code", client_id: "patchbay", scope: "openid profile email" },
    ...{ redirect_uri: `${ORIGIN}/api/session/oidc/callback`, code_challenge_method: "S256" },
  });
  for (const name of ["state", "nonce", "code_challenge"]) {
    expect(asked[name]?.length).toBeGreaterThan(40);
    expect(asked[name]).not.toBe(other.to.searchParams.get(name));
  }
  expect(one.to.href).not.toContain(provider.clientSecret);
});

describe("leads nowhere but to a page of ours", () => {
  test.each([
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "/.//evil.example",
    "javascript:alert(1)",
    "\\\\evil.example",
    "/%09/evil.example",
  ])("%s", async (next) => {
    const { to, cookies } = await signIn(`/api/session/oidc?next=${encodeURIComponent(next)}`);
    expect(to.origin).toBe(ORIGIN);
    expect(cookies[SESSION]).not.toBeUndefined();
  });
  test("whatever the way back says", async () => {
    const { back, cookies } = await atProvider();
    const { to } = await open(`${back}&next=https%3A%2F%2Fevil.example`, cookies);
    expect(to.href).toBe(`${ORIGIN}/`);
  });
});

describe("nobody comes in", () => {
  const expectRefused = (sent: Sent, problem: string) => {
    expect(problemOf(sent)).toBe(problem);
    expect(sent.cookies[SESSION]).toBeUndefined();
  };

  test("without a ticket, with another browser's, or with one of their own making", async () => {
    const [own, other] = [await atProvider(), await atProvider()];
    expectRefused(await open(own.back), "expired");
    expectRefused(await open(own.back, other.cookies), "expired");
    const made = Buffer.from(JSON.stringify({ state: "x" })).toString("base64url");
    expectRefused(
      await open("/api/session/oidc/callback?state=x&code=y", { [TICKET]: `${made}.x` }),
      "expired",
    );
    expect(errors).toEqual([]);
  });

  test("twice by one code", async () => {
    const { back, cookies } = await atProvider();
    await open(back, cookies);
    expectRefused(await open(back, cookies), "expired");
  });

  test.each([
    ["of another audience", { claims: { aud: "another" } }],
    ["with another nonce", { claims: { nonce: "another" } }],
    ["that has expired", { claims: { exp: 1_000 } }],
    ["that nobody signed", { unsigned: true }],
    ["that somebody else signed", { foreignKey: true }],
  ])("by a token %s, and the log knows", async (_what, wrongs) => {
    Object.assign(provider, { wrongs });
    expectRefused(await signIn(), "provider");
    expect(errors).toHaveLength(1);
  });

  test("who refused at the provider, has no role, or is suspended", async () => {
    Object.assign(provider, { refusal: "access_denied" });
    const denied = await signIn("/api/session/oidc?next=/spend");
    expectRefused(denied, "denied");
    expect(denied.to.searchParams.get("next")).toBe("/spend");
    Object.assign(provider, { refusal: null, person: { sub: "eve", groups: ["others"] } });
    expectRefused(await signIn(), "role");
    Object.assign(provider, { person: { sub: "sue", name: "Sue", groups: ["staff"] } });
    const { cookies } = await signIn();
    const who = await readSession(team.access, cookies[SESSION] ?? "", now());
    const { owner } = team.actors;
    await changeMember(team.database.db, owner, who?.memberId ?? "", { suspended: true }, CALLER, now());
    expectRefused(await signIn(), "suspended");
    expect(errors).toEqual([]);
  });

  test("by an address that the provider has not verified", async () => {
    const email = "mia@example.com";
    Object.assign(provider, { person: { sub: "not-mia", email, groups: ["admins"] } });
    expectRefused(await signIn(), "address");
    Object.assign(provider, { person: { sub: "mia", email, email_verified: true, groups: ["admins"] } });
    const { cookies } = await signIn();
    const who = await readSession(team.access, cookies[SESSION] ?? "", now());
    expect(who).toMatchObject({ memberId: team.actors.member.memberId, role: "admin" });
    const actions = (await team.database.db.select().from(auditEvent)).map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(["identity.link", "member.role"]));
  });

  test("while the provider is away, or where there is none", async () => {
    connect("http://127.0.0.1:9");
    const away = await open("/api/session/oidc");
    expectRefused(away, "unreachable");
    hold({ ...services, ...{ oidc: null } });
    expectRefused(await open("/api/session/oidc"), "off");
    expectRefused(await open("/api/session/oidc/callback?state=x&code=y"), "off");
  });

  test("when the database fails, and they are told on the same page", async () => {
    const { back, cookies } = await atProvider();
    const db = { transaction: () => Promise.reject(new Error("away")) };
    hold({ ...services, ...{ access: { ...team.access, db } } });
    expectRefused(await open(back, cookies), "failed");
    expect(errors).toHaveLength(1);
  });
});
