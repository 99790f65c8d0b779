import { expect, test } from "vitest";
import { parseUsd } from "@/lib/core/money";
import { syntheticRows } from "@/lib/sandbox/synthetic";
import type { Difference, PriceEffect } from "./changes-api";
import { describeChange, describeEffect } from "./describe-change";
import { compareLists, differencesBetween } from "./differences";
import { readModels } from "./read-model";
import { catalogModel } from "./testing";

const IN_OUT = { prompt: "0.000001", completion: "0.000002" };
const between = (before: object, after: object) =>
  describeChange({
    differences: differencesBetween(catalogModel("a/b", before), catalogModel("a/b", after)),
  });
const prices = (some: object) => ({ prices: { ...IN_OUT, ...some } });

test.each<[object, object, string[]]>([
  [{}, prices({ prompt: "0.0000015" }), ["Input $1.00 → $1.50 /M"]],
  [
    prices({ webSearch: "0.01" }),
    prices({ completion: "0", webSearch: "0.0125", cacheRead: "0.0000001" }),
    ["Output $2.00 → $0 /M", "Cache read — → $0.10 /M", "Web search $0.01 → $0.0125 each"],
  ],
  [
    prices({ prompt: "0.00000004166666666" }),
    prices({ prompt: "0.00000004166666667" }),
    ["Input 0.00000004166666666 → 0.00000004166666667 dollars per unit"],
  ],
  [
    { overrides: [{ utcStart: 1630, utcEnd: 30, prices: { prompt: "0.0000005" } }] },
    { overrides: [{ minPromptTokens: 200_000, prices: { prompt: "0.000002", completion: "0.000003" } }] },
    [
      "No longer: 16:30–00:30 UTC: Input $0.50 /M",
      "Prompts over 200K tokens: Input $2.00 /M, Output $3.00 /M",
    ],
  ],
  [{ contextLength: null }, { contextLength: 131_072 }, ["Context — → 131,072 tokens"]],
  [{ maxCompletionTokens: 4096 }, { maxCompletionTokens: 4097 }, ["Longest answer 4,096 → 4,097 tokens"]],
  [
    { supportedParameters: ["seed", "tools"] },
    { supportedParameters: ["stop", "tools"] },
    ["Parameters +stop −seed"],
  ],
  [{}, { inputModalities: ["image", "text"], outputModalities: [] }, ["Input +image", "Output −text"]],
  [{}, { expiresOn: "2027-01-31" }, ["May be gone from 2027-01-31"]],
  [{ expiresOn: "2027-01-31" }, {}, ["Stays after all"]],
])("%j → %j", (before, after, lines) => expect(between(before, after)).toEqual(lines));

test("coming and going are said in a word", () => {
  const differences: Difference[] = [{ kind: "new" }, { kind: "gone" }, { kind: "returned" }];
  expect(describeChange({ differences })).toEqual(["New", "Gone", "Back again"]);
});

test("whatever changes, something is said of it", () => {
  const { models } = readModels(syntheticRows(86));
  const others = models.map((model, index) => ({
    ...(models[(index + 5) % models.length] ?? model),
    id: model.id,
  }));
  const changes = compareLists(models, others);
  expect(changes.length).toBeGreaterThan(50);
  for (const change of changes) expect(describeChange(change)).not.toEqual([]);
});

const effect = (more: Partial<PriceEffect>): PriceEffect => ({
  ...{ amount: null, before: null, after: null, reason: null, generations: 5, counted: 4, uncounted: [] },
  ...more,
});

test.each<[string, PriceEffect | null, string | null]>([
  ["not in use", null, null],
  ["dearer", effect({ amount: parseUsd("1.5") }), "$1.50 more on your last 30 days (4 generations)."],
  [
    "cheaper",
    effect({ amount: parseUsd("-0.0004"), counted: 1 }),
    "$0.000400 less on your last 30 days (1 generation).",
  ],
  ["the same", effect({ amount: parseUsd("0") }), "No difference on your last 30 days (4 generations)."],
  ["unclear", effect({ reason: "hours" }), "What it means for you depends on the hours of your requests."],
])("what it means in dollars: %s", (_, some, said) => expect(describeEffect(some)).toBe(said));
