import fc from "fast-check";
import { expect, test } from "vitest";
import { parseUsd, type Usd } from "@/lib/core/money";
import { FEATURES, NO_FILTERS } from "./filters";
import { type ModelQuery, readModelQuery, writeModelQuery } from "./model-query";
import { SORTS } from "./sort";

const read = (text: string) => readModelQuery(new URLSearchParams(text));

test("nothing asked is nothing in the address", () => {
  const usual: ModelQuery = { search: "", sort: "newest", filters: NO_FILTERS };
  expect(writeModelQuery(usual)).toEqual({});
  expect(read("")).toEqual(usual);
});

test("an address as people read it", () => {
  const query = read(
    "q=sonnet&can=tools,json&in=3&by=openai,anthropic&reads=image&context=200000&sort=price",
  );
  expect(query).toEqual({
    search: "sonnet",
    sort: "price",
    filters: {
      ...NO_FILTERS,
      features: ["tools", "json"],
      maxInput: parseUsd("3"),
      authors: ["anthropic", "openai"],
      inputs: ["image"],
      minContext: 200_000,
    },
  });
  expect(writeModelQuery(query)).toEqual({
    q: "sonnet",
    sort: "price",
    in: "3",
    context: "200000",
    reads: "image",
    can: "tools,json",
    by: "anthropic,openai",
  });
});

test("what is written is read back", () => {
  const words = fc
    .uniqueArray(fc.stringMatching(/^[a-z0-9.-]{1,20}$/), { maxLength: 5 })
    .map((list) => list.sort());
  const ceiling = fc.option(fc.bigInt({ min: 0n, max: 10n ** 16n }).map((amount) => amount as Usd));
  const queries = fc.record({
    search: fc.string({ unit: "grapheme", maxLength: 40 }),
    sort: fc.constantFrom(...SORTS),
    filters: fc.record({
      free: fc.boolean(),
      maxInput: ceiling,
      maxOutput: ceiling,
      minContext: fc.option(fc.integer({ min: 1, max: 999_999_999 })),
      inputs: words,
      outputs: words,
      features: fc.subarray([...FEATURES]),
      authors: words,
      zeroRetention: fc.boolean(),
      batch: fc.boolean(),
    }),
  });
  fc.assert(
    fc.property(queries, (query) => {
      const address = new URLSearchParams(writeModelQuery(query)).toString();
      expect(read(address)).toEqual(query);
    }),
  );
});

test("anything else in the address is as if it were not there, and what was read is stable", () => {
  const names = [
    "q",
    "sort",
    "free",
    "in",
    "out",
    "context",
    "reads",
    "writes",
    "can",
    "by",
    "keeps",
    "batch",
  ];
  const entries = fc.array(
    fc.tuple(
      fc.constantFrom(...names),
      fc.oneof(
        fc.string({ unit: "grapheme", maxLength: 20 }),
        fc.constantFrom("1e400", "-1", "NaN", ",,,", "0x1", "1e-30"),
      ),
    ),
  );
  fc.assert(
    fc.property(entries, (list) => {
      const query = readModelQuery(new URLSearchParams(list));
      expect(readModelQuery(new URLSearchParams(writeModelQuery(query)))).toEqual(query);
    }),
  );
});
