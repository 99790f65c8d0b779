import { expect, test } from "vitest";
import { catalog } from "./catalog";
import { createSandbox } from "./sandbox";
import { bodyOf, get } from "./testing";

const sandbox = createSandbox({ seed: 1, now: () => Date.parse("2026-11-20T12:00:00Z"), speed: 0 });
const { entries } = catalog();

test("is large and varied enough to choose from", () => {
  expect(entries.length).toBeGreaterThan(150);
  expect(new Set(entries.map(({ model }) => model.id)).size).toBe(entries.length);
  expect(new Set(entries.map(({ model }) => model.id.split("/")[0])).size).toBeGreaterThan(30);
});

test("prices are decimal text without exponents", () => {
  for (const { model, endpoints } of entries)
    for (const pricing of [model.pricing, ...endpoints.map((endpoint) => endpoint.pricing)]) {
      const { overrides = [], ...prices } = pricing;
      for (const text of [prices, ...overrides].flatMap((each) =>
        Object.values(each).filter((value) => typeof value === "string"),
      ))
        expect(text).toMatch(/^(?:-1|\d+(?:\.\d+)?)$/);
    }
});

test("free and batch rows share the dated slug of their model", () => {
  const rows = entries
    .filter(({ model }) => model.canonical_slug === "openai/gpt-oss-120b-20250805")
    .map(({ model }) => model.id);
  expect(rows.toSorted()).toEqual(["openai/gpt-oss-120b", "openai/gpt-oss-120b:free"]);
  expect(catalog().findBySlug("openai/gpt-oss-120b-20250805")?.model.id).toBe("openai/gpt-oss-120b");
});

test("an alias shows its target and no endpoints", async () => {
  const { data } = await bodyOf(get(sandbox, "/model/~anthropic/claude-sonnet-latest"));
  expect(data.alias_target.slug).toBe("anthropic/claude-sonnet-5-20260630");
  const { data: listed } = await bodyOf(get(sandbox, "/models/~anthropic/claude-sonnet-latest/endpoints"));
  expect(listed.endpoints).toEqual([]);
});

test("lists models with text output alone, unless asked for others", async () => {
  const text = await bodyOf(get(sandbox, "/models", null));
  const all = await bodyOf(get(sandbox, "/models?output_modalities=all", "sk-nonsense"));
  expect(text.total_count).toBe(text.data.length);
  expect(text.links).toEqual({ next: null });
  expect(all.total_count).toBeGreaterThan(text.total_count);
  expect(
    (await bodyOf(get(sandbox, "/models?output_modalities=embeddings"))).data.map(
      (model: { id: string }) => model.id,
    ),
  ).toContain("openai/text-embedding-3-small");
  expect((await bodyOf(get(sandbox, "/models/count"))).data.count).toBe(text.total_count);
  const refused = await get(sandbox, "/models?output_modalities=smell");
  expect(refused.status).toBe(400);
  expect((await bodyOf(refused)).error.name).toBe("ZodError");
});

test("pages are linked from one to the next", async () => {
  const ids: string[] = [];
  for (let next: string | null = "/models?limit=50&q=a"; next !== null; ) {
    const page = await bodyOf(get(sandbox, next.replace("/api/v1", "")));
    ids.push(...page.data.map((model: { id: string }) => model.id));
    next = page.links.next;
  }
  expect(ids).toHaveLength((await bodyOf(get(sandbox, "/models?q=a"))).total_count);
});

test("filters by author, parameter, price and context", async () => {
  const { data } = await bodyOf(
    get(
      sandbox,
      "/models?model_authors=anthropic,google&supported_parameters=tools,reasoning&max_price=1&context=500000",
    ),
  );
  expect(data.length).toBeGreaterThan(1);
  for (const model of data) {
    expect(model.id).toMatch(/^(?:anthropic|google)\//);
    expect(Number(model.pricing.prompt) * 1e6).toBeLessThanOrEqual(1);
  }
});

test("shows percentiles only to those who are signed in", async () => {
  const open = await bodyOf(get(sandbox, "/models/openai/gpt-oss-120b/endpoints", null));
  const known = await bodyOf(get(sandbox, "/models/openai/gpt-oss-120b/endpoints"));
  expect(open.data.endpoints.length).toBeGreaterThan(4);
  expect(open.data.endpoints[0].latency_last_30m).toBeNull();
  expect(known.data.endpoints[0].throughput_last_30m.p50).toBeGreaterThan(0);
  expect((await get(sandbox, "/models/nobody/nothing/endpoints")).status).toBe(404);
});

test("every endpoint that keeps nothing is listed", async () => {
  expect((await bodyOf(get(sandbox, "/endpoints/zdr", null))).data.length).toBeGreaterThan(50);
  expect((await bodyOf(get(sandbox, "/providers", null))).data[0]).toMatchObject({
    slug: "openai",
    name: "OpenAI",
  });
});
