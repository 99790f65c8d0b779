import fc from "fast-check";
import { expect, test } from "vitest";
import { billFor, type Quantities } from "./bill";
import { tariffAt } from "./tariff";

const used = (some: Partial<Quantities>): Quantities => ({
  promptTokens: 0,
  cachedTokens: 0,
  cacheWriteTokens: 0,
  hourlyCache: false,
  completionTokens: 0,
  reasoningTokens: 0,
  imageTokens: 0,
  promptImages: 0,
  requests: 0,
  searches: 0,
  pluginSearchPrice: null,
  ...some,
});

test("prompt and completion at their prices: 1000 × $2.50/M + 200 × $15/M", () => {
  const bill = billFor(
    { prompt: "0.0000025", completion: "0.000015" },
    used({ promptTokens: 1000, completionTokens: 200 }),
  );
  expect(bill.cost).toBe("0.0055");
});

test("cached and written tokens are part of the prompt and repriced", () => {
  const tariff = {
    prompt: "0.000003",
    completion: "0.000015",
    input_cache_read: "0.0000003",
    input_cache_write: "0.00000375",
    input_cache_write_1h: "0.000006",
  };
  // 500 × 3 + 300 × 0.3 + 200 × 3.75 = 2340 millionths; for an hour 200 × 6 instead of 3.75.
  expect(billFor(tariff, used({ promptTokens: 1000, cachedTokens: 300, cacheWriteTokens: 200 })).cost).toBe(
    "0.00234",
  );
  expect(
    billFor(tariff, used({ promptTokens: 1000, cachedTokens: 300, cacheWriteTokens: 200, hourlyCache: true }))
      .cost,
  ).toBe("0.00279");
});

test("without a cache price, cached tokens cost what others do", () => {
  const bill = billFor(
    { prompt: "0.000001", completion: "0" },
    used({ promptTokens: 100, cachedTokens: 60 }),
  );
  expect(bill.cost).toBe("0.0001");
});

test("reasoning, drawn pictures, requests and searches have prices of their own", () => {
  const tariff = {
    prompt: "0.000001",
    completion: "0.000002",
    internal_reasoning: "0.000003",
    image_output: "0.00003",
    request: "0.005",
    web_search: "0.01",
    image: "0.001",
  };
  // 10 + 2 × (2000 − 1290 − 100) + 3 × 100 + 30 × 1290 = 40,230 millionths, and 0.005 + 0.01 + 2 × 0.001.
  const bill = billFor(
    tariff,
    used({
      promptTokens: 10,
      completionTokens: 2000,
      reasoningTokens: 100,
      imageTokens: 1290,
      requests: 1,
      searches: 1,
      promptImages: 2,
    }),
  );
  expect(bill.cost).toBe("0.05723");
});

test("the plugin's search price replaces the model's", () => {
  const tariff = { prompt: "0", completion: "0", web_search: "0.01" };
  expect(billFor(tariff, used({ searches: 1, pluginSearchPrice: "0.007" })).cost).toBe("0.007");
});

test("a threshold is strict and reprices the whole request", () => {
  const pricing = {
    prompt: "0.000002",
    completion: "0.00001",
    input_cache_read: "0.0000002",
    overrides: [{ min_prompt_tokens: 200_000, prompt: "0.000004", completion: "0.000015" }],
  };
  expect(tariffAt(pricing, 200_000, 0).prompt).toBe("0.000002");
  expect(tariffAt(pricing, 200_001, 0)).toEqual({
    prompt: "0.000004",
    completion: "0.000015",
    input_cache_read: "0.0000002",
  });
});

test("hours are half-open and may wrap midnight", () => {
  const pricing = {
    prompt: "2",
    completion: "0",
    overrides: [{ utc_start: 1600, utc_end: 30, prompt: "1" }],
  };
  const at = (time: string) => tariffAt(pricing, 1, Date.parse(`2026-11-20T${time}:00Z`)).prompt;
  expect([at("15:59"), at("16:00"), at("23:59"), at("00:29"), at("00:30")]).toEqual([
    "2",
    "1",
    "1",
    "1",
    "2",
  ]);
});

/** A second arithmetic: fractions over powers of ten, with nothing in common with the first. */
function longhand(lines: [price: string, count: number][]): string {
  const scale = Math.max(12, ...lines.map(([price]) => price.split(".")[1]?.length ?? 0));
  const total = lines.reduce((sum, [price, count]) => {
    const [whole = "0", fraction = ""] = price.split(".");
    return sum + BigInt(`${whole}${fraction}${"0".repeat(scale - fraction.length)}`) * BigInt(count);
  }, 0n);
  const unit = 10n ** BigInt(scale - 12);
  const [quotient, rest] = [total / unit, total % unit];
  const rounded = rest * 2n > unit || (rest * 2n === unit && quotient % 2n === 1n) ? quotient + 1n : quotient;
  const digits = rounded.toString().padStart(13, "0");
  return `${digits.slice(0, -12)}.${digits.slice(-12)}`.replace(/\.?0+$/, "");
}

const price = fc
  .tuple(fc.integer({ min: 0, max: 3 }), fc.stringMatching(/^\d{1,22}$/))
  .map(([whole, fraction]) => `${whole}.${fraction}`);
const count = fc.integer({ min: 0, max: 2_000_000 });

test("any bill equals one made longhand", () => {
  fc.assert(
    fc.property(
      price,
      price,
      price,
      count,
      count,
      count,
      (prompt, completion, read, fresh, cached, written) => {
        const bill = billFor(
          { prompt, completion, input_cache_read: read },
          used({ promptTokens: fresh + cached, cachedTokens: cached, completionTokens: written }),
        );
        expect(bill.cost).toBe(
          longhand([
            [prompt, fresh],
            [read, cached],
            [completion, written],
          ]),
        );
        expect(Math.abs(bill.costNumber - Number(bill.cost))).toBeLessThan(
          Math.max(1e-13, Number(bill.cost) * 1e-15),
        );
      },
    ),
  );
});
