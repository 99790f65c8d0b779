import { sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { Database } from "@/lib/db/client.server";
import { keyRate, member } from "@/lib/db/schema/team";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { countRequest } from "./key-rate.server";
import { createKey } from "./keys.server";
import { KeyRequest } from "./keys-request";

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

  /** Asks so many milliseconds after the start: the seconds to wait, 0 when it was let in. */
  function askAt(id: string, requestsPerMinute: number | null, at?: number): Promise<number> {
    const clock = at === undefined ? undefined : sql`${new Date(NOW + at).toISOString()}::timestamptz`;
    return countRequest(database.db, { id, requestsPerMinute }, clock).then(
      () => 0,
      (error: AppError) => {
        expect(error).toMatchObject({ code: "rate_limited", status: 429 });
        return error.details.retryAfter ?? Number.NaN;
      },
    );
  }

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
});
