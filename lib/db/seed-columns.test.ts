import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseUsd } from "@/lib/core/money";
import type { Database } from "./client.server";
import { generation } from "./schema/ledger";
import { member } from "./schema/team";
import { columnwise } from "./seed-columns.server";
import { openTestDatabase, TEST_ENGINES } from "./testing.server";

const memberId = crypto.randomUUID();
const HOSTILE = [
  "",
  " ",
  "NULL",
  "null",
  "{}",
  "{a,b}",
  'a"b',
  "a\\b",
  '\\"',
  "a,b",
  "line\nbreak\ttab",
  "é–💸",
];

const rowOf = (text: string) =>
  ({
    id: crypto.randomUUID(),
    memberId,
    account: "sandbox",
    source: "gateway",
    state: "finished",
    models: [text, "a/b"],
    tags: HOSTILE,
    parameters: { [text]: [text, { text }] },
    attempts: [{ provider: text, model: null, status: 200, latencyMs: 5 }],
    provider: text,
    startedAt: new Date("2026-11-21T05:19:18.123Z"),
    cost: parseUsd("0.000000000001"),
    isByok: false,
    promptTokens: 0,
    confirmTries: 1,
  }) satisfies typeof generation.$inferInsert;

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    await database.db.insert(member).values({ id: memberId, role: "owner", name: "Ada" });
  });
  afterAll(() => database.close());

  test("whatever rows hold arrives as it is, and what is left out is as it is by default", async () => {
    const { db } = database;
    // Nothing was tried, nor is there a tag: JSON and an array write that differently.
    const given = [...HOSTILE.map(rowOf), { ...rowOf("none"), attempts: [], tags: [] }];
    const filled = new Set(Object.keys(given[0] ?? {}));
    const leftOut = new Set(Object.keys(generation).filter((name) => !filled.has(name)));
    const { names, values, rows } = columnwise(generation, leftOut);
    await db.execute(sql`insert into ${generation} (${names}) select ${values} from ${rows(given)}`);
    const found = new Map((await db.select().from(generation)).map((row) => [row.id, row]));
    expect(found.size).toBe(given.length);
    for (const row of given)
      expect(found.get(row.id)).toMatchObject({ ...row, conversationId: null, model: null });
  });
});
