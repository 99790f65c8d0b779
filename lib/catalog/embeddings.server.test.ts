import { expect, test } from "vitest";
import { AppError } from "@/lib/core/errors";
import { formatDecimal } from "@/lib/core/money";
import { createEmbeddingBook } from "./embeddings.server";
import { createQuote } from "./quote.server";
import { catalogModel } from "./testing";

const HOUR = 60 * 60_000;
const row = {
  id: "acme/vec",
  context_length: 8_192,
  architecture: { output_modalities: ["embeddings"] },
  pricing: { prompt: "0.00000002", completion: "0" },
};

function setUp() {
  const world = { time: 0, down: false, asked: 0 };
  const logged: string[] = [];
  const now = () => new Date(world.time + HOUR);
  const embeddings = createEmbeddingBook({
    fetchRows: async () => {
      world.asked += 1;
      if (world.down) throw new AppError("upstream_unreachable");
      return { data: [row] };
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

test("their list is fetched once an hour, and not again at once where that failed", async () => {
  const { world, logged, embeddings } = setUp();
  world.down = true;
  expect([await embeddings.current(), await embeddings.current()]).toEqual([[], []]);
  expect([world.asked, logged.length]).toEqual([1, 1]);
  world.down = false;
  world.time += 60_000;
  expect(await Promise.all([embeddings.current(), embeddings.current()])).toMatchObject([
    [{ id: "acme/vec" }],
    [{ id: "acme/vec" }],
  ]);
  world.time += HOUR - 1;
  await embeddings.current();
  expect(world.asked).toBe(2);
  world.time += 1;
  world.down = true;
  // What is known goes on being good enough.
  expect(await embeddings.current()).toHaveLength(1);
  await expect.poll(() => logged.length).toBe(2);
  expect(await embeddings.current()).toHaveLength(1);
});
