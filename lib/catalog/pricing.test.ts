import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatDecimal, type Price, type Usd } from "@/lib/core/money";
import type { PriceOverride, Prices } from "./model";
import { ceilingCost, estimateCost, pricesFor } from "./pricing";

const price = (text: string) => text as Price;
const AT = new Date("2026-11-20T12:00:00Z");

type Model = Parameters<typeof ceilingCost>[0];

const model = (prices: Record<string, string>, more: Partial<Model> = {}): Model => ({
  kind: "model",
  isFree: false,
  prices: prices as Prices,
  overrides: [],
  outputModalities: ["text"],
  contextLength: 1000,
  maxCompletionTokens: 100,
  ...more,
});

const dollars = (cost: Usd | null): string | null => (cost === null ? null : formatDecimal(cost));
const DEMO = { prompt: "0.000002", completion: "0.00001" };

describe("prices in force", () => {
  const overridden = (...overrides: (Omit<PriceOverride, "prices"> & { prices?: Prices })[]) =>
    model(DEMO, { overrides: overrides.map((entry) => ({ prices: { prompt: price("9") }, ...entry })) });
  const promptPrice = (of: Model, promptTokens: number, at = AT) =>
    pricesFor(of, { promptTokens, at }).prompt;

  test("a threshold is strict", () => {
    const long = overridden({ minPromptTokens: 272_000 });
    expect(promptPrice(long, 272_000)).toBe("0.000002");
    expect(promptPrice(long, 272_001)).toBe("9");
  });

  test("a later one wins, component by component", () => {
    const layered = overridden(
      { prices: { prompt: price("1"), cacheRead: price("2") } },
      { prices: { prompt: price("3") } },
      { minPromptTokens: 50, prices: { prompt: price("4") } },
    );
    expect(pricesFor(layered, { promptTokens: 50, at: AT })).toEqual({
      prompt: "3",
      completion: "0.00001",
      cacheRead: "2",
    });
  });

  test.each([
    ["from its start", 1200, 1300, "12:00", true],
    ["up to its end", 1100, 1200, "12:00", false],
    ["to its last minute", 1100, 1200, "11:59", true],
    ["before midnight", 1630, 30, "23:59", true],
    ["after midnight", 1630, 30, "00:29", true],
    ["not after its end on the other side", 1630, 30, "00:30", false],
    ["not in the gap", 1630, 30, "16:29", false],
    ["never when it is empty", 1200, 1200, "12:00", false],
    ["until midnight", 1630, 2400, "23:59", true],
  ])("a window holds %s", (_name, utcStart, utcEnd, time, holds) => {
    const at = new Date(`2026-11-20T${time}:00Z`);
    expect(promptPrice(overridden({ utcStart, utcEnd }), 1, at)).toBe(holds ? "9" : "0.000002");
  });

  test("days are those of UTC, and all conditions must hold", () => {
    const fridays = overridden({ utcDays: ["friday"], minPromptTokens: 10 });
    expect(promptPrice(fridays, 11, new Date("2026-11-20T23:59:59.999Z"))).toBe("9");
    expect(promptPrice(fridays, 11, new Date("2026-11-21T00:00:00Z"))).toBe("0.000002");
    expect(promptPrice(fridays, 10)).toBe("0.000002");
    expect(promptPrice(overridden({ utcDays: [] }), 11)).toBe("0.000002");
  });
});

describe("estimate", () => {
  const of = (it: Model, usage: Partial<Parameters<typeof estimateCost>[1]> = {}) =>
    dollars(estimateCost(it, { promptTokens: 1000, completionTokens: 100, at: AT, ...usage }));

  test("tokens at their price", () => {
    expect(of(model(DEMO))).toBe("0.003");
  });

  test("every component", () => {
    const all = {
      ...DEMO,
      cacheRead: "0.0000002",
      cacheWrite: "0.0000025",
      reasoning: "0.00002",
      request: "0.005",
      image: "0.01",
    };
    const usage = { cachedTokens: 500, cacheWriteTokens: 100, reasoningTokens: 40, images: 2 };
    // 400 × 2µ + 500 × 0.2µ + 100 × 2.5µ + 60 × 10µ + 40 × 20µ + 0.005 + 2 × 0.01
    expect(of(model(all), usage)).toBe("0.02755");
  });

  test("cached, written and reasoning tokens without a price of their own cost what the others do", () => {
    expect(of(model(DEMO), { cachedTokens: 500, cacheWriteTokens: 400, reasoningTokens: 100 })).toBe("0.003");
  });

  test("more reasoning than completion tokens are not billed twice", () => {
    expect(of(model(DEMO), { reasoningTokens: 111 })).toBe("0.003");
  });

  test("the sum is rounded once, half to even", () => {
    const tiny = model({ prompt: "0.0000000000005", completion: "0.0000000000005" });
    expect(of(tiny, { promptTokens: 1, completionTokens: 0 })).toBe("0");
    expect(of(tiny, { promptTokens: 1, completionTokens: 1 })).toBe("0.000000000001");
    expect(of(tiny, { promptTokens: 1, completionTokens: 2 })).toBe("0.000000000002");
  });

  test("twenty-four characters of price count to the last", () => {
    const fine = model({ prompt: "0.0000000416666666666667", completion: "4.16666666666667e-8" });
    expect(of(fine, { promptTokens: 3e11, completionTokens: 0 })).toBe("12500.00000000001");
    expect(of(fine, { promptTokens: 0, completionTokens: 3e11 })).toBe("12500.00000000001");
  });

  test.each<[string, Model]>([
    ["a router", model(DEMO, { kind: "router" })],
    ["a missing prompt price", model({ completion: "0.1" })],
    ["a missing completion price", model({ prompt: "0.1" })],
    ["a zero price that is not called free", model({ prompt: "0", completion: "0.0" })],
    ["a model that writes no text", model(DEMO, { outputModalities: ["speech"] })],
    ["more money than the ledger can hold", model({ prompt: "100000", completion: "1" })],
  ])("%s has no estimate and no ceiling", (_name, it) => {
    expect(of(it)).toBeNull();
    expect(ceilingCost(it, { promptBytes: 1000, messages: 1, maxTokens: 100 })).toBeNull();
  });

  test("free is zero, not unknown", () => {
    const free = model({ prompt: "0", completion: "0" }, { isFree: true, kind: "router" });
    expect(of(free)).toBe("0");
    expect(ceilingCost(free, { promptBytes: 1000, messages: 1, maxTokens: 100 })).toBe(0n);
  });

  test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])("%s is no count", (promptTokens) =>
    expect(() => of(model(DEMO), { promptTokens })).toThrow(RangeError),
  );
});

describe("ceiling", () => {
  const of = (it: Model, request: Partial<Parameters<typeof ceilingCost>[1]> = {}) =>
    dollars(ceilingCost(it, { promptBytes: 984, messages: 1, maxTokens: 10, ...request }));

  test("bytes stand for tokens, with sixteen more for a message", () => {
    expect(of(model(DEMO))).toBe("0.0021");
    expect(of(model(DEMO), { messages: 2 })).toBe("0.002132");
  });

  test("each component at its dearest", () => {
    expect(of(model({ ...DEMO, cacheWrite: "0.0000025", cacheWrite1h: "0.000004" }))).toBe("0.0041");
    expect(of(model({ ...DEMO, cacheRead: "0.0000002", reasoning: "0.00002" }))).toBe("0.0022");
    expect(of(model({ ...DEMO, request: "1", image: "0.5" }))).toBe("1.0021");
  });

  test("an override counts whatever the hour, unless the prompt is too short for it", () => {
    const at = (override: Omit<PriceOverride, "prices">) =>
      of(model(DEMO, { overrides: [{ ...override, prices: { prompt: price("0.000003") } }] }));
    expect(at({ utcStart: 300, utcEnd: 301 })).toBe("0.0031");
    expect(at({ utcDays: [] })).toBe("0.0031");
    expect(at({ minPromptTokens: 999 })).toBe("0.0031");
    expect(at({ minPromptTokens: 1000 })).toBe("0.0021");
  });

  test("without a limit it is the model's, else its window, else unbounded", () => {
    expect(of(model(DEMO), { maxTokens: null })).toBe("0.003");
    expect(of(model(DEMO, { maxCompletionTokens: null }), { maxTokens: null })).toBe("0.012");
    expect(
      of(model(DEMO, { maxCompletionTokens: null, contextLength: null }), { maxTokens: null }),
    ).toBeNull();
  });

  test("images fill the window, and cannot be bounded without one", () => {
    const seeing = model({ ...DEMO, image: "0.5" }, { contextLength: 5000 });
    expect(of(seeing, { images: 2 })).toBe("1.0101");
    expect(of({ ...seeing, contextLength: null }, { images: 2 })).toBeNull();
  });

  test("a model that draws is bounded by the price of its drawing", () => {
    const drawing = model({ ...DEMO, imageOutput: "0.00003" }, { outputModalities: ["text", "image"] });
    expect(of(drawing)).toBe("0.0023");
    expect(of({ ...drawing, prices: DEMO as Prices })).toBeNull();
  });

  test("variants that add searches or dearer tiers are unbounded", () => {
    const free = model({ prompt: "0", completion: "0" }, { isFree: true });
    expect(of(free, { id: "acme/demo:free:online" })).toBeNull();
    expect(of(model(DEMO), { id: "acme/demo:nitro" })).toBeNull();
    expect(of(model(DEMO), { id: "acme/demo:floor" })).toBe("0.0021");
  });
});

const anyPrice = fc
  .tuple(fc.bigInt(0n, 10n ** 18n), fc.integer({ min: 15, max: 30 }))
  .map(([digits, places]) => {
    const text = digits.toString().padStart(places + 1, "0");
    return price(`${text.slice(0, -places)}.${text.slice(-places)}`);
  });

const optional = {
  cacheRead: anyPrice,
  cacheWrite: anyPrice,
  cacheWrite1h: anyPrice,
  reasoning: anyPrice,
  request: anyPrice,
};
const anyOverride = fc.record({
  minPromptTokens: fc.option(fc.integer({ min: 0, max: 3000 }), { nil: undefined }),
  utcStart: fc.option(fc.constantFrom(0, 400, 1159, 1200, 2330), { nil: undefined }),
  utcEnd: fc.option(fc.constantFrom(30, 1201, 1630, 2400), { nil: undefined }),
  prices: fc.record({ prompt: anyPrice, completion: anyPrice, ...optional }, { requiredKeys: [] }),
}) as fc.Arbitrary<PriceOverride>;
const anyModel = fc
  .record({
    prices: fc.record(
      { prompt: anyPrice, completion: anyPrice, ...optional },
      { requiredKeys: ["prompt", "completion"] },
    ),
    overrides: fc.array(anyOverride, { maxLength: 3 }),
  })
  .map(({ prices, overrides }) => model(prices, { overrides, isFree: true }));
const anyTime = fc.date({ min: new Date("2026-01-01"), max: new Date("2027-01-01"), noInvalidDate: true });

/** Dollars as a fraction, by long hand: nothing here comes from the code under test. */
function fraction(text: string): { top: bigint; bottom: bigint } {
  const [whole = "0", decimals = ""] = text.split(".");
  return { top: BigInt(whole + decimals), bottom: 10n ** BigInt(decimals.length) };
}

function roundedSum(terms: [string | undefined, number][]): bigint {
  let [top, bottom] = [0n, 1n];
  for (const [text = "0", count] of terms) {
    const next = fraction(text);
    [top, bottom] = [top * next.bottom + next.top * BigInt(count) * bottom, bottom * next.bottom];
  }
  const scaled = top * 10n ** 12n;
  const floor = scaled / bottom;
  const rest = scaled - floor * bottom;
  if (rest * 2n === bottom) return floor + (floor & 1n);
  return rest * 2n > bottom ? floor + 1n : floor;
}

test("estimates equal an independent sum of fractions", () => {
  fc.assert(
    fc.property(
      anyModel,
      fc.array(fc.nat(5000), { minLength: 5, maxLength: 5 }),
      anyTime,
      (it, counts, at) => {
        const [plain = 0, cached = 0, written = 0, spoken = 0, reasoned = 0] = counts;
        const promptTokens = plain + cached + written;
        const prices = pricesFor(it, { promptTokens, at });
        const expected = roundedSum([
          [prices.prompt, plain],
          [prices.cacheRead ?? prices.prompt, cached],
          [prices.cacheWrite ?? prices.prompt, written],
          [prices.completion, spoken],
          [prices.reasoning ?? prices.completion, reasoned],
          [prices.request, 1],
        ]);
        const estimate = estimateCost(it, {
          promptTokens,
          completionTokens: spoken + reasoned,
          cachedTokens: cached,
          cacheWriteTokens: written,
          reasoningTokens: reasoned,
          at,
        });
        expect(estimate).toBe(expected < 10n ** 20n ? expected : null);
      },
    ),
    { numRuns: 500 },
  );
});

test("no estimate within the request's bounds exceeds its ceiling, at any hour", () => {
  const part = fc.double({ min: 0, max: 1, noNaN: true });
  const request = fc.record({
    promptBytes: fc.nat(4000),
    messages: fc.integer({ min: 1, max: 20 }),
    maxTokens: fc.option(fc.nat(4000)),
  });
  fc.assert(
    fc.property(
      anyModel,
      request,
      fc.array(part, { minLength: 5, maxLength: 5 }),
      anyTime,
      (it, asked, parts, at) => {
        const [prompt = 1, cached = 0, written = 0, completion = 1, reasoned = 0] = parts;
        const promptTokens = Math.floor(prompt * (asked.promptBytes + 16 * asked.messages));
        const completionTokens = Math.floor(completion * (asked.maxTokens ?? 100));
        const estimate = estimateCost(it, {
          promptTokens,
          completionTokens,
          cachedTokens: Math.floor(cached * promptTokens),
          cacheWriteTokens: Math.floor(written * promptTokens),
          reasoningTokens: Math.floor(reasoned * completionTokens),
          at,
        });
        const ceiling = ceilingCost(it, asked);
        // Null is a ceiling beyond what the ledger holds.
        if (ceiling !== null) expect(estimate !== null && estimate <= ceiling).toBe(true);
      },
    ),
    { numRuns: 1000 },
  );
});

test("more of anything never lowers a ceiling, nor more answer an estimate", () => {
  const size = fc.nat(4000);
  fc.assert(
    fc.property(anyModel, size, size, size, size, (it, promptBytes, maxTokens, moreBytes, moreTokens) => {
      const less = ceilingCost(it, { promptBytes, messages: 1, maxTokens });
      const more = ceilingCost(it, {
        promptBytes: promptBytes + moreBytes,
        messages: 2,
        maxTokens: maxTokens + moreTokens,
      });
      if (more !== null) expect(less !== null && less <= more).toBe(true);
      const short = estimateCost(it, { promptTokens: promptBytes, completionTokens: maxTokens, at: AT });
      const long = estimateCost(it, {
        promptTokens: promptBytes,
        completionTokens: maxTokens + moreTokens,
        at: AT,
      });
      if (long !== null) expect(short !== null && short <= long).toBe(true);
    }),
    { numRuns: 500 },
  );
});
