import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "@/lib/db/client.server";
import { auditEvent, member } from "@/lib/db/schema/team";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { type Actor, LOCAL_OWNER } from "./actor";
import { acceptInvitation, createInvitation } from "./invitations.server";
import { authenticateKey, createKey } from "./keys.server";
import { KeyRequest } from "./keys-request";
import {
  changeMember,
  listFormerMembers,
  listMembers,
  readmitMember,
  removeMember,
  transferOwnership,
} from "./members.server";
import type { Identity } from "./oidc-provider.server";
import { readRoleRules } from "./oidc-roles";
import { signInByIdentity } from "./oidc-sign-in.server";
import { issueReset } from "./resets.server";
import type { Access } from "./secrets.server";
import { readAccount, readSession } from "./sessions.server";
import { issueSetupToken } from "./setup.server";
import { signIn } from "./sign-in.server";
import { refusalIn } from "./sign-in-problems";
import { CALLER, joinTeam, openTeam, PASSWORD, refusal } from "./testing.server";

const NOW = new Date("2026-11-20T12:00:00.000Z");
const ISSUER = "https://id.example";
const RULES = readRoleRules("admins=admin,staff=member,guests=viewer") ?? [];

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let access: Access;
  let owner: Actor;
  let count = 0;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    ({ access, owner } = await openTeam(database.db, NOW));
  });
  afterAll(() => database.close());

  /** Somebody whom nobody knows yet. */
  function somebody(change: Partial<Identity> = {}): Identity {
    count += 1;
    return {
      ...{ issuer: ISSUER, subject: `subject-${count}`, name: `Ida ${count}` },
      ...{ email: `ida${count}@example.com`, isVerified: true, groups: ["staff"] },
      ...change,
    };
  }
  const enter = (identity: Identity, using = access) =>
    signInByIdentity(using, identity, { provider: "Example", rules: RULES }, CALLER, NOW);
  const problem = (identity: Identity) => enter(identity).then(() => "let in", refusalIn);
  const roleOf = async (id: string) =>
    (await listMembers(database.db, NOW)).find((one) => one.id === id)?.role ?? null;
  const join = async (name: string, role: "admin" | "member" = "member") =>
    (await joinTeam(access, owner, { name, role }, NOW)).actor;
  const recorded = async (id: string) =>
    (await database.db.select().from(auditEvent))
      .filter(({ actorId }) => actorId === id)
      .map(({ action }) => action);

  test("who comes for the first time becomes a member, and is the same one from then on", async () => {
    const ida = somebody();
    const first = await enter(ida);
    const { memberId } = first.actor;
    expect(await readSession(access, first.token, NOW)).toMatchObject({
      ...{ memberId, role: "member", name: ida.name, email: ida.email },
    });
    const again = await enter({ ...ida, email: "moved@example.com", name: "Another" });
    expect(again.actor.memberId).toBe(memberId);
    expect(await recorded(memberId)).toEqual(["member.join", "session.create", "session.create"]);
    const who = await readSession(access, first.token, NOW);
    if (!who) throw new Error("signed in");
    expect(await readAccount(access, who, NOW)).toMatchObject({ hasPassword: false });
    expect(await issueReset(access, ida.email ?? "", NOW)).toBeNull();
  });

  test("the same subject of another issuer is somebody else", async () => {
    const ida = somebody();
    const one = await enter(ida);
    const other = await enter({ ...ida, issuer: "https://other.example", email: null });
    expect(other.actor.memberId).not.toBe(one.actor.memberId);
  });

  test("of several first sign-ins at once comes one member", async () => {
    const ida = somebody();
    const ends = await Promise.all([1, 2, 3, 4].map(() => enter(ida)));
    expect(new Set(ends.map(({ actor }) => actor.memberId)).size).toBe(1);
  });

  test("the role follows the groups with every sign-in, on record, and no group lets nobody in", async () => {
    const ida = somebody({ groups: ["guests"] });
    const { memberId } = (await enter(ida)).actor;
    expect(await roleOf(memberId)).toBe("viewer");
    expect((await enter({ ...ida, groups: ["staff", "admins"] })).actor.role).toBe("admin");
    expect(await roleOf(memberId)).toBe("admin");
    const events = await database.db.select().from(auditEvent);
    expect(
      events.find(({ action, actorId }) => action === "member.role" && actorId === memberId),
    ).toMatchObject({
      details: { from: "viewer", to: "admin", by: "Example" },
    });
    expect(await problem({ ...ida, groups: ["others"] })).toBe("role");
    expect(await roleOf(memberId)).toBe("admin");
    const stranger = somebody({ groups: [] });
    expect(await problem(stranger)).toBe("role");
    const names = (await database.db.select().from(member)).map(({ name }) => name);
    expect(names).not.toContain(stranger.name);
  });

  test("a member is known again by an address that the provider has verified, and by no other", async () => {
    const mia = await join("Mia");
    const unverified = somebody({ email: "mia@example.com", isVerified: false });
    expect(await problem(unverified)).toBe("address");
    expect(await problem({ ...unverified, groups: ["admins"] })).toBe("address");
    const opened = await enter({ ...unverified, email: "MIA@example.com", isVerified: true });
    expect(opened.actor).toEqual(mia);
    expect(await recorded(mia.memberId)).toContain("identity.link");
    // The address has changed hands at the provider.
    expect(await problem(somebody({ email: "mia@example.com" }))).toBe("address");
    // Without a password there is nobody who chose this address here.
    const ida = somebody();
    await enter(ida);
    expect(await problem(somebody({ email: ida.email }))).toBe("address");
  });

  test("who joined under somebody else's address has no way into what that person's groups give", async () => {
    const { token, actor: before } = await joinTeam(access, owner, { name: "Ceo", role: "member" }, NOW);
    const request = KeyRequest.parse({ name: "Waiting", environment: "production" });
    const { key } = await createKey(database.db, before.memberId, request, NOW);
    const { actor } = await enter(somebody({ email: "ceo@example.com", groups: ["admins"] }));
    expect(actor.role).toBe("admin");
    expect(await readSession(access, token, NOW)).toBeNull();
    const known = { email: "ceo@example.com", password: PASSWORD };
    expect(await refusal(signIn(access, known, CALLER, NOW))).toBe("wrong_credentials");
    expect(await issueReset(access, "ceo@example.com", NOW)).toBeNull();
    expect(await refusal(authenticateKey(database.db, key, NOW), key)).toBe("invalid_key");
  });

  test("who was invited at that address, and the owner, keep their passwords", async () => {
    const email = "lea@example.com";
    const asked = { role: "member", email, days: 7 } as const;
    const { token } = await createInvitation(access, owner, asked, CALLER, NOW);
    const who = { name: "Lea", email, password: PASSWORD };
    const joined = await acceptInvitation(access, { token, ...who }, CALLER, NOW);
    expect((await enter(somebody({ email }))).actor.memberId).toBe(joined.actor.memberId);
    expect((await signIn(access, { email, password: PASSWORD }, CALLER, NOW)).actor.memberId).toBe(
      joined.actor.memberId,
    );
    await enter(somebody({ issuer: "https://third.example", email: "olga@example.com" }));
    await signIn(access, { email: "olga@example.com", password: PASSWORD }, CALLER, NOW);
  });

  test("an address that is not verified is not theirs to have", async () => {
    const { actor } = await enter(somebody({ email: "squat@example.com", isVerified: false }));
    const [made] = (await listMembers(database.db, NOW)).filter(({ id }) => id === actor.memberId);
    expect(made?.email).toBeNull();
    await join("Squat");
  });

  test("nobody becomes an owner, and the owner stays one whatever the groups say", async () => {
    const olga = somebody({ email: "olga@example.com", groups: [] });
    expect((await enter(olga)).actor).toEqual(LOCAL_OWNER);
    expect((await enter({ ...olga, groups: ["guests"] })).actor.role).toBe("owner");
    expect(await roleOf(owner.memberId)).toBe("owner");
    expect(await recorded(owner.memberId)).not.toContain("member.role");
  });

  test("who is suspended or removed is refused, also when they are not linked yet", async () => {
    const ida = somebody();
    const { memberId } = (await enter(ida)).actor;
    await changeMember(database.db, owner, memberId, { suspended: true }, CALLER, NOW);
    expect(await problem(ida)).toBe("suspended");
    await changeMember(database.db, owner, memberId, { suspended: false }, CALLER, NOW);
    expect(await problem(ida)).toBe("let in");
    await removeMember(database.db, owner, memberId, CALLER, NOW);
    expect(await problem(ida)).toBe("removed");
    const sue = await join("Sue");
    await changeMember(database.db, owner, sue.memberId, { suspended: true }, CALLER, NOW);
    expect(await problem(somebody({ email: "sue@example.com" }))).toBe("suspended");
  });

  test("who was removed comes back by being invited", async () => {
    const ida = somebody();
    const { memberId } = (await enter(ida)).actor;
    await removeMember(database.db, owner, memberId, CALLER, NOW);
    const { token } = await createInvitation(
      access,
      owner,
      { role: "member", email: ida.email, days: 7 },
      CALLER,
      NOW,
    );
    const who = { name: "Ida", email: ida.email ?? "", password: PASSWORD };
    const { actor } = await acceptInvitation(access, { token, ...who }, CALLER, NOW);
    expect((await enter(ida)).actor.memberId).toBe(actor.memberId);
    expect(actor.memberId).not.toBe(memberId);
  });

  test("where passwords are switched off who was removed comes back when they are let, and only then", async () => {
    const strict: Access = { ...access, ownerPasswordOnly: true };
    const { db } = database;
    const ida = somebody();
    const { memberId } = (await enter(ida, strict)).actor;
    const readmit = (actor: Actor) => readmitMember(db, actor, memberId, CALLER, NOW);
    expect(await refusal(readmit(owner))).toBe("not_found");
    await removeMember(db, owner, memberId, CALLER, NOW);
    const asked = { role: "member", email: ida.email, days: 7 } as const;
    expect(await refusal(createInvitation(strict, owner, asked, CALLER, NOW))).toBe("forbidden");
    expect(await problem(ida)).toBe("removed");
    // Nobody at the provider stands in for whoever is above them here.
    expect(await refusal(readmit((await enter(somebody(), strict)).actor))).toBe("forbidden");
    const known = async () => (await listFormerMembers(db)).find(({ id }) => id === memberId)?.isKnown;
    expect(await known()).toBe(true);
    await readmit(owner);
    expect(await recorded(owner.memberId)).toContain("member.readmit");
    expect([await known(), await refusal(readmit(owner))]).toEqual([false, "not_found"]);
    expect(await problem({ ...ida, groups: ["others"] })).toBe("role");
    const back = (await enter(ida, strict)).actor;
    expect(back.memberId).not.toBe(memberId);
    expect(await roleOf(back.memberId)).toBe("member");
  });

  test("what a provider calls somebody is made fit for a list", async () => {
    const nameOf = async (identity: Identity) => {
      const { memberId } = (await enter(identity)).actor;
      return (await listMembers(database.db, NOW)).find(({ id }) => id === memberId)?.name;
    };
    expect(await nameOf(somebody({ name: "x".repeat(200) }))).toBe("x".repeat(80));
    expect(await nameOf(somebody({ name: "\u202Eevil" }))).toMatch(/^ida\d+$/);
    expect(await nameOf(somebody({ name: null, email: null }))).toBe("Somebody new");
  });

  test("where passwords are switched off nobody joins with one", async () => {
    const strict: Access = { ...access, ownerPasswordOnly: true };
    const asked = { role: "member", email: null, days: 7 } as const;
    expect(await refusal(createInvitation(strict, owner, asked, CALLER, NOW))).toBe("forbidden");
    const { token } = await createInvitation(access, owner, asked, CALLER, NOW);
    const who = { name: "Nina", email: "nina@example.com", password: PASSWORD };
    expect(await refusal(acceptInvitation(strict, { token, ...who }, CALLER, NOW))).toBe("forbidden");
    await enter(somebody(), strict);
  });

  test("an owner without a password is one all the same: no start prints a setup link", async () => {
    const own = await openTestDatabase(engine);
    try {
      const { access: theirs } = await openTeam(own.db, NOW);
      const ida = (await enter(somebody({ groups: ["admins"] }), theirs)).actor;
      await transferOwnership(own.db, LOCAL_OWNER, ida.memberId, CALLER, NOW);
      const now = { ...ida, role: "owner" as const };
      await removeMember(own.db, now, LOCAL_OWNER.memberId, CALLER, NOW);
      expect(await issueSetupToken(theirs, NOW)).toBeNull();
    } finally {
      await own.close();
    }
  });
});
