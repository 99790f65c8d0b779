import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { AppError } from "@/lib/core/errors";
import { formatDecimal } from "@/lib/core/money";
import type { Database } from "@/lib/db/client.server";
import { catalogSnapshot, goneModel, priceChange } from "@/lib/db/schema/catalog";
import { openTestDatabase } from "@/lib/db/testing.server";
import { createEmbeddingBook } from "./embeddings.server";
import { readChanges } from "./history.server";
import { createQuote } from "./quote.server";
import { catalogModel } from "./testing";

const HOUR = 60 * 60_000;
const UPSTREAM = "https://upstream.example";
const row = {
  id: "acme/vec",
  context_length: 8_192,
  architecture: { output_modalities: ["embeddings"] },
  pricing: { prompt: "0.00000002", completion: "0" },
};

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(async () => {
  for (const table of [catalogSnapshot, priceChange, goneModel]) await database.db.delete(table);
});
afterAll(() => database.close());

function setUp() {
  const world = { time: 0, down: false, asked: 0, rows: [row] };
  const logged: string[] = [];
  const now = () => new Date(world.time + HOUR);
  const embeddings = createEmbeddingBook({
    ...{ db: database.db, upstream: UPSTREAM },
    fetchRows: async () => {
      world.asked += 1;
      if (world.down) throw new AppError("upstream_unreachable");
      return { data: world.rows };
    },
    now,
    log: (message) => logged.push(message),
  });
  const list = { models: [catalogModel("acme/one")], fetchedAt: null, failure: null, digest: null };
  const state = { ...list, unreadable: 0, repriced: {}, gone: [] };
  const never = () => Promise.reject(new Error("not asked for"));
  const catalog = { current: async () => state, refresh: never, catchUp: never, start: () => () => {} };
  return { world, logged, embeddings, quote: createQuote({ catalog, embeddings, now }) };
}

test("vectors cost what their texts cost, at most a token for every byte", async () => {
  const { quote } = setUp();
  const asked = { messages: [{ content: "One two three four." }], maxTokens: 0, vectors: true };
  const { estimate, ceiling, prices } = await quote("acme/vec", { ...asked, promptBytes: 84 });
  // 19 characters are about five tokens; at most they are 84 bytes and what may frame a message.
  expect(estimate && formatDecimal(estimate)).toBe("0.0000001");
  expect(ceiling && formatDecimal(ceiling)).toBe("0.000002");
  expect(prices).toMatchObject({ model: "acme/vec", prompt: "0.00000002" });
  expect(await quote("acme/one", asked)).toEqual({ estimate: null, ceiling: null, prices: null });
  // Words of them nobody can price.
  expect((await quote("acme/vec", { ...asked, vectors: false })).ceiling).toBeNull();
});

test("their list is fetched when it is old, and not again at once where that failed", async () => {
  const { world, logged, embeddings } = setUp();
  world.down = true;
  expect([await embeddings.current(), await embeddings.current()]).toEqual([[], []]);
  expect([world.asked, logged]).toEqual([
    1,
    ["of models for embeddings: the model list could not be fetched"],
  ]);
  world.down = false;
  world.time += 60_000;
  expect(await Promise.all([embeddings.current(), embeddings.current()])).toMatchObject([
    [{ id: "acme/vec" }],
    [{ id: "acme/vec" }],
  ]);
  world.time += 1_000;
  await embeddings.current();
  expect(world.asked).toBe(2);
  world.time += HOUR;
  world.down = true;
  // What is known goes on being good enough.
  expect(await embeddings.current()).toHaveLength(1);
  await expect.poll(() => logged.length).toBe(2);
  expect(await embeddings.current()).toHaveLength(1);
});

test("who asks first does not wait for ever", async () => {
  let tell = () => {};
  const told = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const slow = createEmbeddingBook({
    ...{ db: database.db, upstream: "https://slow.example", now: () => new Date() },
    fetchRows: () => told.then(() => ({ data: [row] })),
  });
  expect(await slow.current()).toEqual([]);
  tell();
  await expect.poll(() => slow.current()).toHaveLength(1);
});

test("what changes of them is kept, apart from the ordinary list", async () => {
  const { world, embeddings } = setUp();
  world.rows = [row, { ...row, id: "acme/old" }];
  await embeddings.catchUp();
  world.time += HOUR;
  world.rows = [{ ...row, pricing: { prompt: "0.00000005", completion: "0" } }];
  expect((await embeddings.catchUp()).gone).toMatchObject([{ id: "acme/old", nearest: "acme/vec" }]);
  const changes = (upstream: string) => readChanges(database.db, upstream, { kinds: ["price"], limit: 9 });
  expect(await changes(embeddings.upstream)).toMatchObject([{ model: "acme/vec" }]);
  expect(await changes(UPSTREAM)).toEqual([]);
});
