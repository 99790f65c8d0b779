import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "@/lib/db/client.server";
import { keyRate, member, memberRate } from "@/lib/db/schema/team";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { createKey } from "@/lib/team/keys.server";
import { KeyRequest } from "@/lib/team/keys-request";
import { createConfirmer } from "./confirm.server";
import { settle } from "./ledger.server";
import { addMember, anEnding, at, NO_FACTS, open, usageOf } from "./testing.server";

/** What a token is in the rows. */
const EACH = 60_000;

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
  });
  afterAll(() => database.close());

  /** A member with a key, each with its limit of tokens. */
  async function someone(ofMember: number | null, ofKey: number | null) {
    const memberId = await addMember(database.db);
    await database.db.update(member).set({ tokensPerMinute: ofMember }).where(eq(member.id, memberId));
    const request = KeyRequest.parse({ name: "bot", tokensPerMinute: ofKey });
    const { id: keyId } = await createKey(database.db, memberId, request, at(0));
    return { memberId, keyId };
  }
  const used = async ({ memberId, keyId }: { memberId: string; keyId: string }) => {
    const [ofMember] = await database.db.select().from(memberRate).where(eq(memberRate.memberId, memberId));
    const [ofKey] = await database.db.select().from(keyRate).where(eq(keyRate.keyId, keyId));
    return [(ofMember?.tokens ?? 0) / EACH, (ofKey?.tokens ?? 0) / EACH];
  };
  const end = (id: string, changes = {}) => settle(database.db, id, "me", anEnding(changes), NO_FACTS);

  test("what a generation read and wrote counts once, for its key and its member, where they have a limit", async () => {
    // So low that next to nothing comes back within the test.
    const both = await someone(1, 1);
    const id = await open(database.db, both);
    expect(await end(id)).toBe(true);
    expect(await end(id)).toBe(false);
    for (const tokens of await used(both)) expect(tokens).toBeCloseTo(30, 1);
    const onlyMember = await someone(1, null);
    await end(await open(database.db, onlyMember));
    expect((await used(onlyMember))[0]).toBeCloseTo(30, 1);
    expect((await used(onlyMember))[1]).toBe(0);
    // The playground's are the member's, too.
    await end(await open(database.db, { memberId: onlyMember.memberId }));
    expect((await used(onlyMember))[0]).toBeCloseTo(60, 0);
    const free = await someone(null, null);
    await end(await open(database.db, free));
    expect(await used(free)).toEqual([0, 0]);
  });

  test("what said nothing of its tokens counts once the upstream tells them, and no other twice", async () => {
    const one = await someone(1, null);
    const ids = [await open(database.db, one), await open(database.db, one)] as const;
    await end(ids[0], { usage: null, state: "cancelled", upstreamId: "gen-silent" });
    expect((await used(one))[0]).toBe(0);
    await end(ids[1], { usage: usageOf(null), upstreamId: "gen-known" });
    expect((await used(one))[0]).toBeCloseTo(30, 1);
    const upstream = {
      getGeneration: async () => ({
        data: { total_cost: 0.25, native_tokens_prompt: 7, native_tokens_completion: 5 },
      }),
    };
    const confirmer = createConfirmer({ db: database.db, upstream, account: "sandbox" });
    for (const id of ids) await confirmer.confirmNow(id, at(60_000));
    expect((await used(one))[0]).toBeCloseTo(42, 0);
  });
});
