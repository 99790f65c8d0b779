import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { invitation, loginFailure, member } from "@/lib/db/schema/team";
import { createMailer } from "@/lib/mail/mailer.server";
import { serveMail } from "@/lib/mail/testing.server";
import type { Team } from "@/lib/team/team-api";
import type { Method } from "../testing-access";
import { type Asked, askRoute, openTestTeam, type Somebody, stubTeam, type TestTeam } from "../testing-team";

const held = vi.hoisted(() => ({ services: {}, after: [] as (() => unknown)[], errors: [] as unknown[] }));
vi.mock("../../services", () => ({ getServices: async () => held.services }));
// What is done when the answer is out.
vi.mock("next/server", () => ({ after: (work: () => unknown) => void held.after.push(work) }));
stubTeam();

const FROM = "Patchbay <patchbay@example.org>";
const OTHER = "another horse battery";
let team: TestTeam;
let server: Awaited<ReturnType<typeof serveMail>>;
let refused: number | null;

beforeAll(async () => {
  team = await openTestTeam();
}, 60_000);
afterAll(() => team.database.close());
beforeEach(async () => {
  refused = null;
  server = await serveMail({ refuse: () => refused });
  const mailer = createMailer({ url: server.url, from: FROM });
  held.services = {
    ...team.services,
    mailer,
    onError: (_: string, error: unknown) => held.errors.push(error),
  };
  held.after.length = 0;
  held.errors.length = 0;
  await team.database.db.delete(loginFailure);
});
afterEach(() => server.close());

const ask = (who: Somebody, method: Method, route: string, asked?: Asked) =>
  askRoute(team, who, method, route, asked);
const request = (email: string) => ask("anonymous", "POST", "password-reset", { body: { email } });
const settle = async () => {
  for (const work of held.after.splice(0)) await work();
};
const linkIn = (text: string | undefined) => /\/(?:reset|invite)#(\S+)/.exec(text ?? "")?.[1] ?? "";
const withoutMail = () => {
  held.services = { ...held.services, mailer: null };
};
const teamAs = async (who: Somebody): Promise<Team> => (await ask(who, "GET", "team/members")).json();

test("the answer to a request for a link is the same for everybody, and out before anybody is looked for", async () => {
  const answers: unknown[] = [];
  for (const email of ["mia@example.com", "nobody@example.com", "sue@example.com"]) {
    const response = await request(email);
    answers.push([response.status, await response.text(), [...response.headers.keys()].sort()]);
    expect(server.received).toHaveLength(0);
  }
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  await settle();
  // Sue is suspended.
  expect(server.received.map(({ to }) => to)).toEqual([["mia@example.com"]]);
});

test("the link in the message says whose it is, sets a password and signs in", async () => {
  await request("mia@example.com");
  await settle();
  const { text, subject } = server.received[0] ?? {};
  expect(subject).toBe("Another password for Patchbay");
  expect(text).toContain("https://patchbay.example/reset#");
  const token = linkIn(text);
  const looked = await ask("anonymous", "POST", "password-reset/lookup", { body: { token } });
  expect(await looked.json()).toEqual({ email: "mia@example.com" });
  const body = { token, password: OTHER };
  const short = await ask("anonymous", "POST", "password-reset/complete", {
    body: { token, password: "short" },
  });
  expect(short.status).toBe(400);
  const done = await ask("anonymous", "POST", "password-reset/complete", { body });
  expect(done.status).toBe(204);
  expect(done.headers.get("set-cookie")).toContain("__Host-patchbay=");
  expect((await ask("anonymous", "POST", "password-reset/complete", { body })).status).toBe(400);
  const entering = { email: "mia@example.com", password: OTHER };
  expect((await ask("anonymous", "POST", "session", { body: entering })).status).toBe(204);
});

test("too many requests are refused alike, and a mail server that fails fails nobody's request", async () => {
  for (const email of ["mia@example.com", "nobody@example.com"]) {
    const statuses: number[] = [];
    for (let index = 0; index < 5; index += 1) statuses.push((await request(email)).status);
    expect(statuses).toEqual([204, 204, 204, 429, 429]);
  }
  held.after.length = 0;
  refused = 550;
  await request("olga@example.com");
  await settle();
  expect(held.errors).toHaveLength(1);
  expect(String(held.errors[0])).not.toContain("olga");
});

test("without a mail server nothing is sent, and an admin makes a link for those below them", async () => {
  withoutMail();
  expect((await request("mia@example.com")).status).toBe(404);
  const { memberId: id } = team.actors.member;
  const make = (who: Somebody, of = id) =>
    ask(who, "POST", "team/members/[id]/reset-link", { params: { id: of } });
  expect((await make("member")).status).toBe(403);
  expect((await make("admin", team.actors.owner.memberId)).status).toBe(403);
  const { link } = await (await make("admin")).json();
  expect(link).toMatch(/^https:\/\/patchbay\.example\/reset#[\w-]{43}$/);
  const body = { token: linkIn(link), password: OTHER };
  expect((await ask("anonymous", "POST", "password-reset/complete", { body })).status).toBe(204);
  expect(await teamAs("admin")).toMatchObject({ sendsMail: false, makesResetLinks: true });
});

test("with one nobody is handed another member's link", async () => {
  const { memberId: id } = team.actors.member;
  const made = await ask("owner", "POST", "team/members/[id]/reset-link", { params: { id } });
  expect(made.status).toBe(409);
  expect(await teamAs("admin")).toMatchObject({ sendsMail: true, makesResetLinks: false });
});

const invite = async (email: string | null) =>
  (await ask("admin", "POST", "invitations", { body: { role: "viewer", email } })).json();

test("an invitation for an address is sent there, and one for anybody is not", async () => {
  const made = await invite("nina@example.com");
  expect(made).toMatchObject({ email: "nina@example.com", sendProblem: null, sentAt: expect.any(String) });
  expect(server.received).toHaveLength(1);
  const { to, text, subject } = server.received[0] ?? {};
  expect([to, subject]).toEqual([["nina@example.com"], "Adam invites you to Patchbay"]);
  expect(linkIn(text)).toBe(linkIn(made.link));
  expect(await invite(null)).toMatchObject({ sentAt: null, sendProblem: null });
  expect(server.received).toHaveLength(1);
  const { db } = team.database;
  const isAdam = eq(member.id, team.actors.admin.memberId);
  await db.update(member).set({ name: "Adam, evil.example" }).where(isAdam);
  await invite("noel@example.com");
  await db.update(member).set({ name: "Adam" }).where(isAdam);
  const misled = server.received[1];
  // What somebody calls themselves leads nowhere.
  expect(`${misled?.subject} ${misled?.text}`.match(/evil\S+/g)).toEqual([
    "evil[.]example",
    "evil[.]example",
  ]);
  withoutMail();
  expect(await invite("nora@example.com")).toMatchObject({ sentAt: null, sendProblem: null });
});

test("one that could not be sent says why, and is sent again with another link", async () => {
  await team.database.db.delete(invitation);
  refused = 550;
  const made = await invite("nele@example.com");
  expect(made).toMatchObject({ sentAt: null, sendProblem: "The mail server refused the message (550)." });
  const listed = async () => (await teamAs("admin")).invitations.find(({ id }) => id === made.id);
  expect(await listed()).toMatchObject({ sendProblem: made.sendProblem });
  refused = null;
  const send = (who: Somebody) => ask(who, "POST", "invitations/[id]/send", { params: { id: made.id } });
  expect((await send("member")).status).toBe(403);
  const again = await (await send("owner")).json();
  expect(again).toMatchObject({
    id: made.id,
    sendProblem: null,
    sentAt: expect.any(String),
    createdBy: "Olga",
  });
  expect(await listed()).toMatchObject({ sendProblem: null });
  const accept = (link: string) => {
    const who = { name: "Nele", email: "nele@example.com", password: OTHER };
    return ask("anonymous", "POST", "invitations/accept", { body: { token: linkIn(link), ...who } });
  };
  expect((await accept(made.link)).status).toBe(400);
  expect((await accept(server.received[0]?.text ?? "")).status).toBe(204);
  expect((await send("owner")).status).toBe(404);
});

test("a setup link that is dead is known to be before anybody fills in a form", async () => {
  for (const token of ["", "x".repeat(43)]) {
    const response = await ask("anonymous", "POST", "setup/lookup", { body: { token } });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: "invalid_link" } });
  }
});
