import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { newId } from "@/lib/core/ids";
import { formatDecimal, parseUsd } from "@/lib/core/money";
import type { Database } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import { member } from "@/lib/db/schema/team";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { ListedGeneration } from "./api";
import { countExport, exportGenerations } from "./export.server";
import { readHistogram } from "./histogram.server";
import { listGenerations } from "./list.server";

type NewRow = typeof generation.$inferInsert;

const START = Date.parse("2026-11-20T12:00:00.000Z");
const at = (ms: number) => new Date(START + ms);
const memberId = newId();

const row = (changes: Partial<NewRow> = {}): NewRow => ({
  id: newId(),
  account: "sandbox",
  memberId,
  source: "playground",
  models: ["acme/one"],
  state: "finished",
  startedAt: at(0),
  ...changes,
});

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    await database.db.insert(member).values({ id: memberId, role: "owner", name: "=Ada" });
  });
  afterAll(() => database.close());
  const fail = (error: unknown) => {
    throw error;
  };
  const options = { filter: {}, now: at(60_000), onError: fail };

  test("a file holds every row that the list does, once, and none that starts meanwhile", async () => {
    const account = "whole";
    const rows = Array.from({ length: 1_203 }, (_, index) =>
      row({ account, startedAt: at(Math.floor(index / 7)), cost: parseUsd("0.000000000001") }),
    );
    await database.db.insert(generation).values(rows);
    expect(await countExport(database.db, { ...options, account })).toBe(1_203);
    const body = exportGenerations(database.db, { ...options, account, format: "json" });
    let text = "";
    const decoder = new TextDecoder();
    for await (const piece of body as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(piece, { stream: true });
      await database.db.insert(generation).values(row({ account, startedAt: at(60_000) }));
    }
    const exported = z.parse(z.array(ListedGeneration), JSON.parse(text));
    const listed = [];
    for (let cursor: string | undefined; ; ) {
      const page = await listGenerations(database.db, { account, limit: 200, cursor, to: at(60_000) });
      listed.push(...page.generations);
      cursor = page.nextCursor ?? undefined;
      if (cursor === undefined) break;
    }
    expect(exported).toEqual(listed);
    expect(new Set(exported.map(({ id }) => id))).toEqual(new Set(rows.map(({ id }) => id)));
  });

  test("a table keeps figures exact, and what spreadsheets would run harmless", async () => {
    const account = "table";
    const odd = row({
      account,
      tags: ["a,b", '"c"'],
      provider: "@SUM(1)",
      cost: parseUsd("0.000000000001"),
      estimate: parseUsd("-0.5"),
      costState: "reported",
    });
    await database.db.insert(generation).values(odd);
    const text = await new Response(
      exportGenerations(database.db, { ...options, account, format: "csv" }),
    ).text();
    const [head = "", line = "", ...rest] = text.split("\r\n");
    expect(head).toMatch(/^id,started_at,ended_at,state,/);
    expect(rest).toEqual([""]);
    for (const cell of [
      odd.id,
      "2026-11-20T12:00:00.000Z",
      "'=Ada",
      '"a,b ""c"""',
      "'@SUM(1)",
      "-0.5",
      formatDecimal(parseUsd("0.000000000001")),
    ])
      expect(`,${line},`).toContain(`,${cell},`);
  });

  test("nothing found is an empty file of its kind", async () => {
    const empty = { ...options, account: "nobody" };
    const textOf = (format: "csv" | "json") =>
      new Response(exportGenerations(database.db, { ...empty, format })).text();
    expect(JSON.parse(await textOf("json"))).toEqual([]);
    expect((await textOf("csv")).split("\r\n").length).toBe(2);
    expect(await countExport(database.db, empty)).toBe(0);
    expect(await countExport(database.db, { ...options, account: "whole", most: 1_000 })).toBeNull();
  });

  test("whoever stops taking ends the reading, and no page is read ahead of them", async () => {
    let pages = 0;
    const counting = new Proxy(database.db, {
      get: (target, name, receiver) => {
        if (name === "select") pages++;
        return Reflect.get(target, name, receiver);
      },
    });
    const reader = exportGenerations(counting, { ...options, account: "whole", format: "csv" }).getReader();
    await reader.read();
    await reader.read();
    await reader.cancel();
    const read = pages;
    await new Promise((resolve) => setImmediate(resolve));
    expect([read <= 4, pages]).toEqual([true, read]);
  });

  test("a histogram tells how all of a time ended and what they cost, bar by bar", async () => {
    const account = "bars";
    await database.db
      .insert(generation)
      .values([
        row({ account, startedAt: at(-61_000), cost: parseUsd("1") }),
        row({ account, startedAt: at(0), cost: parseUsd("0.1") }),
        row({ account, startedAt: at(1), cost: parseUsd("0.2"), state: "cancelled" }),
        row({ account, startedAt: at(59_999), state: "lost", provider: "Acme" }),
        row({ account, startedAt: at(60_000), state: "failed", provider: "Acme" }),
        row({ account, startedAt: at(61_000), state: "running" }),
        row({ account, startedAt: at(120_000), cost: parseUsd("5") }),
        row({ account: "other", startedAt: at(0), cost: parseUsd("7") }),
      ]);
    const asked = { account, now: at(500_000), timeZone: "UTC", from: at(0), to: at(120_000), most: 100 };
    const nothing = { finished: 0, failed: 0, cancelled: 0, running: 0, cost: 0n };
    expect(await readHistogram(database.db, asked)).toEqual({
      from: at(0),
      to: at(120_000),
      countedFrom: null,
      isBehind: false,
      bars: [
        { ...nothing, start: at(0), finished: 1, failed: 1, cancelled: 1, cost: parseUsd("0.3") },
        { ...nothing, start: at(60_000), failed: 1, running: 1 },
      ],
    });
    const provider = { exclude: false, values: ["Acme"] };
    const narrow = await readHistogram(database.db, { ...asked, provider });
    expect(narrow.bars.map(({ finished, failed }) => [finished, failed])).toEqual([
      [0, 1],
      [0, 1],
    ]);
    const bounded = await readHistogram(database.db, { ...asked, most: 3 });
    expect(bounded.countedFrom).toEqual(at(59_999));
    expect(bounded.bars.map(({ finished }) => finished)).toEqual([0, 0]);
    await expect(readHistogram(database.db, { ...asked, timeZone: "Mars/Base" })).rejects.toThrow(
      expect.objectContaining({ code: "invalid_request" }),
    );
  });
});
