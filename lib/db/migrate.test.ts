import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { migrateTo } from "./backup/versions.server";
import { type Database, openDatabase } from "./client.server";
import { migrate } from "./migrate.server";
import { member } from "./schema";
import { spendMark } from "./schema/spend";
import { openTestDatabase, TEST_ENGINES } from "./testing.server";

const MIGRATIONS = "lib/db/migrations";
const SERVER = process.env.TEST_DATABASE_URL;

test("migrating what is up to date changes nothing", async () => {
  const database = await openTestDatabase();
  await database.db.insert(member).values({ id: randomUUID(), role: "owner", name: "Ada" });
  await migrate(database, MIGRATIONS);
  expect(await database.db.$count(member)).toBe(1);
  await database.close();
});

test.skipIf(SERVER === undefined)(
  "instances that start at once on an empty Postgres all come up",
  async () => {
    for (let round = 0; round < 3; round++) {
      await onEmptyDatabase(SERVER ?? "", async (url) => {
        const instances = await Promise.all([1, 2, 3].map(() => openDatabase({ url })));
        try {
          await Promise.all(instances.map((instance) => migrate(instance, MIGRATIONS, url)));
          for (const { db } of instances) expect(await db.$count(member)).toBe(0);
          expect(await appliedTwice(instances[0])).toEqual([]);
        } finally {
          await Promise.all(instances.map((instance) => instance.close()));
        }
      });
    }
  },
);

test.each(TEST_ENGINES)(
  "on %s, quarters that were rolled up before priced tokens were summed up are marked",
  { timeout: 60_000 },
  async (engine) => {
    const check = async (database: Database, url?: string) => {
      await migrateTo(database, 22, MIGRATIONS, url);
      await database.db.execute(sql`
        insert into spend_rollup (account, zone, start, first, second, generations, cost, unknown, failed_patchbay,
          failed_openrouter, failed_provider, failed_nobody, cancelled, fallbacks)
        select 'mine', zone, start::timestamptz, first, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0
        from (values ('', '2026-11-01T00:00Z', 0), ('', '2026-11-01T00:00Z', 1), ('', '2026-11-01T00:15Z', 0),
          ('UTC', '2026-11-02T00:00Z', 0)) as rolled(zone, start, first)`);
      await migrate(database, MIGRATIONS, url);
      const marks = await database.db.select().from(spendMark).orderBy(spendMark.quarter);
      expect(marks.map(({ account, quarter }) => [account, quarter.toISOString()])).toEqual([
        ["mine", "2026-11-01T00:00:00.000Z"],
        ["mine", "2026-11-01T00:15:00.000Z"],
      ]);
    };
    if (engine === "pglite") {
      const database = await openDatabase({ directory: "memory://" });
      await check(database).finally(() => database.close());
    } else {
      await onEmptyDatabase(SERVER ?? "", async (url) => {
        const database = await openDatabase({ url });
        await check(database, url).finally(() => database.close());
      });
    }
  },
);

async function appliedTwice(database: Database | undefined): Promise<unknown[]> {
  const result = await database?.db.execute(
    sql`select hash from drizzle.__drizzle_migrations group by hash having count(*) > 1`,
  );
  return result?.rows ?? [];
}

async function onEmptyDatabase(serverUrl: string, use: (url: string) => Promise<void>): Promise<void> {
  const name = `patchbay_test_${randomUUID().replaceAll("-", "")}`;
  const server = await openDatabase({ url: serverUrl });
  await server.db.execute(sql`create database ${sql.identifier(name)}`);
  try {
    const url = new URL(serverUrl);
    url.pathname = `/${name}`;
    await use(url.href);
  } finally {
    await server.db.execute(sql`drop database ${sql.identifier(name)} with (force)`);
    await server.close();
  }
}
