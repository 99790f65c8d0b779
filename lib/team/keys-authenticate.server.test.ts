import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import type { Database, Db } from "@/lib/db/client.server";
import { member, virtualKey } from "@/lib/db/schema/team";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { bearerOf, hintOf } from "./key";
import { authenticateKey, createKey, noteUse } from "./keys.server";
import { KeyRequest } from "./keys-request";
import { digestOf, refusal } from "./testing.server";

const NOW = new Date("2026-11-20T12:00:00.000Z");
const later = (ms: number) => new Date(NOW.getTime() + ms);
const PLAIN = KeyRequest.parse({ name: "Support bot" });

/** A database that counts what it is asked. */
function counting(db: Db) {
  const calls: string[] = [];
  const counted = new Proxy(db, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      return (...given: unknown[]) => {
        calls.push(String(name));
        return Reflect.apply(value, target, given);
      };
    },
  });
  return { db: counted, calls };
}

describe.each(TEST_ENGINES)("on %s", (engine) => {
  const [ada, bob] = [newId(), newId()];
  let database: Database;
  let db: Db;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    db = database.db;
    await db.insert(member).values([
      { id: ada, role: "owner", name: "Ada" },
      { id: bob, role: "member", name: "Bob" },
    ]);
  });
  afterAll(() => database.close());

  test("keys that begin with the same forty characters are strangers", async () => {
    const { id, key } = await createKey(db, ada, PLAIN, NOW);
    const swap = (at: number) => `${key.slice(0, at)}${key[at] === "A" ? "B" : "A"}${key.slice(at + 1)}`;
    const twin = swap(40);
    await db.insert(virtualKey).values({
      ...{ id: newId(), memberId: bob, name: "Twin", environment: "production", createdAt: NOW },
      ...{ digest: digestOf(twin), ...hintOf(twin) },
    });
    expect(await authenticateKey(db, key, NOW)).toMatchObject({ id, memberId: ada });
    expect(await authenticateKey(db, twin, NOW)).toMatchObject({ name: "Twin", memberId: bob });
    expect(await authenticateKey(db, key, NOW)).toMatchObject({ id, memberId: ada });
    for (let at = 6; at < key.length; at++) {
      if (at !== 40) expect(await refusal(authenticateKey(db, swap(at), NOW))).toBe("invalid_key");
    }
    // Neither a digest nor what is shown opens anything.
    for (const other of [digestOf(key), `pb-v1-${digestOf(key).slice(0, 51)}`, key.slice(0, 14), ""]) {
      expect(await refusal(authenticateKey(db, other, NOW))).toBe("invalid_key");
    }
    expect(await refusal(authenticateKey(db, null, NOW))).toBe("invalid_key");
  });

  test("ten thousand hostile headers are refused alike, with at most one query each", async () => {
    await createKey(db, ada, PLAIN, NOW);
    const character = fc.constantFrom(..."0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    const wellFormed = fc
      .string({ unit: character, minLength: 51, maxLength: 51 })
      .map((text) => `pb-v1-${text}`);
    const nasty = fc.constantFrom(
      "'",
      '"',
      "\\",
      "\0",
      ";--",
      "' or 1=1 --",
      "%",
      "$1",
      "é",
      "\ud800",
      "🌍",
      "\u202e",
    );
    const token = fc.oneof(
      wellFormed,
      fc.tuple(wellFormed, nasty, fc.nat(57)).map(([key, bad, at]) => key.slice(0, at) + bad + key.slice(at)),
      fc.tuple(fc.constant("pb-v1-"), fc.string({ unit: "binary" })).map((parts) => parts.join("")),
      fc.string({ unit: "binary" }),
      fc.nat(65_536).map((length) => "a".repeat(length)),
    );
    const header = fc.oneof(
      token.map((text) => `Bearer ${text}`),
      token.map((text) => `bearer ${text}`),
      fc.tuple(token, token).map(([one, two]) => `Bearer ${one}, Bearer ${two}`),
      token,
    );
    let asked = 0;
    for (const hostile of fc.sample(header, { numRuns: 10_000, seed: 1 })) {
      const counted = counting(db);
      const work = authenticateKey(counted.db, bearerOf(hostile), NOW);
      expect(await refusal(work)).toBe("invalid_key");
      expect(counted.calls.length).toBeLessThanOrEqual(1);
      asked += counted.calls.length;
    }
    // The count counts: some of them were keys by their form.
    expect(asked).toBeGreaterThan(500);
  }, 120_000);

  test("last used is written at most every ten seconds and never goes back", async () => {
    const { key } = await createKey(db, ada, PLAIN, NOW);
    const use = async (at: Date) => {
      const counted = counting(db);
      await noteUse(counted.db, await authenticateKey(db, key, at), at);
      return { writes: counted.calls.length, lastUsedAt: (await authenticateKey(db, key, at)).lastUsedAt };
    };
    expect(await use(NOW)).toEqual({ writes: 1, lastUsedAt: NOW });
    expect(await use(later(9_999))).toEqual({ writes: 0, lastUsedAt: NOW });
    expect(await use(later(10_001))).toEqual({ writes: 1, lastUsedAt: later(10_001) });
    expect(await use(later(-60_000))).toEqual({ writes: 0, lastUsedAt: later(10_001) });
    // A request that began before another's note was written does not undo it.
    await noteUse(db, { ...(await authenticateKey(db, key, NOW)), lastUsedAt: null }, later(5_000));
    expect((await authenticateKey(db, key, NOW)).lastUsedAt).toEqual(later(10_001));
  });
});
