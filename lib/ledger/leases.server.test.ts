import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import type { Database } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import { member } from "@/lib/db/schema/team";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { createKey, revokeKey } from "@/lib/team/keys.server";
import { KeyRequest } from "@/lib/team/keys-request";
import { renewLeases, requestStop, takeOver } from "./leases.server";
import { settle } from "./ledger.server";
import { addMember, aLease, anEnding, at, ledgerOf, NO_FACTS, open } from "./testing.server";

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let memberId: string;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    memberId = await addMember(database.db);
  });
  afterAll(() => database.close());
  // What an earlier test left running is nobody's to take in the next one.
  beforeEach(() => database.db.update(generation).set({ state: "lost" }));

  const start = (changes = {}, lease = aLease("me")) => open(database.db, { memberId, ...changes }, lease);
  const row = async (id: string) => (await ledgerOf(database.db, id)).row;

  test("a lease is renewed by its owner while the generation runs, and by nobody else", async () => {
    const [mine, theirs, settled] = [await start(), await start({}, aLease("other")), await start()];
    await settle(database.db, settled, "me", anEnding(), NO_FACTS);
    const renewed = await renewLeases(
      database.db,
      [mine, theirs, settled, newId()],
      aLease("me", at(60_000)),
    );
    expect(renewed).toEqual([{ id: mine, stopRequested: false }]);
    expect((await row(mine)).leaseUntil).toEqual(at(60_000));
    expect((await row(theirs)).leaseUntil).toEqual(at(15_000));
    expect((await row(settled)).leaseUntil).toBeNull();
    expect(await renewLeases(database.db, [], aLease("me"))).toEqual([]);
  });

  test("what runs for somebody who may no longer ask has to stop", async () => {
    const [mine, hers] = [await start(), await start({ memberId: await addMember(database.db) })];
    const stops = async () =>
      (await renewLeases(database.db, [mine, hers], aLease("me"))).filter((one) => one.stopRequested);
    const become = (set: Partial<typeof member.$inferInsert>) =>
      database.db.update(member).set(set).where(eq(member.id, memberId));
    const fine = { role: "member", suspendedAt: null, removedAt: null } as const;
    for (const lost of [{ suspendedAt: at(1) }, { removedAt: at(1) }, { role: "viewer" }] as const) {
      await become(lost);
      expect(await stops()).toEqual([{ id: mine, stopRequested: true }]);
      await become(fine);
      expect(await stops()).toEqual([]);
    }
  });

  test("what runs with a key that was revoked has to stop, and what runs with another goes on", async () => {
    const keyOf = async (name: string) =>
      (await createKey(database.db, memberId, KeyRequest.parse({ name }), at(0))).id;
    const [leaked, sound] = [await keyOf("Leaked"), await keyOf("Sound")];
    const [one, two] = [await start({ keyId: leaked }), await start({ keyId: sound })];
    const stops = async () =>
      (await renewLeases(database.db, [one, two], aLease("me"))).filter((its) => its.stopRequested);
    expect(await stops()).toEqual([]);
    await revokeKey(database.db, memberId, leaked, at(1));
    expect(await stops()).toEqual([{ id: one, stopRequested: true }]);
  });

  test("a wish to stop reaches the runner with its lease, for the named or for all of one conversation", async () => {
    const [conversationId, elsewhere] = [newId(), newId()];
    const [one, two] = [await start({ conversationId }), await start({ conversationId })];
    const other = await start({ conversationId: elsewhere });
    const done = await start({ conversationId });
    await settle(database.db, done, "me", anEnding(), NO_FACTS);
    expect(await requestStop(database.db, conversationId, [one, other, done], at(1))).toEqual([one]);
    expect(await requestStop(database.db, conversationId, [], at(1))).toEqual([]);
    const wishes = await renewLeases(database.db, [one, two, other], aLease("me"));
    expect(new Map(wishes.map(({ id, stopRequested }) => [id, stopRequested]))).toEqual(
      new Map([
        [one, true],
        [two, false],
        [other, false],
      ]),
    );
    expect(new Set(await requestStop(database.db, conversationId, undefined, at(2)))).toEqual(
      new Set([one, two]),
    );
  });

  test("only what nobody speaks up for any more is taken over, to the millisecond", async () => {
    const [expired, live, exactly] = [
      await start({}, aLease("dead", at(-1))),
      await start({}, aLease("alive", at(1))),
      await start({}, aLease("edge", at(0))),
    ];
    const ownerless = await start();
    await database.db
      .update(generation)
      .set({ leaseOwner: null, leaseUntil: null })
      .where(eq(generation.id, ownerless));
    const taken = await takeOver(database.db, aLease("heir", at(15_000)), at(0), { everything: false });
    expect(new Set(taken.map(({ id }) => id))).toEqual(new Set([expired, ownerless]));
    expect(await row(expired)).toMatchObject({
      leaseOwner: "heir",
      leaseUntil: at(15_000),
      state: "running",
    });
    expect([(await row(live)).leaseOwner, (await row(exactly)).leaseOwner]).toEqual(["alive", "edge"]);
  });

  test("ten heirs at once share what is left behind; each gets its own and none twice", async () => {
    const left = await Promise.all(Array.from({ length: 20 }, () => start({}, aLease("dead", at(-1)))));
    const taken = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        takeOver(database.db, aLease(`heir ${index}`), at(0), { everything: false }),
      ),
    );
    const ids = taken.flat().map(({ id }) => id);
    expect(ids.toSorted()).toEqual(left.toSorted());
  });

  test("the only process takes all, except what it runs itself", async () => {
    const [fresh, running] = [await start({}, aLease("earlier")), await start({}, aLease("me", at(-1)))];
    const everything = await takeOver(database.db, aLease("me"), at(0), {
      everything: true,
      running: [running],
    });
    expect(everything.map(({ id }) => id)).toEqual([fresh]);
    const late = await takeOver(database.db, aLease("me"), at(0), { everything: false, running: [running] });
    expect(late).toEqual([]);
    expect((await row(running)).leaseUntil).toEqual(at(-1));
    const forgotten = await takeOver(database.db, aLease("me"), at(0), { everything: false });
    expect(forgotten.map(({ id }) => id)).toEqual([running]);
  });

  test("whoever lost its generations is told so by what it cannot renew", async () => {
    const id = await start({}, aLease("slow", at(-1)));
    await takeOver(database.db, aLease("heir"), at(0), { everything: false });
    expect(await renewLeases(database.db, [id], aLease("slow", at(99_000)))).toEqual([]);
    expect(await settle(database.db, id, "slow", anEnding(), NO_FACTS)).toBe(false);
    expect(await row(id)).toMatchObject({ state: "running", cost: null, leaseOwner: "heir" });
  });
});
