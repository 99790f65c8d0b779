import { sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { Database } from "@/lib/db/client.server";
import { keyRate, member, memberRate } from "@/lib/db/schema/team";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { changeKey, createKey } from "./keys.server";
import { KeyRequest } from "./keys-request";
import { type Limited, NO_LIMITS } from "./limits";
import { changeMember } from "./members.server";
import { carryTokens, countRequests, countTokens, returnRequests } from "./rates.server";

const NOW = Date.parse("2026-11-20T12:00:00.000Z");

describe.each(TEST_ENGINES)("on %s", (engine) => {
  const ada = newId();
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    await database.db.insert(member).values({ id: ada, role: "owner", name: "Ada" });
  });
  afterAll(() => database.close());

  const addKey = async (): Promise<string> =>
    (await createKey(database.db, ada, KeyRequest.parse({ name: "bot" }), new Date(NOW))).id;

  const clockAt = (at: number) => sql`${new Date(NOW + at).toISOString()}::timestamptz`;
  const aKey = (id: string, limits: Partial<Limited>): Limited => ({
    of: "key",
    id,
    ...NO_LIMITS,
    ...limits,
  });
  const addMember = async (limits: Partial<Limited>): Promise<Limited> => {
    const id = newId();
    await database.db.insert(member).values({ id, role: "member", name: "Mia" });
    return { of: "member", id, ...NO_LIMITS, ...limits };
  };

  /** Why it is refused so many milliseconds after the start, and how many seconds to wait; null when it is let in. */
  const ask = (limited: Limited[], at?: number, requests = 1) =>
    countRequests(database.db, limited, requests, at === undefined ? undefined : clockAt(at)).then(
      () => null,
      (error: AppError) => {
        expect(error).toMatchObject({ code: "rate_limited", status: 429 });
        const { retryAfter = null, limit } = error.details;
        return { retryAfter, of: limit?.of, name: limit?.name };
      },
    );
  const spend = (one: Limited, tokens: number, at: number) =>
    database.db.transaction((tx) => countTokens(tx, [one], tokens, clockAt(at)));

  /** Asks so many milliseconds after the start: the seconds to wait, 0 when it was let in. */
  const askAt = async (id: string, requestsPerMinute: number | null, at?: number): Promise<number> => {
    const refused = await ask([aKey(id, { requestsPerMinute })], at);
    return refused ? (refused.retryAfter ?? Number.NaN) : 0;
  };

  test("a minute's worth may come at once, then each as what was used comes back", async () => {
    const id = await addKey();
    const asked = [0, 0, 0, 0, 19_999, 20_000, 20_000, 40_000, 99_999, 100_000, 100_000, 100_000];
    const waits: number[] = [];
    for (const at of asked) waits.push(await askAt(id, 3, at));
    expect(waits).toEqual([0, 0, 0, 20, 1, 0, 20, 0, 0, 0, 0, 20]);
  });

  test("a key without a limit is not counted, nor are two keys together", async () => {
    const [free, one, other] = [await addKey(), await addKey(), await addKey()];
    for (let time = 0; time < 3; time++) expect(await askAt(free, null, 0)).toBe(0);
    expect([await askAt(one, 1, 0), await askAt(one, 1, 0), await askAt(other, 1, 0)]).toEqual([0, 60, 0]);
    const counted = (await database.db.select().from(keyRate)).map(({ keyId }) => keyId);
    expect(counted).not.toContain(free);
    expect(counted).toContain(one);
  });

  test("a limit that is lowered makes nobody wait longer than it says, one that is raised helps at once", async () => {
    const id = await addKey();
    for (let time = 0; time < 50; time++) await askAt(id, 50, 0);
    expect(await askAt(id, 2, 0)).toBe(30);
    expect(await askAt(id, 2, 30_000)).toBe(0);
    expect(await askAt(id, 20, 30_000)).toBe(0);
  });

  test("a clock that goes back gives nothing back twice", async () => {
    const id = await addKey();
    expect([await askAt(id, 1, 60_000), await askAt(id, 1, 0), await askAt(id, 1, 119_999)]).toEqual([
      0, 60, 1,
    ]);
    expect(await askAt(id, 1, 120_000)).toBe(0);
  });

  test("of N per minute no span of d seconds sees N + N·d/60, and whoever waits as told gets in", async () => {
    const runs = fc.record({
      most: fc.integer({ min: 1, max: 12 }),
      steps: fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 25_000 })), { maxLength: 40 }),
    });
    await fc.assert(
      fc.asyncProperty(runs, async ({ most, steps }) => {
        const id = await addKey();
        const admitted: number[] = [];
        let at = 0;
        for (const step of steps) {
          at += step;
          const wait = await askAt(id, most, at);
          if (wait === 0) admitted.push(at);
          else {
            expect(wait).toBeLessThanOrEqual(Math.ceil(60 / most));
            at += wait * 1_000;
            expect(await askAt(id, most, at)).toBe(0);
            admitted.push(at);
          }
        }
        for (const [from, start] of admitted.entries())
          for (const [to, end] of admitted.entries())
            if (to >= from) expect((to - from + 1 - most) * 60_000).toBeLessThanOrEqual(most * (end - start));
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  test("of many at the same moment exactly as many get in as the limit says", async () => {
    const id = await addKey();
    const waits = await Promise.all(Array.from({ length: 60 }, () => askAt(id, 20, 0)));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(20);
  });

  test("the database's own clock tells the time", async () => {
    const id = await addKey();
    expect(await askAt(id, 1)).toBe(0);
    expect(await askAt(id, 1)).toBeGreaterThan(0);
    await database.db.execute(sql`update key_rate set at = at - interval '1 minute' where key_id = ${id}`);
    expect(await askAt(id, 1)).toBe(0);
  });

  test("a member's limit is over all of their keys, and what it refuses is no request of a key's", async () => {
    const [one, other] = [await addKey(), await addKey()].map((id) => aKey(id, { requestsPerMinute: 2 }));
    const mia = await addMember({ requestsPerMinute: 3 });
    if (!one || !other) throw new Error("no keys");
    const asked = [one, one, one, other, other, other].map((key) => [mia, key]);
    const refused: unknown[] = [];
    for (const limited of asked) refused.push(await ask(limited, 0));
    const [byKey, byMember] = [
      { retryAfter: 30, of: "key", name: "requestsPerMinute" },
      { retryAfter: 20, of: "member", name: "requestsPerMinute" },
    ];
    // Neither has counted what the other refused: the second key still has one of its two.
    expect(refused).toEqual([null, null, byKey, null, byMember, byMember]);
    expect(await ask([mia, other], 20_000)).toBeNull();
    expect(await database.db.$count(memberRate)).toBeGreaterThan(0);
  });

  test("several at once fit together or not at all, and more than a minute has never do", async () => {
    const mia = await addMember({ requestsPerMinute: 4 });
    expect(await ask([mia], 0, 3)).toBeNull();
    expect(await ask([mia], 0, 2)).toMatchObject({ retryAfter: 15 });
    expect(await ask([mia], 0)).toBeNull();
    expect(await ask([mia], 3_600_000, 5)).toMatchObject({ retryAfter: null, of: "member" });
    expect(await ask([mia], 3_600_000, 4)).toBeNull();
  });

  test("of many keys of one member at the same moment exactly as many get in as the limit says", async () => {
    const mia = await addMember({ requestsPerMinute: 20 });
    const keys = await Promise.all(Array.from({ length: 6 }, addKey));
    const asked = Array.from({ length: 60 }, (_, at) =>
      ask([mia, aKey(keys[at % 6] ?? "", { requestsPerMinute: 50 })], 0),
    );
    expect((await Promise.all(asked)).filter((refused) => refused === null)).toHaveLength(20);
  });

  test("what came to nothing is given back to whom it was counted against, and never more", async () => {
    const mia = await addMember({ requestsPerMinute: 2 });
    const key = aKey(await addKey(), {});
    expect(await ask([mia, key], 0, 2)).toBeNull();
    await returnRequests(database.db, [mia, key], 1);
    expect([await ask([mia], 0), await ask([mia], 0)]).toMatchObject([null, { retryAfter: 30 }]);
    await returnRequests(database.db, [mia], 50);
    expect([await ask([mia], 0, 2), await ask([mia], 0)]).toMatchObject([null, { retryAfter: 30 }]);
  });

  describe("tokens", () => {
    test("are counted when they are known; who owes some waits until they have come back", async () => {
      const key = aKey(await addKey(), { tokensPerMinute: 600 });
      expect(await ask([key], 0)).toBeNull();
      await spend(key, 600, 0);
      // All is used, and nothing owed.
      expect(await ask([key], 0)).toBeNull();
      await spend(key, 50, 0);
      expect(await ask([key], 0)).toEqual({ retryAfter: 5, of: "key", name: "tokensPerMinute" });
      expect(await ask([key], 4_999)).toMatchObject({ retryAfter: 1 });
      expect(await ask([key], 5_000)).toBeNull();
    });

    test("of one request may be more than many minutes have, and come back as evenly", async () => {
      const key = aKey(await addKey(), { tokensPerMinute: 100 });
      await spend(key, 1_000, 0);
      expect(await ask([key], 0)).toMatchObject({ retryAfter: 540 });
      expect(await ask([key], 400_000)).toMatchObject({ retryAfter: 140 });
      expect(await ask([key], 540_000)).toBeNull();
      // A limit that is raised helps at once.
      expect(await ask([{ ...key, tokensPerMinute: 2_000 }], 0)).toBeNull();
    });

    test("are owed no longer under a limit that is lowered, and not at all under one that was taken away", async () => {
      const key = aKey(await addKey(), { tokensPerMinute: 100_000 });
      await spend(key, 250_000, 0);
      expect(await ask([key], 30_000)).toMatchObject({ retryAfter: 60 });
      const to = (before: number | null, after: number | null, at: number) =>
        database.db.transaction((tx) => carryTokens(tx, key, before, after, clockAt(at)));
      const lower = { ...key, tokensPerMinute: 10 };
      await to(100_000, 10, 30_000);
      expect(await ask([lower], 30_000)).toMatchObject({ retryAfter: 60 });
      expect(await ask([lower], 89_000)).toMatchObject({ retryAfter: 1 });
      expect(await ask([lower], 90_000)).toBeNull();
      // One that is raised helps at once, and what was counted meanwhile is counted.
      await spend(lower, 100, 90_000);
      await to(10, 20, 90_000);
      expect(await ask([{ ...key, tokensPerMinute: 20 }], 90_000)).toMatchObject({ retryAfter: 270 });
      await to(20, null, 90_000);
      expect(await ask([lower], 90_000)).toBeNull();
    });

    test("are lowered with a key's and a member's limit where that is changed", async () => {
      const id = await addKey();
      const mia = await addMember({});
      const actor = { memberId: ada, role: "owner" as const };
      const change = async (most: number | null) => {
        const now = new Date(NOW);
        await changeKey(database.db, ada, id, { tokensPerMinute: most }, now);
        const limits = { limits: { tokensPerMinute: most } };
        await changeMember(database.db, actor, mia.id, limits, { address: "10.0.0.1", userAgent: null }, now);
      };
      await change(100_000);
      const both = [aKey(id, {}), mia].map((one) => ({ ...one, tokensPerMinute: 100_000 }));
      await database.db.transaction((tx) => countTokens(tx, both, 200_000));
      await change(10);
      for (const one of [aKey(id, {}), mia]) {
        const refused = await ask([{ ...one, tokensPerMinute: 10 }]);
        expect(refused?.retryAfter).toBeGreaterThan(0);
        expect(refused?.retryAfter).toBeLessThanOrEqual(60);
      }
    });

    test("of a member are those of all their keys, and a clock that goes back gives nothing back twice", async () => {
      const mia = await addMember({ tokensPerMinute: 60 });
      const key = aKey(await addKey(), {});
      await spend(mia, 60, 60_000);
      await spend(mia, 10, 0);
      expect(await ask([mia, key], 60_000)).toEqual({
        retryAfter: 10,
        of: "member",
        name: "tokensPerMinute",
      });
      expect(await ask([key], 60_000)).toBeNull();
      expect(await ask([mia, key], 70_000)).toBeNull();
    });

    test("that many spend at the same moment are all counted", async () => {
      const mia = await addMember({ tokensPerMinute: 60 });
      await Promise.all(Array.from({ length: 30 }, () => spend(mia, 4, 0)));
      expect(await ask([mia], 0)).toMatchObject({ retryAfter: 60 });
    });

    test("and requests are counted apart, and nothing where there is no limit", async () => {
      const key = aKey(await addKey(), { tokensPerMinute: 60, requestsPerMinute: 1 });
      await spend(key, 90, 0);
      expect(await ask([key], 0)).toMatchObject({ name: "tokensPerMinute", retryAfter: 30 });
      // What was refused for its tokens was no request.
      expect(await ask([key], 30_000)).toBeNull();
      expect(await ask([key], 30_000)).toMatchObject({ name: "requestsPerMinute", retryAfter: 60 });
      const free = aKey(await addKey(), {});
      await spend(free, 90, 0);
      const counted = (await database.db.select().from(keyRate)).map(({ keyId }) => keyId);
      expect(counted).not.toContain(free.id);
    });
  });
});
