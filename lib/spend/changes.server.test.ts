import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { encode } from "zod/mini";
import { createCatalog } from "@/lib/catalog/catalog.server";
import { ChangesPage } from "@/lib/catalog/changes-api";
import { estimateCost } from "@/lib/catalog/pricing";
import { newId } from "@/lib/core/ids";
import { add, subtract, ZERO } from "@/lib/core/money";
import type { Database } from "@/lib/db/client.server";
import { catalogSnapshot, goneModel, priceChange } from "@/lib/db/schema/catalog";
import { generation } from "@/lib/db/schema/ledger";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { addMember } from "@/lib/ledger/testing.server";
import { listChanges } from "./changes.server";
import { ChangesQuery } from "./changes-request";

const START = Date.parse("2026-11-20T12:00:00Z");
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const UPSTREAM = "https://upstream.example";

const row = (id: string, pricing: object = {}, more: object = {}) => ({
  id,
  canonical_slug: `${id}-20260928`,
  name: `Name of ${id}`,
  context_length: 1_000_000,
  architecture: { input_modalities: ["text"], output_modalities: ["text"] },
  pricing: { prompt: "0.000001", completion: "0.000002", ...pricing },
  ...more,
});
const [ONE, TWO] = ["acme/one", "acme/two"] as const;
type Row = typeof generation.$inferInsert;

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let memberId: string;
  let time = START;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    memberId = await addMember(database.db);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    time = START;
    for (const table of [catalogSnapshot, priceChange, goneModel, generation])
      await database.db.delete(table);
  });

  let rows: unknown[] = [];
  const createList = () =>
    createCatalog({
      db: database.db,
      upstream: UPSTREAM,
      fetchRows: async () => ({ data: rows }),
      now: () => new Date(time),
    });
  /** The lists as they come in, a minute apart. */
  async function fetchLists(...lists: unknown[][]) {
    const catalog = createList();
    for (const list of lists) {
      time += MINUTE;
      rows = list;
      await catalog.refresh();
    }
  }
  const ran = (more: Partial<Row> = {}) =>
    database.db.insert(generation).values({
      ...{
        id: newId(),
        account: "mine",
        memberId,
        source: "gateway",
        models: [ONE],
        model: ONE,
        state: "finished",
      },
      ...{ startedAt: new Date(START - DAY), promptTokens: 1000, completionTokens: 100, ...more },
    } as Row);
  const changes = async (query: Record<string, string> = {}) => {
    rows = [];
    const catalog = await createList().current();
    const watch = { db: database.db, upstream: UPSTREAM, catalog, account: "mine", now: new Date(time) };
    return listChanges(watch, ChangesQuery.parse(query));
  };

  test("nothing recorded is an empty page that says since when", async () => {
    expect(await changes()).toMatchObject({ changes: [], nextCursor: null, recordedSince: null });
    await fetchLists([row(ONE)]);
    expect(await changes()).toMatchObject({ recordedSince: new Date(START + MINUTE) });
  });

  test("a change says what changed, of which model, and what it means for those who use it", async () => {
    for (let count = 0; count < 3; count++) await ran();
    await ran({ account: "theirs" });
    await ran({ startedAt: new Date(START - 31 * DAY) });
    await ran({ models: [TWO], model: TWO, promptTokens: null, completionTokens: null });
    await fetchLists(
      [row(ONE), row(TWO), row("acme/three")],
      [
        row(ONE, { prompt: "0.000002" }),
        row(TWO, { prompt: "0.000002" }),
        row("acme/three", { prompt: "0.000002" }),
      ],
    );
    const { changes: found, trafficFrom } = await changes();
    const of = (model: string) => found.find((change) => change.model === model);
    expect(of(ONE)).toMatchObject({
      name: "Name of acme/one",
      at: new Date(START + 2 * MINUTE),
      differences: [{ kind: "price", after: { prices: { prompt: "0.000002" } } }],
      ...{ isGone: false, nearest: null, uses: 3 },
      effect: { generations: 3, counted: 3, amount: 3_000_000_000n, reason: null, uncounted: [] },
    });
    expect(of(TWO)).toMatchObject({
      uses: 1,
      effect: { generations: 1, counted: 0, amount: null, reason: "usage" },
    });
    expect(of("acme/three")).toMatchObject({ uses: 0, effect: null });
    expect(trafficFrom).toEqual(new Date(time - 30 * DAY));
  });

  test("the effect is what every single request would have cost more or less", async () => {
    const long = (prompt: string) => ({ overrides: [{ min_prompt_tokens: 200_000, prompt }] });
    const [before, after] = [
      row(ONE, { input_cache_read: "0.0000001", internal_reasoning: "0.000003", ...long("0.0000041") }),
      row(ONE, { prompt: "0.0000013333333333", input_cache_write: "0.000002", ...long("0.000005") }),
    ];
    const requests = [
      { promptTokens: 12_345, completionTokens: 678 },
      { promptTokens: 200_000, completionTokens: 1, cachedTokens: 150_000 },
      { promptTokens: 200_001, completionTokens: 999, cachedTokens: 7, cacheWriteTokens: 50_000 },
      { promptTokens: 900_000, completionTokens: 5_000, reasoningTokens: 4_000 },
      // More cached than sent, more thought than said: providers do report this.
      { promptTokens: 100, completionTokens: 10, cachedTokens: 300, reasoningTokens: 11 },
    ];
    for (const request of requests) await ran(request);
    await ran({ isByok: true });
    await fetchLists([before], [after]);
    const [change] = (await changes()).changes;
    const price = change?.differences[0];
    if (price?.kind !== "price") throw new Error("no change of price was recorded");
    const model = { kind: "model" as const, isFree: false, outputModalities: ["text"] };
    const costs = requests.map((request) => {
      const at = { ...request, at: new Date(START) };
      const [old, now] = [price.before, price.after].map((pricing) =>
        estimateCost({ ...model, ...pricing }, at),
      );
      return subtract(now ?? ZERO, old ?? ZERO);
    });
    const off = Number(subtract(change?.effect?.amount ?? ZERO, add(...costs)));
    // Single requests are rounded to the picodollar, the sum is rounded once.
    expect(Math.abs(off)).toBeLessThanOrEqual(requests.length);
    expect(change?.effect).toMatchObject({ generations: 6, counted: 5 });
  });

  test("only models in use, also under a dated name, and after they are gone", async () => {
    await ran({ model: `${ONE}-20260928` });
    await ran({ model: null, models: [`${TWO}:nitro`] });
    const list = (context_length: number) => [
      row(ONE, {}, { context_length }),
      row(TWO, {}, { context_length }),
    ];
    await fetchLists([...list(1), row("acme/x")], [...list(2)], [row("acme/one-2")]);
    const models = async (query: Record<string, string>) =>
      (await changes(query)).changes.map(({ model, uses }) => [model, uses]);
    expect((await models({ used: "true" })).toSorted()).toEqual([
      [ONE, 1],
      [ONE, 1],
      [TWO, 1],
      [TWO, 1],
    ]);
    expect(await models({ used: "true", model: ONE })).toHaveLength(2);
    expect(await models({ used: "true", model: "acme/x" })).toEqual([]);
    const gone = (await changes({ kind: "gone", model: ONE })).changes;
    expect(gone).toMatchObject([{ name: "Name of acme/one", isGone: true, nearest: "acme/one-2", uses: 1 }]);
  });

  test("pages and filters, and what is older than asked", async () => {
    const lists = [1, 2, 3, 4, 5].map((context_length) => [row(ONE, {}, { context_length }), row(TWO)]);
    await fetchLists(...lists);
    const all = (await changes()).changes;
    expect(all).toHaveLength(4);
    const first = await changes({ limit: "3" });
    const second = await changes({ limit: "3", cursor: first.nextCursor ?? "" });
    expect([...first.changes, ...second.changes]).toEqual(all);
    expect(second.nextCursor).toBeNull();
    expect((await changes({ kind: "price,gone" })).changes).toEqual([]);
    expect((await changes({ model: TWO })).changes).toEqual([]);
    time += 2 * DAY;
    expect((await changes({ days: "1" })).changes).toEqual([]);
    expect((await changes({ days: "3" })).changes).toHaveLength(4);
    await expect(changes({ cursor: "nonsense" })).rejects.toMatchObject({ code: "invalid_request" });
  });

  test("what is answered fits the wire", async () => {
    await ran();
    await fetchLists([row(ONE), row(TWO)], [row(ONE, { prompt: "0.5" }, { expiration_date: "2027-01-31" })]);
    const page = await changes();
    const wire: unknown = JSON.parse(JSON.stringify(encode(ChangesPage, page)));
    expect(ChangesPage.parse(wire)).toEqual(page);
  });
});
