import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { keptParameters as kept } from "./kept-parameters";

describe("kept parameters", () => {
  test("are the settings, as they were", () => {
    const settings = {
      temperature: 0.7,
      seed: 0,
      include_reasoning: false,
      reasoning: { effort: "high", max_tokens: 2_000 },
      provider: {
        order: ["acme", "acme/eu"],
        sort: { by: "price", partition: "none" },
        max_price: { prompt: 1.5 },
      },
    };
    expect(kept({ model: "acme/a", ...settings, user: "ada", stop: ["x"] })).toEqual(settings);
  });

  test("never hold what was said, wherever a program puts it", () => {
    const secret = "Ada's blood type is AB negative";
    const anywhere = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 5 },
        fc.constant(secret),
        fc.constant(`${secret}\0`),
        fc.integer(),
        fc.array(tie("value")),
        fc.dictionary(fc.oneof(fc.constant(secret), fc.string()), tie("value")),
      ),
    })).value;
    const names = ["temperature", "reasoning", "provider", "route", "verbosity", "service_tier", "n", "seed"];
    const quoting = ["stop", "response_format", "prediction", "tools", "logit_bias", "user", "metadata"];
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names, ...quoting), anywhere), (settings) => {
        const text = JSON.stringify(kept({ messages: [{ content: secret }], ...settings }));
        expect(text).not.toContain("Ada");
        expect(text).not.toContain("blood");
      }),
      { numRuns: 500 },
    );
  });

  test("stay small and shallow", () => {
    const wide = Array.from({ length: 10_000 }, () => "acme");
    let deep: unknown = 1;
    for (let level = 0; level < 10_000; level++) deep = { deep };
    expect(JSON.stringify(kept({ provider: { order: wide, deep } })).length).toBeLessThan(1_000);
  });
});
