import { expect, test } from "vitest";
import { catalogModel } from "@/lib/catalog/testing";
import type { Attempt, Generation } from "./api";
import { describeAnswer, describeAttempts, hopsOf } from "./hops";

const rows = [
  catalogModel("acme/one", { canonicalSlug: "acme/one-20260101" }),
  catalogModel("acme/two", { canonicalSlug: "acme/two-20260202" }),
  catalogModel("~acme/latest", { kind: "alias", aliasTarget: "acme/two" }),
];
const attempt = (model: string | null, status: number | null, provider: string | null = "Acme"): Attempt => ({
  ...{ model, status, provider },
  latencyMs: null,
});
const asked = (more: Partial<Generation>) => ({
  models: ["acme/one", "acme/two", "acme/three"],
  model: null,
  state: "finished" as const,
  attempts: null,
  ...more,
});
const outcomes = (more: Partial<Generation>, answering?: string) =>
  hopsOf(asked(more), rows, answering).map(({ outcome }) => outcome);

test.each<[told: string, more: Partial<Generation>, expected: string[]]>([
  ["nothing", {}, ["unknown", "unknown", "unknown"]],
  ["only who answered", { model: "acme/two" }, ["unknown", "answered", "unknown"]],
  ["who answered, by its dated name", { model: "acme/two-20260202" }, ["unknown", "answered", "unknown"]],
  ["somebody else", { model: "other/model" }, ["unknown", "unknown", "unknown"]],
  [
    "every try",
    { attempts: [attempt("acme/one-20260101", 429), attempt("acme/two-20260202", 200)] },
    ["failed", "answered", "untried"],
  ],
  [
    "the good try alone",
    { model: "acme/two", attempts: [attempt("acme/two", 200)] },
    ["silent", "answered", "untried"],
  ],
  ["that the first did", { attempts: [attempt("acme/one", 200)] }, ["answered", "untried", "untried"]],
  [
    "that all failed",
    {
      state: "failed",
      attempts: [attempt("acme/one", 500), attempt("acme/two", 502), attempt("acme/three", 429)],
    },
    ["failed", "failed", "failed"],
  ],
  [
    "that the answer broke off",
    { state: "failed", attempts: [attempt("acme/one", 429), attempt("acme/two", 200)] },
    ["failed", "failed", "untried"],
  ],
  [
    "that it was stopped",
    { state: "cancelled", model: "acme/one", attempts: [] },
    ["answered", "unknown", "unknown"],
  ],
  [
    "tries that belong to no hop",
    { attempts: [attempt(null, 500), attempt("other/model", 500)] },
    ["unknown", "unknown", "unknown"],
  ],
  [
    "tries out of order, as when all models are sorted together",
    { attempts: [attempt("acme/two", 503), attempt("acme/one", 200)] },
    ["answered", "failed", "untried"],
  ],
])("told %s", (_told, more, expected) => {
  expect(outcomes(more)).toEqual(expected);
});

test("while it runs, the stream names who answers", () => {
  expect(outcomes({ state: "running" })).toEqual(["unknown", "unknown", "unknown"]);
  expect(outcomes({ state: "running" }, "acme/two")).toEqual(["unknown", "answering", "unknown"]);
});

test("variants and aliases are known again", () => {
  const tries = [attempt("acme/one-20260101", 429), attempt("acme/two-20260202", 200)];
  const models = ["acme/one:nitro", "~acme/latest"];
  expect(outcomes({ models, attempts: tries })).toEqual(["failed", "answered"]);
  expect(
    outcomes({ models: ["acme/one:nitro", "acme/one:floor"], attempts: [attempt("acme/one", 429)] }),
  ).toEqual(["failed", "unknown"]);
});

test("tries are told with status and provider; a good one is no reason", () => {
  expect(
    describeAttempts([
      attempt("acme/one", 429, "Azure"),
      attempt("acme/one", 502, null),
      attempt("acme/one", 418),
      attempt("acme/one", null, null),
      attempt("acme/one", 200),
    ]),
  ).toBe("429 rate limited (Azure), 502 failed, 418 (Acme), no status");
});

test("how long a try took is told where it is known", () => {
  const tries = [
    { ...attempt("acme/one", 429, "Azure"), latencyMs: 412 },
    { ...attempt("acme/one", 502, null), latencyMs: 0 },
    { ...attempt("acme/one", 200, "Groq"), latencyMs: 1250 },
  ];
  expect(describeAttempts(tries)).toBe("429 rate limited (Azure, 412 ms), 502 failed (0 ms)");
  expect(describeAnswer(tries)).toBe("Groq, 1.3 s");
  expect(describeAnswer([attempt("acme/one", 200, "Groq")])).toBe("Groq");
  expect(describeAnswer([attempt("acme/one", 429)])).toBe("");
});
