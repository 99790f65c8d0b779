import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { Database } from "@/lib/db/client.server";
import { loginFailure, member } from "@/lib/db/schema/team";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import type { Actor } from "./actor";
import { listEvents } from "./audit.server";
import { MOST_PER_ACCOUNT, MOST_PER_NETWORK } from "./lockout.server";
import { changeMember } from "./members.server";
import * as passwords from "./password.server";
import { completeReset, issueReset } from "./resets.server";
import type { Access } from "./secrets.server";
import { endSession, readAccount, readSession, revokeOtherSessions, revokeSession } from "./sessions.server";
import { changePassword, signIn } from "./sign-in.server";
import { CALLER, joinTeam, openTeam, PASSWORD, refusal } from "./testing.server";

const NOW = new Date("2026-11-20T12:00:00.000Z");
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const later = (ms: number) => new Date(NOW.getTime() + ms);

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let access: Access;
  let owner: Actor;
  let mia: Actor;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    ({ access, owner } = await openTeam(database.db, NOW));
    mia = (await joinTeam(access, owner, { name: "Mia", role: "member" }, NOW)).actor;
  });
  afterAll(() => database.close());
  beforeEach(async () => void (await database.db.delete(loginFailure)));

  const enter = (email: string, password = PASSWORD, at = NOW, address = CALLER.address) =>
    signIn(access, { email, password }, { ...CALLER, address }, at);
  const whose = async (token: string, at = NOW) => (await readSession(access, token, at))?.memberId ?? null;

  test("the right password opens a session of its own, each time another", async () => {
    const [one, other] = [await enter("mia@example.com"), await enter("mia@example.com")];
    expect(one.token).not.toBe(other.token);
    expect(await whose(one.token)).toBe(mia.memberId);
    expect(await whose(other.token)).toBe(mia.memberId);
    for (const token of ["", "x", one.token.slice(1), one.token.toLowerCase(), `${one.token}=`])
      expect(await whose(token)).toBeNull();
  });

  test("a wrong password and an unknown account are told the same, for the same work", async () => {
    const work = vi.spyOn(passwords, "isPassword");
    for (const email of ["mia@example.com", "nobody@example.com"])
      expect(await refusal(enter(email, "wrong horse battery"))).toBe("wrong_credentials");
    expect(work.mock.calls.map(([, kept]) => kept === null)).toEqual([false, true]);
    work.mockRestore();
  });

  test("what ends sessions while a password is looked at also ends the one that it would have opened", async () => {
    const { actor, token } = await joinTeam(access, owner, { name: "Rita", role: "member" }, NOW);
    const rita = await readSession(access, token, NOW);
    if (!rita) throw new Error("Rita is not signed in");
    const email = "rita@example.com";
    /** Signs in, with something done after the password was found right and before the session is there. */
    const overtaken = (work: () => Promise<void>): Access => {
      const db: typeof access.db = Object.create(access.db, {
        transaction: {
          value: async (...args: Parameters<typeof access.db.transaction>) => {
            await work();
            return access.db.transaction(...args);
          },
        },
      });
      return { ...access, db };
    };
    const overtakenBy = (work: () => Promise<void>) =>
      signIn(overtaken(work), { email, password: PASSWORD }, CALLER, NOW);
    const suspend = (suspended: boolean) =>
      changeMember(database.db, owner, actor.memberId, { suspended }, CALLER, NOW);
    expect(await refusal(overtakenBy(() => suspend(true)))).toBe("wrong_credentials");
    await suspend(false);
    const other = "another horse battery";
    const change = () => changePassword(access, rita, { current: PASSWORD, password: other }, CALLER, NOW);
    expect(await refusal(overtakenBy(change))).toBe("wrong_credentials");
    expect(await whose((await enter(email, other)).token)).toBe(actor.memberId);
    // Who knows the old password must not undo what is set by a link meanwhile.
    const reset = await issueReset(access, email, NOW);
    const last = "the last horse battery";
    const set = async () => {
      await completeReset(access, { token: reset?.token ?? "", password: last }, CALLER, NOW);
    };
    const undoing = { current: other, password: "the wrong horse battery" };
    expect(await refusal(changePassword(overtaken(set), rita, undoing, CALLER, NOW))).toBe(
      "wrong_credentials",
    );
    expect(await whose((await enter(email, last)).token)).toBe(actor.memberId);
  });

  test("guesses at one account end, wherever they come from, and it opens again by itself", async () => {
    for (const email of ["mia@example.com", "nobody@example.com"]) {
      const guesses = Array.from({ length: MOST_PER_ACCOUNT + 20 }, (_, index) =>
        refusal(enter(email, "wrong horse battery", NOW, `203.0.113.${index}`)),
      );
      const ends = await Promise.all(guesses);
      expect(ends.filter((end) => end === "wrong_credentials")).toHaveLength(MOST_PER_ACCOUNT);
      expect(ends.filter((end) => end === "too_many_attempts")).toHaveLength(20);
    }
    const locked = enter("mia@example.com", PASSWORD, later(MINUTE), "198.51.100.1");
    await expect(locked).rejects.toMatchObject({
      code: "too_many_attempts",
      details: { retryAfter: 14 * 60 },
    });
    expect(await whose((await enter("mia@example.com", PASSWORD, later(15 * MINUTE))).token)).toBe(
      mia.memberId,
    );
  });

  test("guesses from one network end, however it spells its address", async () => {
    const spell = (index: number) => `2001:db8:0:1:${index.toString(16)}::${(index * 7).toString(16)}`;
    for (let index = 0; index < MOST_PER_NETWORK; index += 1)
      expect(await refusal(enter(`x${index}@example.com`, "wrong", NOW, spell(index)))).toBe(
        "wrong_credentials",
      );
    expect(await refusal(enter("mia@example.com", PASSWORD, NOW, spell(99)))).toBe("too_many_attempts");
    expect(await whose((await enter("mia@example.com", PASSWORD, NOW, "2001:db8:0:2::1")).token)).toBe(
      mia.memberId,
    );
  });

  test("a network that is kept out keeps nobody else out", async () => {
    for (let index = 0; index < MOST_PER_NETWORK; index += 1)
      await refusal(enter(`y${index}@example.com`, "wrong"));
    for (let index = 0; index <= MOST_PER_ACCOUNT; index += 1)
      expect(await refusal(enter("mia@example.com", "wrong"))).toBe("too_many_attempts");
    expect(await whose((await enter("mia@example.com", PASSWORD, NOW, "198.51.100.7")).token)).toBe(
      mia.memberId,
    );
  });

  test("whoever comes in is no guesser", async () => {
    for (let round = 0; round < 2 * MOST_PER_NETWORK; round += 1) await enter("mia@example.com");
    expect(await refusal(enter("mia@example.com", "wrong horse battery"))).toBe("wrong_credentials");
  });

  test("nothing in the table of failures says whose they are", async () => {
    await refusal(enter("mia@example.com", "wrong horse battery"));
    const stored = JSON.stringify(await database.db.select().from(loginFailure));
    expect(stored).not.toMatch(/mia|203\.0\.113/);
  });

  test("a session ends by signing out, by being revoked, unused, and after its time", async () => {
    const [one, two, three] = [
      await enter("mia@example.com"),
      await enter("mia@example.com"),
      await enter("mia@example.com"),
    ];
    await endSession(access, one.token);
    expect(await whose(one.token)).toBeNull();
    const who = await readSession(access, two.token, NOW);
    if (!who) throw new Error("signed in");
    expect(await refusal(revokeSession(access.db, owner, who.sessionId, CALLER, NOW))).toBe("not_found");
    const seen = await readAccount(access, who, NOW);
    expect(seen.sessions.filter(({ current }) => current)).toHaveLength(1);
    await revokeSession(access.db, mia, who.sessionId, CALLER, NOW);
    expect(await whose(two.token)).toBeNull();
    expect(await whose(three.token, later(7 * DAY - 1))).toBe(mia.memberId);
    expect(await whose(three.token, later(14 * DAY - 1))).toBeNull();
  });

  test("signing out everywhere else leaves the session that asks, and is on record", async () => {
    const [here, elsewhere] = [await enter("mia@example.com"), await enter("mia@example.com")];
    const who = await readSession(access, here.token, NOW);
    if (!who) throw new Error("signed in");
    await revokeOtherSessions(access.db, who, CALLER, later(MINUTE));
    expect([await whose(here.token), await whose(elsewhere.token)]).toEqual([mia.memberId, null]);
    // Others of this file have signed in at later times, which stand before it.
    const { events } = await listEvents(access.db, { limit: 100 });
    expect(events.filter(({ details }) => details.sessions === "others")).toMatchObject([
      { actor: "Mia", action: "session.revoke" },
    ]);
  });

  test("no use keeps a session longer than thirty days", async () => {
    const { token } = await enter("mia@example.com");
    for (let day = 5; day < 30; day += 5) expect(await whose(token, later(day * DAY))).toBe(mia.memberId);
    expect(await whose(token, later(30 * DAY))).toBeNull();
  });

  test("another password needs the current one, and signs out everywhere else", async () => {
    const [here, elsewhere] = [await enter("mia@example.com"), await enter("mia@example.com")];
    const who = await readSession(access, here.token, NOW);
    if (!who) throw new Error("signed in");
    const change = (current: string, password: string) =>
      changePassword(access, who, { current, password }, CALLER, NOW);
    expect(await refusal(change("wrong horse battery", "another horse battery"))).toBe("wrong_credentials");
    await change(PASSWORD, "another horse battery");
    expect(await whose(here.token)).toBe(mia.memberId);
    expect(await whose(elsewhere.token)).toBeNull();
    expect(await refusal(enter("mia@example.com"))).toBe("wrong_credentials");
    await change("another horse battery", PASSWORD);
  });

  test("a role and a suspension hold at the next request", async () => {
    const { token } = await enter("mia@example.com");
    const decide = (change: { role: "viewer" | "member" } | { suspended: boolean }) =>
      changeMember(access.db, owner, mia.memberId, change, CALLER, NOW);
    await decide({ role: "viewer" });
    expect((await readSession(access, token, NOW))?.role).toBe("viewer");
    await decide({ role: "member" });
    await decide({ suspended: true });
    expect(await whose(token)).toBeNull();
    expect(await refusal(enter("mia@example.com"))).toBe("forbidden");
    expect(await refusal(enter("mia@example.com", "wrong horse battery"))).toBe("wrong_credentials");
    await decide({ suspended: false });
    expect(await whose(token)).toBeNull();
    expect(await whose((await enter("mia@example.com")).token)).toBe(mia.memberId);
  });

  test("when somebody was last seen is told to the minute", async () => {
    const { token } = await enter("mia@example.com", PASSWORD, later(DAY));
    const seenAt = async () => {
      const [row] = await access.db.select().from(member).where(eq(member.id, mia.memberId));
      return row?.lastSeenAt;
    };
    await whose(token, later(DAY + MINUTE - 1));
    expect(await seenAt()).toEqual(later(DAY));
    await whose(token, later(DAY + MINUTE));
    expect(await seenAt()).toEqual(later(DAY + MINUTE));
  });
});
