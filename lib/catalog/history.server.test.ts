import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "@/lib/db/client.server";
import { catalogSnapshot, goneModel, priceChange } from "@/lib/db/schema/catalog";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { syntheticRows, UNREADABLE_ROWS } from "@/lib/sandbox/synthetic";
import { createCatalog } from "./catalog.server";
import { readChanges, readRawRow, readRecordedSince } from "./history.server";
import { sealRows, writeSnapshot } from "./snapshot.server";

const START = new Date("2026-11-20T12:00:00Z");
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const HERE = "https://upstream.example";
const later = (ms: number) => new Date(START.getTime() + ms);

const row = (id: string, more: object = {}) => ({
  id,
  name: id,
  context_length: 8000,
  architecture: { input_modalities: ["text"], output_modalities: ["text"] },
  pricing: { prompt: "0.000001", completion: "0.000002" },
  ...more,
});
const dear = (id: string) => row(id, { pricing: { prompt: "0.0000015", completion: "0.000002" } });
const [A, B, C] = ["acme/a", "acme/b", "acme/c"] as const;

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let time = START.getTime();
  beforeAll(async () => {
    database = await openTestDatabase(engine);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    time = START.getTime();
    for (const table of [catalogSnapshot, priceChange, goneModel]) await database.db.delete(table);
  });

  /** An instance; `fetch` makes it see these rows a minute later. */
  function instance(upstream = HERE) {
    let rows: unknown[] = [];
    const catalog = createCatalog({
      db: database.db,
      upstream,
      fetchRows: async () => ({ data: rows }),
      now: () => new Date(time),
    });
    return {
      catalog,
      fetch(...next: unknown[]) {
        rows = next;
        time += MINUTE;
        return catalog.refresh();
      },
    };
  }

  const changes = async (filter: Partial<Parameters<typeof readChanges>[2]> = {}, upstream = HERE) =>
    (await readChanges(database.db, upstream, { limit: 100, ...filter })).map(
      ({ model, at, differences }) => ({
        model,
        at,
        kinds: differences.map(({ kind }) => kind),
      }),
    );

  test("the first list is where records begin, and no news", async () => {
    const { fetch } = instance();
    expect(await readRecordedSince(database.db, HERE)).toBeNull();
    const state = await fetch(row(A), row(B));
    expect(await changes()).toEqual([]);
    expect(state).toMatchObject({ repriced: {}, gone: [] });
    await fetch(row(A), dear(B));
    expect(await readRecordedSince(database.db, HERE)).toEqual(later(MINUTE));
    await database.db.update(priceChange).set({ at: START });
    expect(await readRecordedSince(database.db, HERE)).toEqual(START);
  });

  test("a change is kept with both sides, all digits, and the list that brought it", async () => {
    const { fetch } = instance();
    await fetch(row(A));
    const { digest } = await fetch(row(A, { pricing: { prompt: "0.0000000416666666666667" } }));
    const [stored] = await database.db.select().from(priceChange);
    expect(stored).toMatchObject({
      upstream: HERE,
      model: A,
      at: later(2 * MINUTE),
      digest,
      kinds: ["price"],
    });
    expect(stored?.differences).toEqual([
      {
        kind: "price",
        before: { prices: { prompt: "0.000001", completion: "0.000002" }, overrides: [] },
        after: { prices: { prompt: "0.0000000416666666666667" }, overrides: [] },
      },
    ]);
  });

  test("rows in another order, or with another description, are no news", async () => {
    const { fetch } = instance();
    await fetch(row(A), row(B));
    await fetch(row(B, { description: "Better than ever." }), row(A));
    expect(await changes()).toEqual([]);
  });

  test("models come, change, go and return; the last row of a lost one stays", async () => {
    const { fetch } = instance();
    await fetch(row(A), dear(B));
    await fetch(row(A, { context_length: 9000, expiration_date: "2027-01-31" }), row(C));
    expect(await changes()).toEqual(
      expect.arrayContaining([
        { model: A, at: later(2 * MINUTE), kinds: ["context", "expiry"] },
        { model: C, at: later(2 * MINUTE), kinds: ["new"] },
        { model: B, at: later(2 * MINUTE), kinds: ["gone"] },
      ]),
    );
    expect(await readRawRow(database.db, HERE, B)).toEqual(dear(B));
    expect(await readRawRow(database.db, HERE, C)).toEqual(row(C));
    expect(await readRawRow(database.db, HERE, "acme/never")).toBeNull();
    const back = await fetch(row(A), row(B, { expiration_date: "2027-01-31" }), row(C));
    expect((await changes()).filter(({ model }) => model === B)).toEqual([
      // It came back at another price than it had, and with an end.
      { model: B, at: later(3 * MINUTE), kinds: ["returned", "price", "expiry"] },
      { model: B, at: later(2 * MINUTE), kinds: ["gone"] },
    ]);
    expect(back.gone).toEqual([]);
    expect(await database.db.$count(goneModel)).toBe(0);
  });

  test("the list itself says what was repriced and what is gone, with the nearest living one", async () => {
    const { catalog, fetch } = instance();
    await fetch(row("acme/demo-1"), row(A), row("other/x"));
    await fetch(row("acme/demo-1"), dear(A), row("other/x"));
    const state = await fetch(row("acme/demo-2"), dear(A), row("other/x"));
    const before = { prices: { prompt: "0.000001", completion: "0.000002" }, overrides: [] };
    expect(state.repriced).toEqual({ [A]: { at: later(2 * MINUTE), before } });
    const gone = { id: "acme/demo-1", name: "acme/demo-1", goneAt: later(3 * MINUTE), prices: before.prices };
    expect(state.gone).toEqual([{ ...gone, canonicalSlug: null, nearest: "acme/demo-2" }]);
    // Another instance, and the next start, know it from the database.
    expect(await instance().catalog.current()).toEqual(state);
    const nearer = await fetch(row("acme/demo-1.1"), row("acme/demo-2"), dear(A), row("other/x"));
    expect(nearer.gone).toMatchObject([{ id: "acme/demo-1", nearest: "acme/demo-1.1" }]);
    time += 31 * DAY;
    expect((await catalog.refresh()).repriced).toEqual({});
  });

  test("several changes of a price: the mark tells the last one", async () => {
    const { fetch } = instance();
    const at = (prompt: string) => row(A, { pricing: { prompt } });
    await fetch(at("0.000001"));
    await fetch(at("0.000002"));
    const state = await fetch(at("0.000003"), row(B));
    expect(state.repriced).toMatchObject({ [A]: { before: { prices: { prompt: "0.000002" } } } });
  });

  test("a price that goes to and fro is recorded every time, although the lists are the same", async () => {
    const { fetch } = instance();
    for (const next of [row(A), dear(A), row(A), dear(A)]) await fetch(next);
    expect(await changes()).toHaveLength(3);
  });

  test("several instances that fetch the same list record it once", async () => {
    const instances = [instance(), instance(), instance(), instance()];
    await instances[0]?.fetch(row(A), row(B));
    await Promise.all(instances.map(({ catalog }) => catalog.current()));
    await Promise.all(instances.map(({ fetch }) => fetch(dear(A))));
    expect(await database.db.$count(priceChange)).toBe(2);
    expect(await database.db.$count(goneModel)).toBe(1);
  });

  test("a list that was fetched before the stored one does not undo it", async () => {
    const { db } = database;
    const write = (rows: unknown[], fetchedAt: Date) =>
      writeSnapshot(db, HERE, { ...sealRows(rows), fetchedAt });
    await write([row(A)], START);
    await write([dear(A)], later(2_000));
    await write([row(A)], later(1_000));
    expect(await changes()).toHaveLength(1);
    // An hour's difference is no race but a clock that was wrong.
    await write([row(A)], later(-60 * MINUTE));
    expect(await changes()).toHaveLength(2);
  });

  test("each upstream has a history of its own", async () => {
    const [here, there] = [instance(), instance("sandbox")];
    await here.fetch(row(A));
    await there.fetch(row(A));
    await there.fetch(row(B));
    expect(await changes()).toEqual([]);
    expect(await changes({}, "sandbox")).toHaveLength(2);
  });

  test("a list is changed and recorded together, or not at all", async () => {
    const { catalog, fetch } = instance();
    await fetch(row(A));
    // A connection that breaks after all is written and before it counts.
    const broken = new Proxy(database.db, {
      get: (db, name) =>
        name === "transaction"
          ? (work: (tx: unknown) => Promise<void>) =>
              db.transaction(async (tx) => {
                await work(tx);
                throw new Error("the connection broke before the commit");
              })
          : Reflect.get(db, name),
    });
    await expect(
      writeSnapshot(broken, HERE, { ...sealRows([dear(A)]), fetchedAt: later(5 * MINUTE) }),
    ).rejects.toThrow("before the commit");
    expect(await database.db.select().from(catalogSnapshot)).toMatchObject([{ rows: [row(A)] }]);
    expect(await changes()).toEqual([]);
    expect((await catalog.current()).models).toHaveLength(1);
  });

  test("changes are found by model, kind and time, page by page", async () => {
    const { fetch } = instance();
    await fetch(row(A), row(B));
    for (const next of [dear(A), row(A)]) await fetch(next, row(B, { context_length: time % 7919 }), row(C));
    const all = await readChanges(database.db, HERE, { limit: 100 });
    expect(all).toHaveLength(5);
    expect(all.map(({ at }) => at.getTime())).toEqual(
      all.map(({ at }) => at.getTime()).toSorted((l, r) => r - l),
    );
    expect(await changes({ models: [A] })).toHaveLength(2);
    expect(await changes({ models: [] })).toEqual([]);
    expect(await changes({ kinds: ["new", "gone"] })).toMatchObject([{ model: C }]);
    expect(await changes({ since: later(3 * MINUTE) })).toHaveLength(2);
    const pages = [];
    for (let after: (typeof all)[number] | undefined; ; after = pages.at(-1)) {
      const page = await readChanges(database.db, HERE, { limit: 2, after });
      if (page.length === 0) break;
      pages.push(...page);
    }
    expect(pages).toEqual(all);
  });

  test("what a later version has recorded does not hide the rest", async () => {
    const { fetch } = instance();
    await fetch(row(A));
    await fetch(dear(A));
    const differences = [
      { kind: "mood", before: 1 },
      { kind: "expiry", before: null, after: "2027-01-31" },
    ];
    await database.db.update(priceChange).set({ differences });
    expect(await changes()).toMatchObject([{ model: A, kinds: ["expiry"] }]);
  });

  test("seven hundred rows with every oddity: they change, vanish and return, and nothing breaks", async () => {
    const { fetch } = instance();
    const rows = syntheticRows(700);
    await fetch(...rows, ...UNREADABLE_ROWS);
    expect((await fetch(...rows.toReversed())).models).toHaveLength(700);
    expect(await changes()).toEqual([]);
    const state = await fetch(
      ...rows.slice(0, 350).map((one) => ({ ...one, expiration_date: "2027-06-30" })),
    );
    expect(state.models).toHaveLength(350);
    expect(state.gone.length).toBeGreaterThan(100);
    expect((await fetch(...rows)).gone).toEqual([]);
    expect(await changes({ kinds: ["returned"], limit: 1000 })).toHaveLength(350);
  });
});
