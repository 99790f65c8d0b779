import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Database, Db } from "@/lib/db/client.server";
import { auditEvent, idempotency, invitation, member } from "@/lib/db/schema/team";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import type { Actor } from "./actor";
import { auditFilterOf, listEvents } from "./audit.server";
import {
  acceptInvitation,
  createInvitation,
  listInvitations,
  lookUpInvitation,
  revokeInvitation,
} from "./invitations.server";
import { claimAnswer, nameRequest, removeOldAnswers } from "./kept-answers.server";
import { authenticateKey, createKey } from "./keys.server";
import { KeyRequest } from "./keys-request";
import {
  changeMember,
  listFormerMembers,
  listMembers,
  removeMember,
  transferOwnership,
} from "./members.server";
import type { Access } from "./secrets.server";
import { readSession } from "./sessions.server";
import { signIn } from "./sign-in.server";
import { CALLER, joinTeam, openTeam, PASSWORD, refusal } from "./testing.server";

const NOW = new Date("2026-11-20T12:00:00.000Z");
const DAY = 86_400_000;
const later = (ms: number) => new Date(NOW.getTime() + ms);

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let db: Db;
  let access: Access;
  let owner: Actor;
  beforeEach(async () => {
    database = await openTestDatabase(engine);
    db = database.db;
    ({ access, owner } = await openTeam(db, NOW));
  });
  afterEach(() => database.close());

  const join = async (name: string, role: "admin" | "member" | "viewer") =>
    (await joinTeam(access, owner, { name, role }, NOW)).actor;
  const invite = (
    actor: Actor,
    role: "admin" | "member" | "viewer" = "member",
    email: string | null = null,
  ) => createInvitation(access, actor, { role, email, days: 7 }, CALLER, NOW);
  const accept = (token: string, name = "Nina", at = NOW) =>
    acceptInvitation(
      access,
      { token, name, email: `${name.toLowerCase()}@example.com`, password: PASSWORD },
      CALLER,
      at,
    );
  const roles = async () =>
    Object.fromEntries((await listMembers(db, NOW)).map(({ name, role }) => [name, role]));

  test("an invitation makes one member, with its role, whoever comes at once", async () => {
    const { token } = await invite(owner, "viewer");
    expect(await lookUpInvitation(access, token, NOW)).toEqual({ role: "viewer", email: null });
    const ends = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) => accept(token, `N${index}`)),
    );
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(Object.values(await roles()).sort()).toEqual(["owner", "viewer"]);
    expect(await refusal(accept(token), token)).toBe("invalid_link");
    expect(await listInvitations(db, NOW)).toEqual([]);
  });

  test("it dies by expiry, by being revoked, and with the right of who made it", async () => {
    const adam = await join("Adam", "admin");
    const [expiring, revoked, demoted] = [
      await invite(owner),
      await invite(owner),
      await invite(adam, "admin"),
    ];
    expect(await refusal(accept(expiring.token, "Nina", later(7 * DAY)))).toBe("invalid_link");
    await revokeInvitation(db, adam, revoked.id, CALLER, NOW);
    expect(await refusal(accept(revoked.token))).toBe("invalid_link");
    expect(await refusal(revokeInvitation(db, adam, revoked.id, CALLER, NOW))).toBe("not_found");
    await changeMember(db, owner, adam.memberId, { role: "member" }, CALLER, NOW);
    expect(await refusal(accept(demoted.token))).toBe("invalid_link");
    for (const token of ["", "null", expiring.token.slice(1)])
      expect(await refusal(accept(token))).toBe("invalid_link");
    expect(Object.keys(await roles())).toEqual(["Adam", "Olga"]);
  });

  test("it is good for the address that it names, and for none that a member has", async () => {
    const { token } = await invite(owner, "member", "nina@example.com");
    expect(await refusal(accept(token, "Eve"))).toBe("invalid_request");
    await accept(token, "Nina");
    const open = await invite(owner);
    expect(await refusal(accept(open.token, "Nina"))).toBe("conflict");
    expect(Object.keys(await roles())).toEqual(["Nina", "Olga"]);
  });

  test("no token is kept, and no list has one", async () => {
    const { token } = await invite(owner);
    const stored = JSON.stringify([
      await db.select().from(invitation),
      await db.select().from(auditEvent),
      await listInvitations(db, NOW),
    ]);
    expect(stored).not.toContain(token.slice(0, 12));
  });

  test("nobody gives a role above their own, or decides over their equals", async () => {
    const [adam, alma, mia] = [
      await join("Adam", "admin"),
      await join("Alma", "admin"),
      await join("Mia", "member"),
    ];
    for (const actor of [mia, { ...mia, role: "viewer" as const }])
      expect(await refusal(invite(actor, "viewer"))).toBe("forbidden");
    const change = (actor: Actor, target: Actor, role: "admin" | "viewer") =>
      changeMember(db, actor, target.memberId, { role }, CALLER, NOW);
    expect(await refusal(change(adam, alma, "viewer"))).toBe("forbidden");
    expect(await refusal(change(adam, adam, "viewer"))).toBe("forbidden");
    expect(await refusal(change(adam, owner, "viewer"))).toBe("forbidden");
    // What the row says counts, not what a request brought along.
    expect(await refusal(change({ ...mia, role: "owner" }, alma, "viewer"))).toBe("forbidden");
    await change(adam, mia, "admin");
    await change(owner, alma, "viewer");
    expect(await roles()).toEqual({ Adam: "admin", Alma: "viewer", Mia: "admin", Olga: "owner" });
  });

  test("the last owner stays, whoever asks", async () => {
    const adam = await join("Adam", "admin");
    for (const actor of [owner, adam]) {
      const { memberId } = owner;
      expect(await refusal(changeMember(db, actor, memberId, { role: "member" }, CALLER, NOW))).toBe(
        "forbidden",
      );
      expect(await refusal(changeMember(db, actor, memberId, { suspended: true }, CALLER, NOW))).toBe(
        "forbidden",
      );
      expect(await refusal(removeMember(db, actor, memberId, CALLER, NOW))).toBe("forbidden");
    }
    expect((await roles()).Olga).toBe("owner");
  });

  test("ownership is handed over to one, also when it is handed to several at once", async () => {
    const [adam, mia] = [await join("Adam", "admin"), await join("Mia", "member")];
    expect(await refusal(transferOwnership(db, adam, mia.memberId, CALLER, NOW))).toBe("forbidden");
    const ends = await Promise.allSettled(
      [adam, mia].map(({ memberId }) => transferOwnership(db, owner, memberId, CALLER, NOW)),
    );
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const now = await roles();
    expect(Object.values(now).filter((role) => role === "owner")).toHaveLength(1);
    expect(now.Olga).toBe("admin");
  });

  test("keys end within the request after a suspension, and for good with a removal", async () => {
    const mia = await join("Mia", "member");
    const { key } = await createKey(db, mia.memberId, KeyRequest.parse({ name: "Bot" }), NOW);
    expect(await authenticateKey(db, key, NOW)).toMatchObject({ memberId: mia.memberId, role: "member" });
    expect((await listMembers(db, NOW)).map(({ name, keys }) => [name, keys])).toEqual([
      ["Mia", 1],
      ["Olga", 0],
    ]);
    await changeMember(db, owner, mia.memberId, { suspended: true }, CALLER, NOW);
    expect(await refusal(authenticateKey(db, key, NOW), key)).toBe("invalid_key");
    await changeMember(db, owner, mia.memberId, { suspended: false }, CALLER, NOW);
    await changeMember(db, owner, mia.memberId, { role: "viewer" }, CALLER, NOW);
    expect((await authenticateKey(db, key, NOW)).role).toBe("viewer");
    await removeMember(db, owner, mia.memberId, CALLER, NOW);
    expect(await refusal(authenticateKey(db, key, NOW), key)).toBe("invalid_key");
  });

  test("whoever is removed is signed out, may be invited anew, and stays in the ledger's names", async () => {
    const { actor: mia, token } = await joinTeam(access, owner, { name: "Mia", role: "member" }, NOW);
    await removeMember(db, owner, mia.memberId, CALLER, NOW);
    expect(await readSession(access, token, NOW)).toBeNull();
    const again = signIn(access, { email: "mia@example.com", password: PASSWORD }, CALLER, NOW);
    expect(await refusal(again)).toBe("wrong_credentials");
    expect(await roles()).toEqual({ Olga: "owner" });
    const [row] = await db.select().from(member).where(eq(member.id, mia.memberId));
    expect(row).toMatchObject({ name: "Mia", email: null, removedAt: NOW });
    expect(await refusal(changeMember(db, owner, mia.memberId, { role: "admin" }, CALLER, NOW))).toBe(
      "not_found",
    );
    expect((await joinTeam(access, owner, { name: "Mia", role: "viewer" }, NOW)).actor.memberId).not.toBe(
      mia.memberId,
    );
  });

  test("whoever is removed is out even if the answers kept for them stay, which go by the clock", async () => {
    const claim = async (memberId: string) => {
      const { id } = await createKey(db, memberId, KeyRequest.parse({ name: "CI" }), NOW);
      const named = nameRequest("n-1", { keyId: id, path: "/", text: "{}" });
      await db.transaction((tx) =>
        claimAnswer(tx, { ...named, announced: () => ({}) }, crypto.randomUUID(), NOW),
      );
      return id;
    };
    const mia = await join("Mia", "member");
    await claim(mia.memberId);
    const others = await claim(owner.memberId);
    const failing: Db = Object.create(db, {
      delete: {
        value: () => {
          throw new Error("the connection was lost");
        },
      },
    });
    await removeMember(failing, owner, mia.memberId, CALLER, NOW);
    expect(await roles()).toEqual({ Olga: "owner" });
    expect(await db.$count(idempotency)).toBe(2);
    expect(await removeOldAnswers(db, NOW)).toBe(1);
    expect(await db.select().from(idempotency)).toMatchObject([{ keyId: others }]);
  });

  test("what was done is on record, page by page, and nothing takes it out", async () => {
    const mia = await join("Mia", "member");
    await changeMember(db, owner, mia.memberId, { role: "viewer" }, CALLER, later(1));
    await changeMember(db, owner, mia.memberId, { suspended: true }, CALLER, later(1));
    const first = await listEvents(db, { limit: 3 });
    const rest = await listEvents(db, { limit: 3, before: first.next ?? undefined });
    const all = [...first.events, ...rest.events];
    expect(rest.next).toBeNull();
    expect(
      all
        .map(({ action }) => action)
        .slice(0, 2)
        .sort(),
    ).toEqual(["member.role", "member.suspend"]);
    expect(
      all
        .map(({ action }) => action)
        .slice(2)
        .sort(),
    ).toEqual(["invitation.accept", "invitation.create", "team.setup"]);
    expect(all.find(({ action }) => action === "member.role")).toMatchObject({
      actor: "Olga",
      objectId: mia.memberId,
      details: { member: "Mia", from: "member", to: "viewer" },
      address: CALLER.address,
    });
    expect((await listEvents(db, { limit: 9, action: "member.role" })).events).toHaveLength(1);
    for (const change of [
      sql`update audit_event set action = 'x'`,
      sql`delete from audit_event`,
      sql`truncate audit_event`,
    ])
      await expect(db.execute(change)).rejects.toThrow();
    expect(await db.$count(auditEvent)).toBe(5);
  });

  test("the log is narrowed to days of a zone, and to who was removed since", async () => {
    const adam = await join("Adam", "admin");
    const mia = await join("Mia", "member");
    // In Auckland it is noon and midnight of the 22nd, and the moment before the 23rd begins.
    const [noon, late] = [new Date("2026-11-21T23:00:00.000Z"), new Date("2026-11-22T10:59:59.999Z")];
    await changeMember(db, adam, mia.memberId, { role: "viewer" }, CALLER, noon);
    await changeMember(db, adam, mia.memberId, { role: "member" }, CALLER, late);
    await changeMember(db, owner, mia.memberId, { suspended: true }, CALLER, new Date(late.getTime() + 1));
    await removeMember(db, owner, adam.memberId, CALLER, later(9 * DAY));
    const found = async (asked: Partial<Parameters<typeof auditFilterOf>[0]>, now = late) => {
      const filter = auditFilterOf({ timeZone: "Pacific/Auckland", ...asked }, now);
      return (await listEvents(db, { ...filter, limit: 9 })).events.map(({ action, at }) => [
        action,
        at.getTime(),
      ]);
    };
    const both = [
      ["member.role", late.getTime()],
      ["member.role", noon.getTime()],
    ];
    expect(await found({ from: "2026-11-22", to: "2026-11-22" })).toEqual(both);
    expect(await found({ span: "today" })).toEqual(both);
    expect(await found({ span: "today", timeZone: "UTC" })).toEqual([
      ["member.suspend", late.getTime() + 1],
      both[0],
    ]);
    expect(await found({ span: "7d", about: "keys" })).toEqual([]);
    expect(await listFormerMembers(db)).toEqual([
      { id: adam.memberId, name: "Adam", role: "admin", removedAt: later(9 * DAY), isKnown: false },
    ]);
    expect(
      await found({ actor: adam.memberId, about: "members", from: "2026-11-22", to: "2026-12-31" }),
    ).toEqual(both);
    for (const wrong of [
      { from: "2026-11-22" },
      { to: "2026-11-22" },
      { span: "7d", timeZone: "Mars/Olympus" },
    ] as const)
      expect(() => auditFilterOf({ timeZone: "UTC", ...wrong }, late)).toThrow();
  });

  test("limits are set by those above, one by one, and are on record", async () => {
    const [adam, mia] = [await join("Adam", "admin"), await join("Mia", "member")];
    const limitsOf = async (id: string) => {
      const one = (await listMembers(db, NOW)).find((row) => row.id === id);
      return [one?.requestsPerMinute, one?.tokensPerMinute, one?.maxConcurrent];
    };
    const limit = (actor: Actor, id: string, limits: Record<string, number | null>) =>
      changeMember(db, actor, id, { limits }, CALLER, NOW);
    await limit(adam, mia.memberId, { requestsPerMinute: 60, tokensPerMinute: 9_000 });
    await limit(adam, mia.memberId, { maxConcurrent: 2, requestsPerMinute: null });
    expect(await limitsOf(mia.memberId)).toEqual([null, 9_000, 2]);
    const [latest] = (await listEvents(db, { limit: 1 })).events;
    expect(latest).toMatchObject({
      ...{ action: "member.limits", objectId: mia.memberId, actor: "Adam" },
      details: { member: "Mia", requestsPerMinute: null, maxConcurrent: "2" },
    });
    const { key } = await createKey(db, mia.memberId, KeyRequest.parse({ name: "bot" }), NOW);
    expect((await authenticateKey(db, key, NOW)).ofMember).toEqual({
      ...{ requestsPerMinute: null, tokensPerMinute: 9_000, maxConcurrent: 2 },
    });
    for (const [actor, id] of [
      [mia, mia.memberId],
      [mia, adam.memberId],
      [adam, adam.memberId],
      [adam, owner.memberId],
    ] as const)
      expect(await refusal(limit(actor, id, { maxConcurrent: 1 }))).toBe("forbidden");
    // Nobody could take them from an owner.
    await limit(owner, adam.memberId, { maxConcurrent: 1 });
    await transferOwnership(db, owner, adam.memberId, CALLER, NOW);
    expect(await limitsOf(adam.memberId)).toEqual([null, null, null]);
  });
});
