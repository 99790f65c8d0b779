import { sql, TransactionRollbackError } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import { parseUsd } from "@/lib/core/money";
import type { Database } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import { member, virtualKey } from "@/lib/db/schema/team";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { conditionsOf } from "./filter.server";
import { listGenerations } from "./list.server";
import { GenerationsQuery } from "./request";

type NewRow = typeof generation.$inferInsert;

const START = Date.parse("2026-11-20T12:00:00.000Z");
const [memberId, keyId] = [newId(), newId()];

const row = (changes: Partial<NewRow> = {}): NewRow => ({
  id: newId(),
  account: "sandbox",
  memberId,
  source: "playground",
  models: ["acme/one"],
  state: "finished",
  startedAt: new Date(START),
  ...changes,
});

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    await database.db.insert(member).values({ id: memberId, role: "owner", name: "Ada" });
    const key = { memberId, prefix: "pb", lastFour: "abcd", digest: "1", createdAt: new Date() };
    await database.db
      .insert(virtualKey)
      .values({ ...key, id: keyId, name: "Nightly", environment: "production" });
  });
  afterAll(() => database.close());

  const list = (account: string, query: Record<string, string> = {}, most?: number) =>
    listGenerations(database.db, { ...GenerationsQuery.parse(query), account, ...(most && { most }) });
  const found = async (account: string, query: Record<string, string>) =>
    new Set((await list(account, query)).generations.map(({ id }) => id));

  test("what is found rarely is looked for in steps, each says how far it came, and none is passed over", async () => {
    const rows = Array.from({ length: 50 }, (_, index) =>
      row({
        account: "steps",
        provider: index % 17 === 3 ? "Rare" : "Usual",
        startedAt: new Date(START - Math.floor(index / 4) * 1_000),
      }),
    );
    await database.db.insert(generation).values(rows);
    const expected = rows.filter(({ provider }) => provider === "Rare").map(({ id }) => id);
    const pages = [];
    let cursor: string | null = null;
    do {
      const page = await list("steps", { provider: "Rare", ...(cursor && { cursor }) }, 10);
      pages.push(page);
      cursor = page.nextCursor;
    } while (cursor);
    expect(new Set(pages.flatMap(({ generations }) => generations.map(({ id }) => id)))).toEqual(
      new Set(expected),
    );
    expect(pages.length).toBe(6);
    expect(pages.some(({ generations }) => generations.length === 0)).toBe(true);
    const reached = pages.map(({ scannedTo }) => scannedTo?.getTime() ?? null);
    expect(reached.at(-1)).toBeNull();
    expect(reached.slice(0, -1)).toEqual([2, 4, 7, 9, 12].map((second) => START - second * 1_000));
    // A full page comes before the end of what may be read, and goes on from its own last row.
    const full = await list("steps", { provider: "Usual", limit: "2" }, 10);
    expect([full.generations.length, full.scannedTo, full.nextCursor !== null]).toEqual([2, null, true]);
  });

  test("what an index leads to is found at once, however much lies in between", async () => {
    const account = "led";
    const wanted = row({ account, keyId, state: "failed", startedAt: new Date(START - 60_000) });
    const rest = Array.from({ length: 30 }, () => row({ account, model: "acme/two", cost: parseUsd("1") }));
    await database.db.insert(generation).values([...rest, wanted]);
    for (const query of [
      { model: "acme/one" },
      { key: keyId },
      { state: "failed,lost" },
      { cost: "unknown" },
      { search: wanted.id },
    ]) {
      const page = await list(account, query, 5);
      expect(
        page.generations.map(({ id }) => id),
        JSON.stringify(query),
      ).toEqual([wanted.id]);
      expect(page.scannedTo).toBeNull();
    }
    const [both] = (await list(account, { key: keyId, model: "acme/one", state: "failed" }, 5)).generations;
    expect(both).toMatchObject({ id: wanted.id, key: "Nightly", member: "Ada", route: null, tags: [] });
  });

  test("an id finds its generation and a conversation's those of it, also by their beginning", async () => {
    const account = "ids";
    const conversationId = newId();
    const one = row({ account, conversationId, upstreamId: "gen-1790-aB_c" });
    const two = row({ account, conversationId, upstreamId: "gen-1790-aBxc" });
    await database.db.insert(generation).values([one, two, row({ account })]);
    const find = (search: string) => found(account, { search });
    expect(await find(one.id)).toEqual(new Set([one.id]));
    expect(await find(` ${one.id.toUpperCase()} `)).toEqual(new Set([one.id]));
    expect(await find(one.id.slice(0, 30))).toEqual(new Set([one.id]));
    expect(await find(one.id.replaceAll("-", "").slice(0, 30))).toEqual(new Set([one.id]));
    expect(await find(conversationId)).toEqual(new Set([one.id, two.id]));
    expect(await find(conversationId.slice(0, 34))).toEqual(new Set([one.id, two.id]));
    expect(await find("gen-1790-aB_c")).toEqual(new Set([one.id]));
    expect(await find("gen-1790-aB")).toEqual(new Set([one.id, two.id]));
    for (const nothing of ["gen", "%", one.id.slice(0, 7), "-", `${one.id}0`, "'; drop table entry", "gen-%"])
      expect(await find(nothing), nothing).toEqual(new Set());
    expect((await find("")).size).toBe(3);
    expect(GenerationsQuery.safeParse({ search: "a\0b" }).success).toBe(false);
  });

  test("ranges hold both of their ends, and nothing that is not known", async () => {
    const account = "ranges";
    const rows = [1, 2, 3].map((size) =>
      row({
        account,
        cost: parseUsd(`0.00000000000${size}`),
        ttftMs: size * 100,
        durationMs: size * 1_000,
        promptTokens: size * 10,
        completionTokens: size === 1 ? null : size,
      }),
    );
    await database.db.insert(generation).values([...rows, row({ account })]);
    const [small, middle, large] = rows.map(({ id }) => id);
    for (const [name, low, high] of [
      ["Cost", "0.000000000002", "0.000000000002"],
      ["Ttft", "200", "200"],
      ["Duration", "2000", "2000"],
      ["Tokens", "22", "22"],
    ]) {
      expect(await found(account, { [`min${name}`]: low ?? "" }), name).toEqual(new Set([middle, large]));
      expect(await found(account, { [`max${name}`]: high ?? "" }), name).toEqual(new Set([small, middle]));
    }
    for (const bad of [{ minCost: "much" }, { minTtft: "-1" }, { maxTokens: "9999999999" }])
      expect(GenerationsQuery.safeParse(bad).success).toBe(false);
  });

  test.each<[Record<string, string>, string]>([
    [{ model: "acme/one" }, "generation_by_model"],
    [{ key: keyId }, "generation_by_key"],
    [{ state: "failed" }, "generation_failed"],
    [{ cost: "unknown" }, "generation_of_unknown_cost"],
    [{}, "generation_by_start"],
  ])("%j has an index that fits what is asked", async (query, index) => {
    const { db } = database;
    const { scan } = conditionsOf("sandbox", GenerationsQuery.parse(query));
    const page = db.select().from(generation).where(scan).orderBy(sql`started_at desc, id desc`).limit(50);
    let plan: unknown[] = [];
    const explaining = db.transaction(async (tx) => {
      // Few rows are read faster without any: asked is whether it could serve.
      await tx.execute(sql`set local enable_seqscan = off`);
      await tx.execute(sql`set local enable_sort = off`);
      // Of few rows it is as good as the one of all of them.
      if (index !== "generation_by_start") await tx.execute(sql`drop index generation_by_start`);
      plan = (await tx.execute(sql`explain ${page}`)).rows;
      tx.rollback();
    });
    await expect(explaining).rejects.toThrow(TransactionRollbackError);
    expect(JSON.stringify(plan)).toContain(index);
  });

  test.each([
    [
      "generation_failed",
      sql`state in ('failed', 'lost')`,
      sql`count(*) filter (where state = 'lost'), sum(cost)`,
    ],
    ["generation_by_start", sql`cost >= 0.01`, sql`count(*) filter (where state = 'lost'), sum(cost)`],
    ["generation_byok", sql`is_byok and member_id <> ${newId()}`, sql`sum(cost)`],
  ])("%s tells what is added up without a look at the rows", async (index, which, sums) => {
    const plan = await database.db.transaction(async (tx) => {
      await tx.execute(sql`set local enable_seqscan = off`);
      await tx.execute(sql`set local enable_bitmapscan = off`);
      return tx.execute(sql`explain select ${sums} from ${generation}
        where account = 'sandbox' and started_at >= now() - interval '31 days' and ${which}`);
    });
    expect(JSON.stringify(plan.rows)).toContain(`Index Only Scan using ${index}`);
  });

  test("the upstream's ids have one that knows beginnings", async () => {
    const plan = await database.db.transaction(async (tx) => {
      await tx.execute(sql`set local enable_seqscan = off`);
      return tx.execute(sql`explain select 1 from generation where upstream_id like ${"gen-1790-aB%"}`);
    });
    expect(JSON.stringify(plan.rows)).toContain("upstream_id ~>=~");
  });
});
