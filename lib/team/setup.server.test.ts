import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Database, Db } from "@/lib/db/client.server";
import { auditEvent, member, passwordCredential, session, setupSecret } from "@/lib/db/schema/team";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { LOCAL_OWNER } from "./actor";
import { ensureLocalOwner } from "./members.server";
import { readRoleRules } from "./oidc-roles";
import { signInByIdentity } from "./oidc-sign-in.server";
import type { Access } from "./secrets.server";
import { readSession } from "./sessions.server";
import { completeSetup, issueSetupToken } from "./setup.server";
import { CALLER, joinTeam, PASSWORD, QUICK, refusal } from "./testing.server";

const NOW = new Date("2026-11-20T12:00:00.000Z");
const later = (ms: number) => new Date(NOW.getTime() + ms);

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let db: Db;
  let access: Access;
  beforeEach(async () => {
    database = await openTestDatabase(engine);
    db = database.db;
    access = { db, secret: "s".repeat(32), scrypt: QUICK };
    await ensureLocalOwner(db);
  });
  afterEach(() => database.close());

  const claim = (token: string | null, name: string, at = NOW) =>
    completeSetup(
      access,
      { token: token ?? "", name, email: `${name.toLowerCase()}@example.com`, password: PASSWORD },
      CALLER,
      at,
    );

  test("of many who come at once, with one link or with one each, exactly one becomes the owner", async () => {
    const shared = await issueSetupToken(access, NOW);
    const tokens = [shared, shared, shared, shared];
    for (let instance = 0; instance < 4; instance += 1) tokens.push(await issueSetupToken(access, NOW));
    const ends = await Promise.allSettled(tokens.map((token, index) => claim(token, `Person${index}`)));
    const won = ends.filter(({ status }) => status === "fulfilled");
    expect(won).toHaveLength(1);
    for (const end of ends)
      if (end.status === "rejected") expect(end.reason).toMatchObject({ code: "invalid_link" });
    const owners = await db.select().from(member).where(eq(member.role, "owner"));
    expect(owners).toHaveLength(1);
    expect(owners[0]).toMatchObject({ id: LOCAL_OWNER.memberId, name: expect.stringMatching(/^Person\d$/) });
    for (const [table, count] of [
      [passwordCredential, 1],
      [session, 1],
      [setupSecret, 0],
      [auditEvent, 1],
    ] as const)
      expect(await db.$count(table)).toBe(count);
  });

  test("once there is an owner there is no link any more, and old ones are dead", async () => {
    const [first, second] = [await issueSetupToken(access, NOW), await issueSetupToken(access, NOW)];
    const { token } = await claim(first, "Olga");
    expect(await readSession(access, token, NOW)).toMatchObject({ role: "owner", name: "Olga" });
    expect(await issueSetupToken(access, NOW)).toBeNull();
    for (const old of [first, second]) expect(await refusal(claim(old, "Eve"))).toBe("invalid_link");
  });

  test("who came through a provider before, and whom they invited, keep nobody from becoming the owner", async () => {
    const identity = { issuer: "https://id.example", subject: "ida", name: "Ida", email: "ida@example.com" };
    const granting = { provider: "Example", rules: readRoleRules("*=admin") ?? [] };
    const known = { ...identity, isVerified: true, groups: [] };
    const { actor } = await signInByIdentity(access, known, granting, CALLER, NOW);
    await joinTeam(access, actor, { name: "Mia", role: "member" }, NOW);
    const link = await issueSetupToken(access, NOW);
    expect(await refusal(claim(link, "Ida"))).toBe("conflict");
    expect((await claim(link, "Olga")).actor).toEqual(LOCAL_OWNER);
    expect(await issueSetupToken(access, NOW)).toBeNull();
  });

  test("what is no link opens nothing", async () => {
    const real = (await issueSetupToken(access, NOW)) ?? "";
    const other = { ...access, secret: "t".repeat(32) };
    const foreign = await issueSetupToken(other, NOW);
    for (const token of ["", "null", real.slice(1), `${real}a`, real.toUpperCase(), foreign])
      expect(await refusal(claim(token, "Eve"), real)).toBe("invalid_link");
    expect(await refusal(claim(real, "Eve", later(24 * 60 * 60_000)))).toBe("invalid_link");
    expect(await db.$count(passwordCredential)).toBe(0);
    expect((await claim(real, "Olga", later(60_000))).actor).toEqual(LOCAL_OWNER);
  });

  test("neither the link nor the password nor the cookie is kept", async () => {
    const link = (await issueSetupToken(access, NOW)) ?? "";
    const { token } = await claim(link, "Olga");
    const tables = [member, passwordCredential, session, setupSecret, auditEvent];
    const rows = await Promise.all(tables.map((table) => db.select().from(table)));
    const stored = JSON.stringify(rows, (_, value) =>
      value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : value,
    );
    for (const secret of [link, token, PASSWORD]) expect(stored).not.toContain(secret.slice(0, 12));
  });
});
