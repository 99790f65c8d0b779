import { expect, test } from "vitest";
import type { CatalogModel } from "@/lib/catalog/model";
import { Parameters } from "@/lib/routing/parameters-request";
import { type Parameter, parametersOf, settingsOf, shownValue } from "./parameter-list";
import { readBiases, readNumber, readWords, writeBiases } from "./read-parameter";
import { withParameter } from "./with-parameter";

const row = (more: Partial<CatalogModel>): CatalogModel => ({
  ...{ id: "acme/one", canonicalSlug: null, name: "One", author: "acme", kind: "model", isFree: false },
  ...{ description: "", created: null, contextLength: 8000, maxCompletionTokens: null, isModerated: null },
  ...{ inputModalities: [], outputModalities: [], prices: {}, overrides: [], supportedParameters: [] },
  ...{ defaultParameters: {}, reasoning: null, knowledgeCutoff: null, expiresOn: null, aliasTarget: null },
  ...more,
});
const apply = (parameters: Record<string, unknown>, parameter: Parameter, chosen: unknown) =>
  settingsOf(parameters, parameter, chosen).reduce(
    (before, setting) => withParameter(before, ...setting),
    parameters,
  );
const REASONING = { mandatory: true, defaultEnabled: true, efforts: ["high", "none"], defaultEffort: "high" };

test("only what a model supports can be set, with its own range and default", () => {
  expect(parametersOf(row({})).map(({ name }) => name)).toEqual(["service_tier"]);
  const known = parametersOf(
    row({
      supportedParameters: ["max_tokens", "temperature", "reasoning", "made_up"],
      defaultParameters: { temperature: 0.6 },
      maxCompletionTokens: 4096,
      reasoning: REASONING,
    }),
  );
  expect(known).toMatchObject([
    { name: "reasoning.effort", choices: ["high"], default: "high" },
    { name: "reasoning.max_tokens" },
    { name: "reasoning.exclude" },
    { name: "temperature", min: 0, max: 2, default: 0.6 },
    { name: "max_tokens", max: 4096, default: null },
    { name: "service_tier" },
  ]);
});

test("every setting that is offered is taken by the server, at both ends of its range", () => {
  const everything = ["temperature", "top_p", "top_k", "min_p", "top_a", "frequency_penalty", "seed", "stop"];
  const more = [
    "presence_penalty",
    "repetition_penalty",
    "max_tokens",
    "verbosity",
    "reasoning",
    "web_search_options",
    ...["logit_bias", "logprobs", "top_logprobs"],
  ];
  const offered = parametersOf(
    row({ supportedParameters: [...everything, ...more], reasoning: { ...REASONING, efforts: null } }),
  );
  expect(offered).toHaveLength(20);
  for (const parameter of offered) {
    const values =
      parameter.kind === "number"
        ? [parameter.min, parameter.max]
        : parameter.kind === "choice"
          ? parameter.choices
          : parameter.kind === "words"
            ? [["END"]]
            : [{ "0": -100, "999999999": 100 }];
    for (const value of values) {
      const set = apply({}, parameter, value);
      expect(Parameters.safeParse(set).error).toBeUndefined();
    }
  }
});

test("what is unset is not sent", () => {
  const set = withParameter({ temperature: 0 }, "reasoning", { effort: "low" });
  expect(set).toEqual({ temperature: 0, reasoning: { effort: "low" } });
  expect(withParameter(set, "temperature", null)).toEqual({ reasoning: { effort: "low" } });
});

test("what is set is shown as it was written", () => {
  const parameters = { temperature: 0, stop: ["a", "b"], reasoning: { effort: "low" } };
  expect(
    ["temperature", "stop", "reasoning.effort", "seed"].map((name) => shownValue(parameters, name)),
  ).toEqual(["0", "a\nb", "low", ""]);
});

test.each([
  ["", { value: null }],
  [" 0,5 ", { value: 0.5 }],
  ["0", { value: 0 }],
  ["3", { problem: "From 0 to 2" }],
  ["much", { problem: "Not a number" }],
  ["Infinity", { problem: "Not a number" }],
])("%j is read as %j", (text, read) => {
  expect(readNumber(text, { min: 0, max: 2, whole: false })).toEqual(read);
});

test("tokens are whole", () => {
  expect(readNumber("1.5", { min: 1, max: 9, whole: true })).toEqual({ problem: "A whole number, please" });
});

test("an effort and a budget exclude each other, and each leaves the rest", () => {
  const [effort, budget, thoughts] = parametersOf(
    row({ supportedParameters: ["reasoning"], reasoning: REASONING }),
  );
  if (!effort || !budget || !thoughts) throw new Error("nothing to reason with");
  const hidden = apply({}, thoughts, "hidden");
  const some = apply(hidden, effort, "high");
  expect(some).toEqual({ reasoning: { exclude: true, effort: "high" } });
  const counted = apply(some, budget, 2_000);
  expect(counted).toEqual({ reasoning: { exclude: true, max_tokens: 2_000 } });
  expect(shownValue(counted, "reasoning.exclude")).toBe("hidden");
  const unset = apply(counted, budget, null);
  expect(apply(unset, thoughts, null)).toEqual({});
});

test("the likeliest others are told only with what was chosen", () => {
  const [chances, likeliest] = parametersOf(row({ supportedParameters: ["logprobs", "top_logprobs"] }));
  if (!chances || !likeliest) throw new Error("no probabilities");
  const sent = apply({}, likeliest, 5);
  expect(sent).toEqual({ top_logprobs: 5, logprobs: true });
  expect(shownValue(sent, "logprobs")).toBe("sent");
  expect(apply(sent, likeliest, null)).toEqual({ logprobs: true });
  expect(apply(sent, chances, null)).toEqual({});
});

test.each([
  ["", { value: null }],
  ["50256 -100\n\n 198: +0,5 ", { value: { "50256": -100, "198": 0.5 } }],
  ["hello 1", { problem: "A token's number and its bias, such as 50256 -100" }],
  ["5 1\n6", { problem: "Line 2: A token's number and its bias, such as 50256 -100" }],
  ["5 1\n6 101", { problem: "Line 2: From -100 to 100" }],
  ["5 1\n5 2", { problem: "Line 2: Token 5 has a bias already" }],
  ["__proto__ 1", { problem: "A token's number and its bias, such as 50256 -100" }],
])("%j as biases is %j", (text, read) => {
  expect(readBiases(text)).toEqual(read);
  if ("value" in read && read.value) {
    expect(Parameters.parse({ logit_bias: read.value })).toEqual({ logit_bias: read.value });
    expect(readBiases(shownValue({ logit_bias: read.value }, "logit_bias"))).toEqual(read);
    expect(writeBiases(read.value)).toBe("198 0.5\n50256 -100");
  }
});

test("too many stop words, and too long ones, are refused and not cut", () => {
  expect(readWords("a\n\nb")).toEqual({ value: ["a", "b"] });
  expect(readWords("a\nb\nc\nd\ne")).toEqual({ problem: "4 are the most" });
  expect(readWords("x".repeat(501))).toEqual({ problem: "500 characters are the most for one" });
});
