import { describe, expect, test } from "vitest";
import { plainDecimal } from "./plain-decimal";
import { createSandbox } from "./sandbox";
import { ask, bodyOf, get } from "./testing";

const endpoint = (tag: string, more: object = {}) => ({
  ...{ provider_name: tag.toUpperCase(), tag, context_length: 8000, max_completion_tokens: 500 },
  ...{ pricing: { prompt: "1e-6", completion: "0.000002" }, supported_parameters: ["tools"], status: 0 },
  ...more,
});
const row = (id: string, more: object = {}) => ({
  ...{ id, canonical_slug: `${id}-20261001`, name: id, created: 1, context_length: 8000 },
  ...{ architecture: { input_modalities: ["text"], output_modalities: ["text"] } },
  ...{ pricing: { prompt: "0.000001", completion: "0.000002" }, supported_parameters: [], ...more },
});
const MODELS = [
  { row: row("zeta/one"), endpoints: [endpoint("first"), endpoint("second", { zero_retention: true })] },
  {
    row: row("zeta/two"),
    endpoints: [endpoint("third", { pricing: { prompt: "0", completion: "0.00001" } })],
  },
  { row: row("~zeta/latest", { alias_target: { name: "Two", slug: "zeta/two-20261001" } }), endpoints: [] },
  {
    row: row("openrouter/auto", { architecture: { tokenizer: "Router", output_modalities: ["text"] } }),
    endpoints: [],
  },
  { row: { id: 5 }, endpoints: [] },
];
const loaded = () => createSandbox({ models: MODELS, seed: 1, speed: 0, generationDelayMs: 0 });
const CHAIN = { models: ["zeta/one", "zeta/two"] };

describe("models of elsewhere", () => {
  test("are listed, asked and billed by their own rows, and no others are", async () => {
    const sandbox = loaded();
    const { data } = await bodyOf(get(sandbox, "/models"));
    expect(data.map(({ id }: { id: string }) => id)).toEqual(
      MODELS.flatMap((model) => (model.row.id === 5 ? [] : [model.row.id])),
    );
    const { usage, provider } = await bodyOf(ask(sandbox, { model: "zeta/two" }));
    expect(provider).toBe("THIRD");
    const tokens = BigInt(usage.completion_tokens) * 10n;
    expect(sandbox.bill()[0]?.cost).toBe(plainDecimal(`${tokens}e-6`));
    expect((await ask(sandbox, { model: "openai/gpt-4o" })).status).toBe(400);
  });
  test("answer under an alias, and a router chooses among the sandbox's own", async () => {
    expect((await bodyOf(ask(loaded(), { model: "~zeta/latest" }))).model).toBe("zeta/two");
    expect((await bodyOf(ask(loaded(), { model: "openrouter/auto" }))).model).toMatch(/^\w+\//);
  });
  test("keep what they are sent unless their endpoints say otherwise", async () => {
    const zdr = { provider: { zdr: true } };
    expect((await bodyOf(ask(loaded(), { model: "zeta/one", ...zdr }))).provider).toBe("SECOND");
    expect((await ask(loaded(), { model: "zeta/two", ...zdr })).status).toBe(404);
  });
  test("cost what holds on the day", async () => {
    const overrides = [
      { utc_days: ["saturday"], completion: "0.00002" },
      { utc_days: [], completion: "1" },
    ];
    const models = [
      {
        row: row("zeta/two"),
        endpoints: [endpoint("third", { pricing: { prompt: "0", completion: "0.00001", overrides } })],
      },
    ];
    const costOn = async (day: string) => {
      const sandbox = createSandbox({ models, seed: 1, speed: 0, now: () => Date.parse(day) });
      await ask(sandbox, { model: "zeta/two" });
      return Number(sandbox.bill()[0]?.cost);
    };
    expect(await costOn("2026-11-21")).toBeCloseTo(2 * (await costOn("2026-11-20")), 10);
  });
});

describe("the log of what was tried", () => {
  const tried = async (fault: string, body: object = CHAIN) => {
    const sandbox = loaded();
    await ask(sandbox, { ...body }, { fault }).catch(() => {});
    return sandbox.requests()[0]?.tried.map(({ hop, provider, status }) => [hop, provider, status]);
  };
  const everybody = (status: number) => [
    [0, expect.stringMatching(/FIRST|SECOND/), status],
    [0, expect.stringMatching(/FIRST|SECOND/), status],
  ];
  test("has every provider that was asked", async () => {
    expect(await tried("")).toEqual([[0, expect.any(String), 200]]);
    expect(await tried("status;code=429-upstream;hop=0")).toEqual([...everybody(429), [1, "THIRD", 200]]);
    expect(
      await tried("status;code=502;provider=first", { model: "zeta/one", provider: { order: ["first"] } }),
    ).toEqual([
      [0, "FIRST", 502],
      [0, "SECOND", 200],
    ]);
    expect(await tried("html;hop=0")).toEqual([[0, expect.any(String), 502]]);
    expect(await tried("reset;hop=0")).toEqual([[0, expect.any(String), 0]]);
  });
  test("has models that came to no provider", async () => {
    expect(await tried("", { models: ["zeta/one", "zeta/two"], provider: { only: ["third"] } })).toEqual([
      [0, null, 404],
      [1, "THIRD", 200],
    ]);
    expect(await tried("", { model: "zeta/none" })).toEqual([[0, null, 400]]);
  });
  test("says why", async () => {
    const sandbox = loaded();
    await ask(sandbox, CHAIN, { fault: "status;code=429-upstream;hop=0" });
    expect(sandbox.requests()[0]?.tried[0]?.body).toMatchObject({
      error: { code: 429, metadata: { limit_source: "upstream_provider_shared_pool" } },
    });
  });
});

test("a provider that hangs is given up after a while, and the next one is asked", async () => {
  let clock = 1_000_000;
  const sandbox = createSandbox({
    ...{ models: MODELS, seed: 1, now: () => clock },
    sleep: async (ms) => {
      clock += ms;
    },
  });
  const response = await ask(sandbox, CHAIN, { fault: "hang;ms=5000;hop=0" });
  expect(response.status).toBe(200);
  expect(sandbox.requests()[0]?.tried.map(({ status, at }) => [status, at - 1_000_000])).toEqual([
    [504, 0],
    [504, 5000],
    [200, 10_000],
  ]);
});

test.each([
  ["1e-7", "0.0000001"],
  [2e-6, "0.000002"],
  ["12.50", "12.5"],
  ["0", "0"],
  ["007", "7"],
  ["1.5e3", "1500"],
  ["1e30", `1${"0".repeat(30)}`],
  [`0.${"0".repeat(23)}19`, `0.${"0".repeat(23)}1`],
  ["-1", null],
  ["free", null],
  [null, null],
])("%j is %j", (value, text) => {
  expect(plainDecimal(value)).toBe(text);
});
