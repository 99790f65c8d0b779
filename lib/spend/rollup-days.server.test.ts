import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import type { Database } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import { spendDay, spendMark, spendRollup, spendZone } from "@/lib/db/schema/spend";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { addMember } from "@/lib/ledger/testing.server";
import { rollUp } from "./rollup-days.server";
import { HOURS } from "./rollup-hours.server";

const NOW = new Date("2026-11-21T05:19:18.123Z");
const MINUTE = 60_000;

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let memberId: string;
  let errors: string[];
  const setbacks = new Map<string, number>();
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    memberId = await addMember(database.db);
    await database.db.execute(sql`create function refuse() returns trigger language plpgsql as
      $$ begin raise exception 'too much'; end $$`);
    await database.db.execute(sql`create function change() returns trigger language plpgsql as
      $$ begin insert into spend_mark (account, quarter) values (new.account, new.start); return new; end $$`);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    errors = [];
    setbacks.clear();
    for (const table of [generation, spendMark, spendRollup, spendDay, spendZone])
      await database.db.delete(table);
    await database.db.delete(spendMark);
  });
  afterEach(async () => {
    for (const name of ["refuse", "change"])
      await database.db.execute(sql`drop trigger if exists ${sql.identifier(name)} on spend_rollup`);
  });

  const ran = (...moments: string[]) =>
    database.db.insert(generation).values(
      moments.map((moment) => ({
        ...{ id: newId(), account: "sandbox", memberId, source: "gateway" as const, models: ["acme/one"] },
        ...{ state: "finished" as const, startedAt: new Date(moment) },
      })),
    );
  const on = (name: "refuse" | "change", when: string) =>
    database.db.execute(
      sql.raw(`create trigger ${name} before insert on spend_rollup for each row when (${when})
        execute function ${name}()`),
    );
  const mend = () => database.db.execute(sql`drop trigger refuse on spend_rollup`);
  const pass = (minutes = 0) =>
    rollUp(database.db, {
      ...{ now: () => new Date(NOW.getTime() + minutes * MINUTE), patience: 1, setbacks },
      onError: (words) => errors.push(words),
    });
  async function built(zone: string): Promise<string[]> {
    const pieces = await database.db.select().from(spendDay);
    return pieces
      .filter((piece) => piece.zone === zone)
      .map(({ start }) => start.toISOString())
      .sort();
  }

  test("a day that cannot be summed up keeps no other from it, nor weeks, and is told of once", async () => {
    await ran("2026-11-08T12:00:00Z", "2026-11-18T12:00:00Z", "2026-11-20T12:00:00Z");
    await on("refuse", "new.zone = 'UTC' and new.start = '2026-11-18T00:00:00Z'");
    await pass();
    const days = await built("UTC");
    expect(days).toHaveLength(12);
    expect(days).not.toContain("2026-11-18T00:00:00.000Z");
    expect(await built("UTC weeks")).toEqual(["2026-11-09T00:00:00.000Z"]);
    await pass(11);
    expect(errors).toEqual(["spend of UTC from 2026-11-18T00:00:00.000Z could not be summed up"]);

    await mend();
    expect(await pass(12)).toBe(0);
    await pass(22);
    expect(await built("UTC")).toContain("2026-11-18T00:00:00.000Z");
    expect([errors.length, setbacks.size]).toEqual([1, 0]);
  });

  test("the same holds for hours, and for weeks", async () => {
    await ran("2026-11-01T12:00:00Z", "2026-11-12T12:00:00Z", "2026-11-21T02:30:00Z");
    await on("refuse", "new.zone = 'hours' or new.zone = 'UTC weeks' and new.start = '2026-11-09T00:00:00Z'");
    await pass();
    expect(errors).toEqual([
      "spend of hours from 2026-11-21T04:00:00.000Z could not be summed up",
      "spend of UTC weeks from 2026-11-09T00:00:00.000Z could not be summed up",
    ]);
    expect(await built(HOURS)).toHaveLength(44);
    expect(await built("UTC weeks")).toEqual(["2026-11-02T00:00:00.000Z"]);
    // One by one there is only one that fails.
    await pass(10);
    expect(await built(HOURS)).toHaveLength(47);
    await mend();
    await pass(20);
    expect(await built(HOURS)).toHaveLength(48);
    expect(await built("UTC weeks")).toHaveLength(2);
  });

  test("a quarter of an hour that cannot be summed up keeps none from it, older or newer", async () => {
    await ran("2026-11-18T12:00:00Z", "2026-11-19T12:00:00Z", "2026-11-20T12:00:00Z");
    await on("refuse", "new.zone = '' and new.start = '2026-11-19T12:00:00Z'");
    const marked = async () =>
      (await database.db.select().from(spendMark)).map(({ quarter }) => quarter.toISOString());
    await pass();
    expect(errors).toEqual([
      "spend of quarters of an hour from 2026-11-20T12:00:00.000Z could not be summed up",
    ]);
    expect(await marked()).toHaveLength(3);
    // What is new does not wait for those that failed together, of which one by one there is only one that fails.
    await ran("2026-11-20T13:00:00Z");
    await pass(1);
    expect(await marked()).toHaveLength(3);
    await pass(10);
    expect(await marked()).toEqual(["2026-11-19T12:00:00.000Z"]);
    await mend();
    await pass(11);
    expect(await marked()).toHaveLength(1);
    await pass(20);
    expect([(await marked()).length, errors.length, setbacks.size]).toEqual([0, 1, 0]);
  });

  test("where everything fails a pass ends, and the next one tries others", async () => {
    await ran("2026-11-12T12:00:00Z", "2026-11-13T12:00:00Z", "2026-11-14T12:00:00Z", "2026-11-15T12:00:00Z");
    await ran("2026-11-16T12:00:00Z");
    await on("refuse", "new.zone = 'UTC' and new.start > '2026-11-12T12:00:00Z'");
    await pass();
    expect(errors).toHaveLength(3);
    expect(await built("UTC")).not.toContain("2026-11-12T00:00:00.000Z");
    await pass(1);
    expect(errors).toHaveLength(4);
    expect(await built("UTC")).toContain("2026-11-12T00:00:00.000Z");
  });

  test.runIf(engine === "pglite")("the embedded engine is told what roll-ups hold", async () => {
    const told = sql`select 1 from pg_stats where tablename = 'spend_rollup' and attname = 'first'`;
    await ran("2026-11-19T12:00Z");
    await rollUp(database.db, { now: () => NOW, patience: 600_000 });
    expect((await database.db.execute(told)).rows).toHaveLength(1);
  });

  test("what changes all the time keeps no day from being summed up", async () => {
    await ran("2026-11-18T12:00:00Z");
    await on("change", "new.zone = ''");
    let reads = 0;
    // A second for each look at the clock.
    const now = () => new Date(NOW.getTime() + ++reads * 1_000);
    await rollUp(database.db, { now, patience: 120_000 });
    expect(await built("UTC")).toContain("2026-11-18T00:00:00.000Z");
  });
});
