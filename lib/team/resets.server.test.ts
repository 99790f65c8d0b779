import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "@/lib/db/client.server";
import { auditEvent, loginFailure, passwordReset } from "@/lib/db/schema/team";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { type Mail, MailError, type Mailer } from "@/lib/mail/mailer.server";
import type { Actor } from "./actor";
import { listEvents } from "./audit.server";
import { MOST_PER_ACCOUNT, MOST_PER_NETWORK, MOST_RESETS } from "./lockout.server";
import { sendReset } from "./mails.server";
import { changeMember, removeMember } from "./members.server";
import { admitReset, completeReset, createReset, issueReset, lookUpReset } from "./resets.server";
import type { Access } from "./secrets.server";
import { readSession } from "./sessions.server";
import { changePassword, signIn } from "./sign-in.server";
import { CALLER, joinTeam, openTeam, PASSWORD, refusal } from "./testing.server";

const NOW = new Date("2026-11-20T12:00:00.000Z");
const MINUTE = 60_000;
const later = (ms: number) => new Date(NOW.getTime() + ms);
const OTHER = "another horse battery";

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
  beforeEach(async () => void (await database.db.delete(loginFailure)));

  /** Somebody new for each test. */
  async function join(role: "admin" | "member" | "viewer" = "member") {
    count += 1;
    const name = `Mia${count}`;
    const opened = await joinTeam(access, owner, { name, role }, NOW);
    return { ...opened, name, email: `mia${count}@example.com`, actor: opened.actor };
  }
  const ask = async (email: string, at = NOW) => (await issueReset(access, email, at))?.token ?? null;
  const set = (token: string | null, password = OTHER, at = NOW) =>
    completeReset(access, { token: token ?? "", password }, CALLER, at);
  const enter = (email: string, password: string) => signIn(access, { email, password }, CALLER, NOW);

  test("a link sets another password, once, and signs out everywhere else", async () => {
    const { token: elsewhere, email, actor, name } = await join();
    const token = await ask(email);
    expect(await lookUpReset(access, token ?? "", NOW)).toEqual({ email });
    const opened = await set(token, OTHER, later(MINUTE));
    expect((await readSession(access, opened.token, later(MINUTE)))?.memberId).toBe(actor.memberId);
    expect(await readSession(access, elsewhere, later(MINUTE))).toBeNull();
    expect(await refusal(enter(email, PASSWORD))).toBe("wrong_credentials");
    await enter(email, OTHER);
    expect(await refusal(set(token), token ?? "")).toBe("invalid_link");
    expect(await refusal(lookUpReset(access, token ?? "", NOW))).toBe("invalid_link");
    const { events } = await listEvents(database.db, { limit: 5, action: "password.reset" });
    expect(events[0]).toMatchObject({ actor: name, objectId: actor.memberId, address: CALLER.address });
  });

  test("of several who use it at once one is the first", async () => {
    const { email } = await join();
    const token = await ask(email);
    const ends = await Promise.allSettled([1, 2, 3, 4].map(() => set(token)));
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const end of ends)
      if (end.status === "rejected") expect(end.reason).toMatchObject({ code: "invalid_link" });
  });

  test("it dies by time, by a later one, by another password, and with its member's access", async () => {
    const { email, actor, token: session } = await join();
    const old = await ask(email);
    expect(await refusal(set(old, OTHER, later(30 * MINUTE)))).toBe("invalid_link");
    const newer = await ask(email);
    expect(await refusal(set(old))).toBe("invalid_link");
    const who = await readSession(access, session, NOW);
    if (!who) throw new Error("signed in");
    await changePassword(access, who, { current: PASSWORD, password: OTHER }, CALLER, NOW);
    expect(await refusal(set(newer))).toBe("invalid_link");
    const last = await ask(email);
    await changeMember(database.db, owner, actor.memberId, { suspended: true }, CALLER, NOW);
    expect(await refusal(set(last))).toBe("invalid_link");
    expect(await refusal(lookUpReset(access, last ?? "", NOW))).toBe("invalid_link");
    expect(await ask(email)).toBeNull();
    await changeMember(database.db, owner, actor.memberId, { suspended: false }, CALLER, NOW);
    await removeMember(database.db, owner, actor.memberId, CALLER, NOW);
    expect(await refusal(set(last))).toBe("invalid_link");
    expect(await ask(email)).toBeNull();
    expect(await ask("nobody@example.com")).toBeNull();
  });

  test("what is no link opens nothing, and neither it nor the password is kept", async () => {
    const { email } = await join();
    const token = (await ask(email)) ?? "";
    const foreign = await issueReset({ ...access, secret: "t".repeat(32) }, email, NOW);
    expect(foreign).not.toBeNull();
    const own = (await ask(email)) ?? "";
    for (const wrong of ["", "null", own.slice(1), `${own}a`, own.toUpperCase(), token, foreign?.token ?? ""])
      expect(await refusal(set(wrong), wrong)).toBe("invalid_link");
    const tables = [passwordReset, auditEvent] as const;
    const stored = JSON.stringify(await Promise.all(tables.map((table) => database.db.select().from(table))));
    for (const secret of [own, token, OTHER]) expect(stored).not.toContain(secret.slice(0, 12));
  });

  test("links are asked for a few times per account and many times per network, known or not", async () => {
    const { email } = await join();
    for (const address of [email, "nobody@example.com"]) {
      const ends: string[] = [];
      for (let index = 0; index < MOST_RESETS + 2; index += 1) {
        const caller = { ...CALLER, address: `203.0.113.${index}` };
        ends.push(await admitReset(access, address, caller, NOW).then(() => "admitted", codeOf));
      }
      expect(ends).toEqual([
        ...new Array(MOST_RESETS).fill("admitted"),
        ...new Array(2).fill("too_many_attempts"),
      ]);
    }
    for (let index = 0; index < MOST_PER_NETWORK; index += 1)
      await admitReset(access, `x${index}@example.com`, { ...CALLER, address: "198.51.100.1" }, NOW);
    const more = admitReset(access, "y@example.com", { ...CALLER, address: "198.51.100.1" }, NOW);
    expect(await refusal(more)).toBe("too_many_attempts");
    await admitReset(access, email, CALLER, later(15 * MINUTE));
  });

  test("whoever guessed in vain may ask for a link, and the new password is let in", async () => {
    const { email } = await join();
    for (let index = 0; index <= MOST_PER_ACCOUNT; index += 1)
      await refusal(enter(email, "wrong horse battery"));
    expect(await refusal(enter(email, PASSWORD))).toBe("too_many_attempts");
    await admitReset(access, email, CALLER, NOW);
    await set(await ask(email));
    await enter(email, OTHER);
  });

  test("an admin makes one for members below them alone, and it is on record", async () => {
    const [adam, alma, mia] = [await join("admin"), await join("admin"), await join()];
    const make = (by: Actor, id: string) => createReset(access, by, id, CALLER, NOW);
    for (const [by, id] of [
      [adam.actor, owner.memberId],
      [adam.actor, alma.actor.memberId],
      [adam.actor, adam.actor.memberId],
      [mia.actor, adam.actor.memberId],
      [owner, owner.memberId],
    ] as const)
      expect(await refusal(make(by, id))).toBe("forbidden");
    const { token, expiresAt } = await make(adam.actor, mia.actor.memberId);
    expect(expiresAt).toEqual(later(30 * MINUTE));
    const { events } = await listEvents(database.db, { limit: 1, action: "password.link" });
    expect(events[0]).toMatchObject({ actor: adam.name, details: { member: mia.name } });
    await set(token);
    await enter(mia.email, OTHER);
    await changeMember(database.db, owner, mia.actor.memberId, { suspended: true }, CALLER, NOW);
    expect(await refusal(make(adam.actor, mia.actor.memberId))).toBe("conflict");
  });

  test("one made by hand opens nothing once its maker may not decide over the member any more", async () => {
    const made = async () => {
      const [adam, mia] = [(await join("admin")).actor, (await join()).actor];
      return { adam, mia, link: (await createReset(access, adam, mia.memberId, CALLER, NOW)).token };
    };
    const change = (who: Actor, change: Parameters<typeof changeMember>[3]) =>
      changeMember(database.db, owner, who.memberId, change, CALLER, NOW);
    const isDead = async (link: string) => {
      expect(await refusal(lookUpReset(access, link, NOW))).toBe("invalid_link");
      expect(await refusal(set(link))).toBe("invalid_link");
    };
    for (const fall of [
      ({ adam }) => change(adam, { suspended: true }),
      ({ adam }) => change(adam, { role: "viewer" }),
      ({ adam }) => removeMember(database.db, owner, adam.memberId, CALLER, NOW),
      ({ mia }) => change(mia, { role: "admin" }),
    ] satisfies ((who: Awaited<ReturnType<typeof made>>) => Promise<void>)[]) {
      const who = await made();
      await fall(who);
      await isDead(who.link);
    }
    const { link } = await made();
    await set(link);
  });

  test("where passwords are the owner's alone, nobody else gets a link or gets in", async () => {
    const { email, actor } = await join();
    const strict: Access = { ...access, ownerPasswordOnly: true };
    expect(await issueReset(strict, email, NOW)).toBeNull();
    expect(await issueReset(strict, "olga@example.com", NOW)).not.toBeNull();
    expect(await refusal(createReset(strict, owner, actor.memberId, CALLER, NOW))).toBe("conflict");
    expect(await refusal(signIn(strict, { email, password: PASSWORD }, CALLER, NOW))).toBe("forbidden");
    const wrong = signIn(strict, { email, password: "wrong horse battery" }, CALLER, NOW);
    expect(await refusal(wrong)).toBe("wrong_credentials");
    await signIn(strict, { email: "olga@example.com", password: PASSWORD }, CALLER, NOW);
  });

  test("a message goes to whoever has the address, and to nobody else", async () => {
    const { email, actor } = await join();
    const sent: Mail[] = [];
    const mailer: Mailer = { send: async (mail) => void sent.push(mail) };
    const send = (address: string) =>
      sendReset({ mailer, origin: "https://patchbay.example" }, access, address, NOW);
    await send("nobody@example.com");
    expect(sent).toEqual([]);
    await send(email);
    const [mail] = sent;
    expect(mail?.to).toBe(email);
    const token = /https:\/\/patchbay\.example\/reset#(\S+)/.exec(mail?.text ?? "")?.[1] ?? "";
    await set(token);
    await changeMember(database.db, owner, actor.memberId, { suspended: true }, CALLER, NOW);
    await send(email);
    expect(sent).toHaveLength(1);
    const broken: Mailer = { send: () => Promise.reject(new MailError("Not now.", true)) };
    const failing = sendReset(
      { mailer: broken, origin: "https://patchbay.example" },
      access,
      "olga@example.com",
      NOW,
    );
    await expect(failing).rejects.toThrow("Not now.");
    const rows = await database.db
      .select()
      .from(passwordReset)
      .where(eq(passwordReset.memberId, owner.memberId));
    expect(rows).toHaveLength(1);
  });
});

const codeOf = (error: unknown) => (error as { code: string }).code;
