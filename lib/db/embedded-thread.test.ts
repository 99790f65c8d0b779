import { execFile } from "node:child_process";
import { openAsBlob } from "node:fs";
import { mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";
import { sql } from "drizzle-orm";
import { integer, jsonb, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  inject,
  onTestFinished,
  test,
  vi,
} from "vitest";
import { type Database, openDatabase } from "./client.server";
import { bytes } from "./schema/columns";
import { openEmbeddedTest } from "./testing.server";

const thing = pgTable("thing", {
  id: integer().primaryKey(),
  name: text().unique(),
  parts: text().array(),
  facts: jsonb(),
  content: bytes(),
  at: timestamp({ withTimezone: true }),
});

let database: Database;
beforeAll(async () => {
  database = await openEmbeddedTest(true);
  await database.db.execute(sql`create table thing (id integer primary key, name text unique, parts text[],
    facts jsonb, content bytea, at timestamptz)`);
});
afterAll(() => database.close());

const names = async () => (await database.db.select().from(thing).orderBy(thing.id)).map(({ name }) => name);
const rowsOf = async (statement: ReturnType<typeof sql>) => (await database.db.execute(statement)).rows;
const LONG = sql`select count(*)::int as count from generate_series(1, 2000000)`;

test("what shares the process goes on while a statement is worked out", async () => {
  let beats = 0;
  const beat = setInterval(() => beats++, 1);
  onTestFinished(() => clearInterval(beat));
  expect(await rowsOf(LONG)).toEqual([{ count: 2_000_000 }]);
  expect(beats).toBeGreaterThan(5);
});

test("values come back as they were", async () => {
  const whole = {
    id: 1,
    name: "it's",
    parts: ["a,b", '"c"'],
    facts: { list: [1, null, "ä"], ["__proto__"]: 1 },
    // All bytes that there are, from amid others.
    content: Uint8Array.from({ length: 300 }, (_, index) => index).subarray(7, 290),
    at: new Date("2026-11-28T12:00:00.123Z"),
  };
  const none = { id: 2, name: null, parts: null, facts: null, content: null, at: null };
  await database.db.insert(thing).values([whole, none]);
  expect(await database.db.select().from(thing).orderBy(thing.id)).toEqual([whole, none]);
  const raw = sql`select ${2n ** 53n + 1n}::int8 as big, ${new Date(0).toISOString()}::timestamptz as at,
    ${Buffer.from("hi")}::bytea as bytes, ${JSON.stringify({ a: [1] })}::jsonb as json, ${null}::text as none`;
  expect(await rowsOf(raw)).toEqual([
    {
      big: 2n ** 53n + 1n,
      at: "1970-01-01 00:00:00+00",
      bytes: new Uint8Array([104, 105]),
      json: { a: [1] },
      none: null,
    },
  ]);
  await database.db.delete(thing);
});

test("errors say as much as those of the engine", async () => {
  const { db } = database;
  await db.insert(thing).values({ id: 1, name: "one" });
  await expect(db.insert(thing).values({ id: 2, name: "one" })).rejects.toMatchObject({
    cause: {
      name: "error",
      message: 'duplicate key value violates unique constraint "thing_name_key"',
      ...{ code: "23505", severity: "ERROR", table: "thing", constraint: "thing_name_key" },
      detail: "Key (name)=(one) already exists.",
    },
  });
  const failed: unknown = await db.execute(sql`select ${"no number"}::int`).catch((error) => error.cause);
  expect(failed).toBeInstanceOf(Error);
  expect(failed).toMatchObject({ code: "22P02", stack: expect.stringContaining("at ") });
  // What cannot be sent is refused here, and is in nobody's way.
  await expect(db.execute(sql`select ${sql.param(() => 1)}`)).rejects.toThrow();
  expect(await names()).toEqual(["one"]);
  await db.delete(thing);
});

test("a transaction is kept whole or not at all, and so is one within", async () => {
  const { db } = database;
  const unwanted = new Error("unwanted");
  const kept = await db.transaction(async (outer) => {
    await outer.insert(thing).values({ id: 1, name: "outer" });
    const within = outer.transaction(async (inner) => {
      await inner.insert(thing).values({ id: 2, name: "inner" });
      throw unwanted;
    });
    await expect(within).rejects.toBe(unwanted);
    await outer.transaction((inner) => inner.insert(thing).values({ id: 3, name: "second" }));
    return "kept";
  });
  expect(kept).toBe("kept");
  expect(await names()).toEqual(["outer", "second"]);
  const refused = db.transaction(async (tx) => {
    await tx.delete(thing);
    throw unwanted;
  });
  await expect(refused).rejects.toBe(unwanted);
  expect(await names()).toEqual(["outer", "second"]);
  await db.delete(thing);
});

test("others wait for a transaction, and nothing of it comes after its end", async () => {
  const { db } = database;
  let meanwhile: Promise<unknown> = Promise.resolve();
  const late = await db.transaction(async (tx) => {
    meanwhile = names();
    await tx.insert(thing).values({ id: 1, name: "first" });
    await tx.insert(thing).values({ id: 2, name: "then" });
    return () => tx.execute(sql`select 1`);
  });
  expect(await meanwhile).toEqual(["first", "then"]);
  await expect(late()).rejects.toMatchObject({ cause: { message: "Transaction is closed" } });
  await db.delete(thing);
});

test("a transaction that a failed statement has ended is not taken for kept", async () => {
  const spoiled = database.db.transaction(async (tx) => {
    await tx.insert(thing).values({ id: 1, name: "lost" });
    await tx.execute(sql`select 1 / 0`).catch(() => {});
  });
  await expect(spoiled).rejects.toMatchObject({ code: "25P02" });
  expect(await names()).toEqual([]);
});

test("closing waits for what was asked before, and refuses what is asked after", async () => {
  const { db, close } = await openEmbeddedTest(true);
  // Drizzle asks when somebody waits.
  const asked = db.execute(LONG).then(({ rows }) => rows);
  const closed = close();
  expect(await asked).toEqual([{ count: 2_000_000 }]);
  await closed;
  await expect(db.execute(sql`select 1`)).rejects.toMatchObject({ cause: { message: /is closed/ } });
  await expect(db.transaction(async () => {})).rejects.toThrow("is closed");
});

/** What opens a database, and the thread that it started. */
async function withWorker(opening: Promise<Database>): Promise<{ database: Database; worker: Worker }> {
  const sent = vi.spyOn(Worker.prototype, "postMessage");
  const database = await opening;
  const worker = sent.mock.contexts.at(-1) as Worker;
  sent.mockRestore();
  return { database, worker };
}

test.each<[what: string, hurt: (worker: Worker) => unknown]>([
  ["fails", (worker) => worker.postMessage(null)],
  ["is ended", (worker) => worker.terminate()],
])("when its thread %s, whoever waits and whoever asks later is told", async (_what, hurt) => {
  const { database, worker } = await withWorker(openEmbeddedTest(true));
  const { db, close } = database;
  const told = { cause: { message: "The embedded database has crashed." } };
  const asked = Promise.allSettled([db.execute(LONG), db.transaction((tx) => tx.execute(LONG))]);
  hurt(worker);
  // What was under way when it failed may have been answered before.
  for (const { status } of (await asked).slice(1)) expect(status).toBe("rejected");
  await expect(db.execute(sql`select 1`)).rejects.toMatchObject(told);
  await close();
});

describe("kept in files", () => {
  let directory: string;
  let database: Database;
  let worker: Worker;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "patchbay-"));
    const from = await openAsBlob(inject("templates").embedded);
    ({ database, worker } = await withWorker(openDatabase({ directory: inside("db"), from })));
    await database.db.execute(sql`create table kept (name text)`);
    await add("before");
  });
  afterEach(async () => {
    await database.close();
    await rm(directory, { recursive: true });
  });

  const inside = (...path: string[]) => join(directory, ...path);
  const add = (name: string) => database.db.execute(sql`insert into kept values (${name})`);
  const kept = async () => {
    const { rows } = await database.db.execute(sql`select name from kept`);
    return rows.map(({ name }) => name);
  };

  test("it is there again after its thread has crashed, less what was not committed", async () => {
    const spoiled = database.db.transaction(async (tx) => {
      await tx.execute(sql`insert into kept values ('spoiled')`);
      await worker.terminate();
      await tx.execute(sql`insert into kept values ('too late')`);
    });
    await expect(spoiled).rejects.toMatchObject({ cause: { message: "The embedded database has crashed." } });
    await Promise.all([
      add("after"),
      database.db.transaction((tx) => tx.execute(sql`select 1`)),
      add("after"),
    ]);
    expect(await kept()).toEqual(["before", "after", "after"]);
    await database.close();
    await expect(add("closed")).rejects.toMatchObject({ cause: { message: /is closed/ } });
  });

  test("an engine that gives up is started again, as soon as what it lacks is there", async () => {
    // As a full disk does: there is no place for the next piece of its log.
    await rename(inside("db", "pg_wal"), inside("pg_wal"));
    await database.db.execute(sql`select pg_switch_wal()`);
    await expect(add("lost")).rejects.toMatchObject({
      cause: { message: "The embedded database has crashed.", cause: { severity: "PANIC" } },
    });
    await expect(kept()).rejects.toThrow();
    await rename(inside("pg_wal"), inside("db", "pg_wal"));
    expect(await kept()).toEqual(["before"]);
    await add("after");
    expect(await kept()).toEqual(["before", "after"]);
  });

  test("where its files are gone, nothing is begun anew in their place", async () => {
    await worker.terminate();
    await rename(inside("db"), inside("away"));
    await expect(kept()).rejects.toMatchObject({ cause: { message: /its files are gone/ } });
    await rename(inside("away"), inside("db"));
    expect(await kept()).toEqual(["before"]);
  });
});

test("a process whose database has nothing to do may end", async () => {
  const program = `
    import { openAsBlob } from "node:fs";
    import { sql } from "drizzle-orm";
    import { openDatabase } from "./lib/db/client.server.ts";
    const from = await openAsBlob(${JSON.stringify(inject("templates").embedded)});
    const { db } = await openDatabase({ directory: "memory://", from });
    const { rows } = await db.execute(sql\`select 1 as one\`);
    console.log(JSON.stringify(rows));`;
  const asProgram = ["--conditions=react-server", "--import", "tsx", "--input-type=module", "-e", program];
  const { stdout } = await promisify(execFile)(process.execPath, asProgram, { timeout: 60_000 });
  expect(stdout.trim()).toBe('[{"one":1}]');
});
