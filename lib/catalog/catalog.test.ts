import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { encode } from "zod/mini";
import { AppError } from "@/lib/core/errors";
import { eventually } from "@/lib/core/testing";
import type { Database } from "@/lib/db/client.server";
import { catalogSnapshot } from "@/lib/db/schema/catalog";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { CatalogResponse } from "./api";
import { createCatalog } from "./catalog.server";

const MINUTE = 60_000;
const START = new Date("2026-11-20T12:00:00Z");
const rows = (count: number, more: object = {}) =>
  Array.from({ length: count }, (_, index) => ({
    id: `acme/model-${index}`,
    name: `Model ${index}`,
    ...more,
  }));

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let time = START.getTime();
  const pass = (ms: number) => {
    time += ms;
  };
  beforeAll(async () => {
    database = await openTestDatabase(engine);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    time = START.getTime();
    await database.db.delete(catalogSnapshot);
  });

  /** One instance of Patchbay and the upstream it sees. */
  function setUp(
    answer: () => unknown = () => ({ data: rows(3) }),
    upstreamName = "https://upstream.example",
  ) {
    const upstream = { answer, asked: 0 };
    const logged: string[] = [];
    const catalog = createCatalog({
      db: database.db,
      upstream: upstreamName,
      fetchRows: async () => {
        upstream.asked += 1;
        return upstream.answer();
      },
      now: () => new Date(time),
      log: (message) => logged.push(message),
    });
    return { catalog, upstream, logged };
  }

  const down = () => {
    throw new AppError("upstream_unreachable");
  };
  const stored = async () => (await database.db.select().from(catalogSnapshot))[0];

  test("the first to ask waits for the list; the next are served from memory", async () => {
    const { catalog, upstream } = setUp();
    const [state, same] = await Promise.all([catalog.current(), catalog.current()]);
    expect(state.models.map(({ id }) => id)).toEqual(["acme/model-0", "acme/model-1", "acme/model-2"]);
    expect(state).toMatchObject({ fetchedAt: START, failure: null, unreadable: 0 });
    expect(await catalog.current()).toBe(state);
    expect(same).toBe(state);
    expect(upstream.asked).toBe(1);
  });

  test("what cannot be read is counted", async () => {
    const { catalog } = setUp(() => ({ data: [...rows(2), null, { name: "no id" }] }));
    expect(await catalog.current()).toMatchObject({ models: [{}, {}], unreadable: 2 });
  });

  test("an old list is returned at once and renewed behind it", async () => {
    const { catalog, upstream } = setUp();
    await catalog.current();
    let release = (_answer: unknown) => {};
    upstream.answer = () => new Promise((resolve) => (release = resolve));
    pass(5 * MINUTE - 1);
    await catalog.current();
    expect(upstream.asked).toBe(1);
    pass(1);
    expect((await catalog.current()).models).toHaveLength(3);
    await catalog.current();
    await eventually(() => expect(upstream.asked).toBe(2));
    release({ data: rows(4) });
    await eventually(async () => expect((await catalog.current()).models).toHaveLength(4));
    expect(upstream.asked).toBe(2);
  });

  test("refreshing on demand fetches however new the list is, once for all who ask", async () => {
    const { catalog, upstream } = setUp();
    await catalog.current();
    upstream.answer = () => ({ data: rows(5) });
    const states = await Promise.all([catalog.refresh(), catalog.refresh(), catalog.refresh()]);
    expect(states.map(({ models }) => models.length)).toEqual([5, 5, 5]);
    expect(upstream.asked).toBe(2);
  });

  test("a restart without the upstream shows the last list, its age, and why it is old", async () => {
    await setUp().catalog.current();
    pass(24 * 60 * MINUTE);
    const { catalog } = setUp(down);
    const state = await catalog.current();
    expect(state.models).toHaveLength(3);
    expect(state.fetchedAt).toEqual(START);
    const refreshed = await catalog.refresh();
    expect(refreshed).toMatchObject({ fetchedAt: START, failure: { code: "upstream_unreachable" } });
    expect(refreshed.models).toHaveLength(3);
  });

  test("refreshing a process that has just started falls back on the stored list", async () => {
    await setUp().catalog.current();
    expect((await setUp(down).catalog.refresh()).models).toHaveLength(3);
  });

  test("without any list there is a reason and no error; the next success mends it", async () => {
    const { catalog, upstream } = setUp(down);
    expect(await catalog.current()).toMatchObject({
      models: [],
      fetchedAt: null,
      failure: { code: "upstream_unreachable", by: "openrouter" },
    });
    upstream.answer = () => ({ data: rows(2) });
    expect(await catalog.refresh()).toMatchObject({ models: [{}, {}], failure: null });
  });

  test("an upstream that is down is not asked again with every request", async () => {
    const { catalog, upstream } = setUp(down);
    await catalog.current();
    await catalog.current();
    pass(29_999);
    await catalog.current();
    expect(upstream.asked).toBe(1);
    pass(1);
    await catalog.current();
    expect(upstream.asked).toBe(2);
  });

  test.each<[string, unknown]>([
    ["upstream_garbled", "<html>"],
    ["upstream_garbled", null],
    ["upstream_garbled", { data: null }],
    ["upstream_garbled", { data: { "acme/one": {} } }],
    ["upstream_garbled", { error: { code: 500 } }],
    ["upstream_empty", { data: [] }],
    ["upstream_empty", { data: [null, { id: 7 }] }],
    ["upstream_garbled", { data: rows(9) }],
  ])("%s: the list of a hundred survives %j", async (code, answer) => {
    const { catalog, upstream } = setUp(() => ({ data: rows(100) }));
    await catalog.current();
    upstream.answer = () => answer;
    pass(6 * MINUTE);
    const state = await catalog.refresh();
    expect(state).toMatchObject({ fetchedAt: START, failure: { code } });
    expect(state.models).toHaveLength(100);
    expect((await stored())?.rows).toHaveLength(100);
  });

  test("a list may lose many models, and a small one most", async () => {
    const { catalog, upstream } = setUp(() => ({ data: rows(100) }));
    await catalog.current();
    upstream.answer = () => ({ data: rows(10) });
    expect((await catalog.refresh()).models).toHaveLength(10);
    upstream.answer = () => rows(1);
    expect((await catalog.refresh()).models).toHaveLength(1);
  });

  test("the same rows again cost a timestamp, and keep the models", async () => {
    const { catalog, upstream } = setUp();
    const before = await catalog.current();
    pass(10 * MINUTE);
    const after = await catalog.refresh();
    expect(after.models).toBe(before.models);
    const fetchedAt = new Date(START.getTime() + 10 * MINUTE);
    expect(after.fetchedAt).toEqual(fetchedAt);
    expect(await stored()).toMatchObject({ fetchedAt, changedAt: START, digest: before.digest });
    upstream.answer = () => ({ data: rows(4) });
    pass(MINUTE);
    await catalog.refresh();
    const changed = new Date(START.getTime() + 11 * MINUTE);
    expect(await stored()).toMatchObject({ fetchedAt: changed, changedAt: changed });
  });

  test("another instance's newer list is taken over instead of fetched", async () => {
    const [first, second] = [setUp(), setUp()];
    await first.catalog.current();
    await second.catalog.current();
    expect(second.upstream.asked).toBe(0);
    pass(6 * MINUTE);
    first.upstream.answer = () => ({ data: rows(7) });
    await first.catalog.refresh();
    await second.catalog.current();
    await eventually(async () => expect((await second.catalog.current()).models).toHaveLength(7));
    expect(second.upstream.asked).toBe(0);
  });

  test("what another instance refreshed is there within a second", async () => {
    const [first, second] = [setUp(), setUp()];
    await first.catalog.current();
    await second.catalog.current();
    pass(100);
    first.upstream.answer = () => ({ data: rows(6) });
    await first.catalog.refresh();
    pass(900);
    expect((await second.catalog.current()).models).toHaveLength(6);
    expect(second.upstream.asked).toBe(0);
  });

  test("a refresh that fails falls back on what another instance refreshed", async () => {
    const [first, second] = [setUp(), setUp()];
    await first.catalog.current();
    await second.catalog.current();
    pass(100);
    first.upstream.answer = () => ({ data: rows(6) });
    await first.catalog.refresh();
    second.upstream.answer = down;
    const refreshed = await second.catalog.refresh();
    expect(refreshed.failure).toMatchObject({ code: "upstream_unreachable" });
    expect(refreshed.models).toHaveLength(6);
  });

  test("each upstream has a list of its own", async () => {
    await setUp().catalog.current();
    const other = setUp(() => ({ data: rows(9) }), "sandbox");
    expect((await other.catalog.current()).models).toHaveLength(9);
    expect((await setUp(down).catalog.current()).models).toHaveLength(3);
  });

  test("text that the database cannot hold is mended, not lost", async () => {
    const description = "a\u0000b \ud83d c \\u0000 🌊 \\";
    await setUp(() => ({ data: rows(1, { description }) })).catalog.current();
    expect((await stored())?.rows).toMatchObject([{ description: "a\ufffdb \ufffd c \\u0000 🌊 \\" }]);
    expect((await setUp(down).catalog.current()).models).toHaveLength(1);
  });

  test("a list is served although it cannot be stored, and the log says so", async () => {
    const down = () => {
      throw new Error("down");
    };
    const broken = new Proxy(database.db, { get: () => down });
    const logged: string[] = [];
    const catalog = createCatalog({
      db: broken,
      upstream: "x",
      fetchRows: async () => ({ data: rows(3) }),
      now: () => new Date(time),
      log: (message) => logged.push(message),
    });
    expect(await catalog.current()).toMatchObject({ models: [{}, {}, {}], failure: null });
    expect(logged).toEqual(["the stored model list could not be read", "the model list could not be stored"]);
  });

  test("what is answered fits the wire", async () => {
    const { catalog, upstream } = setUp(() => ({ data: rows(2, { pricing: { prompt: "0.1" } }) }));
    await catalog.current();
    upstream.answer = down;
    const wire: unknown = JSON.parse(JSON.stringify(encode(CatalogResponse, await catalog.refresh())));
    expect(CatalogResponse.parse(wire)).toMatchObject({
      fetchedAt: START,
      models: [{ prices: { prompt: "0.1" } }, {}],
      failure: { code: "upstream_unreachable", remedy: "retry" },
    });
    expect(wire).not.toHaveProperty("digest");
  });

  test("catching up takes over another instance's list, and fetches only what is old everywhere", async () => {
    const [first, second] = [setUp(), setUp()];
    expect((await first.catalog.catchUp()).models).toHaveLength(3);
    expect((await second.catalog.catchUp()).models).toHaveLength(3);
    expect([first.upstream.asked, second.upstream.asked]).toEqual([1, 0]);
    pass(5 * MINUTE);
    await second.catalog.catchUp();
    await first.catalog.catchUp();
    expect([first.upstream.asked, second.upstream.asked]).toEqual([1, 1]);
  });

  describe("while it runs", () => {
    beforeEach(() => {
      vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    });
    afterEach(() => {
      vi.useRealTimers();
    });

    test("an old list is renewed although nobody asks, until it is stopped", async () => {
      const { catalog, upstream } = setUp();
      const stop = catalog.start();
      // Done with it, not only stored: while a list is being fetched no other is.
      await catalog.current();
      await eventually(async () => expect(await stored()).toBeDefined());
      pass(5 * MINUTE);
      vi.advanceTimersByTime(MINUTE);
      await eventually(() => expect(upstream.asked).toBe(2));
      stop();
      expect(vi.getTimerCount()).toBe(0);
    });
  });
});
