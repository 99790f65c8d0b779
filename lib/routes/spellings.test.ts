import { describe, expect, test } from "vitest";
import { applyRoute } from "./apply-route";
import { RouteSpec } from "./spec-request";
import type { Spelling } from "./spelling";
import {
  COMPLETIONS_SPELLING,
  EMBEDDINGS_SPELLING,
  MESSAGES_SPELLING,
  RESPONSES_SPELLING,
} from "./spellings";

const weather = { name: "weather", parameters: { type: "object" } };
const schema = { type: "object" };
const parameters = {
  temperature: 0.2,
  max_tokens: 500,
  stop: "END",
  seed: 7,
  reasoning: { effort: "low" },
  verbosity: "low",
  response_format: { type: "json_schema", json_schema: { name: "answer", schema } },
  tools: [{ type: "function", function: weather }],
  tool_choice: "required",
  provider: { zdr: true },
};

function apply(spelling: Spelling, caller: object, more: object = {}, models = ["acme/one", "acme/two"]) {
  const spec = RouteSpec.parse({ arms: [{ name: "main", share: 100, models }], ...more });
  return applyRoute(spec, spec.arms[0] ?? expect.fail("no arm"), { model: "route/r", ...caller }, spelling);
}

describe("a route, asked for as a response", () => {
  test("says all it can in the API's words, and tells what it cannot", () => {
    const { body, changed, leftOut } = apply(
      RESPONSES_SPELLING,
      { input: "Hi" },
      { parameters, system: "Be brief" },
    );
    expect(body).toEqual({
      ...{ model: "acme/one", models: ["acme/two"], input: "Hi", instructions: "Be brief" },
      ...{ temperature: 0.2, max_output_tokens: 500, reasoning: { effort: "low" }, provider: { zdr: true } },
      text: { verbosity: "low", format: { type: "json_schema", name: "answer", schema } },
      tools: [{ type: "function", ...weather }],
      tool_choice: "required",
    });
    expect(changed).toContain("text.format");
    expect(leftOut).toEqual(["seed", "stop"]);
  });

  test("stands back for what the caller says, by whatever words", () => {
    const caller = {
      input: [{ role: "developer", content: "Mine" }],
      max_output_tokens: 9,
      text: { format: { type: "text" }, x: 1 },
    };
    const { body } = apply(RESPONSES_SPELLING, caller, { parameters, system: "Be brief" });
    expect(body).toMatchObject({ ...caller, text: { ...caller.text, verbosity: "low" } });
    expect(body).not.toHaveProperty("instructions");
  });

  test("holds what it locks", () => {
    const said = { role: "user", content: "Hi" };
    const caller = {
      input: [{ role: "system", content: "Mine" }, said],
      instructions: "Mine",
      max_output_tokens: 9_999,
    };
    const locked = { parameters, system: "Theirs", locked: ["system", "max_tokens"] };
    expect(apply(RESPONSES_SPELLING, caller, locked).body).toMatchObject({
      ...{ input: [said], instructions: "Theirs", max_output_tokens: 500 },
    });
    const none = apply(RESPONSES_SPELLING, caller, { locked: ["system"] }).body;
    expect(none).toMatchObject({ input: [said] });
    expect(none).not.toHaveProperty("instructions");
  });
});

describe("a route, asked for as a message", () => {
  const messages = [{ role: "user", content: "Hi" }];

  test("says all it can in the API's words, and tells what it cannot", () => {
    const { body, leftOut } = apply(MESSAGES_SPELLING, { messages }, { parameters, system: "Be brief" });
    expect(body).toEqual({
      ...{ model: "acme/one", fallbacks: [{ model: "acme/two" }], messages, system: "Be brief" },
      ...{ temperature: 0.2, max_tokens: 500, stop_sequences: ["END"], provider: { zdr: true } },
      thinking: { type: "adaptive" },
      output_config: { effort: "low", format: { type: "json_schema", schema } },
      tools: [{ name: "weather", input_schema: { type: "object" } }],
      tool_choice: { type: "any" },
    });
    expect(leftOut).toEqual(["seed", "verbosity"]);
  });

  test.each([
    [{ effort: "none" }, { type: "disabled" }],
    [{ enabled: false }, { type: "disabled" }],
    [{ enabled: true }, { type: "adaptive" }],
    [{ max_tokens: 2_000 }, { type: "enabled", budget_tokens: 2_000 }],
  ])("thinks as %j says", (reasoning, thinking) => {
    expect(apply(MESSAGES_SPELLING, { messages }, { parameters: { reasoning } }).body.thinking).toEqual(
      thinking,
    );
  });

  test("stands back for the caller's own, unless it is locked", () => {
    const caller = { messages, system: "Mine", output_config: { effort: "max" }, max_tokens: 9 };
    const spec = { parameters, system: "Theirs" };
    expect(apply(MESSAGES_SPELLING, caller, spec).body).toMatchObject(caller);
    expect(apply(MESSAGES_SPELLING, caller, spec).body).not.toHaveProperty("thinking");
    const locked = { ...spec, locked: ["system", "reasoning", "max_tokens"] };
    expect(apply(MESSAGES_SPELLING, caller, locked).body).toMatchObject({
      ...{ system: "Theirs", max_tokens: 500, output_config: { effort: "low" } },
    });
    expect(apply(MESSAGES_SPELLING, caller, { locked: ["system"] }).body).not.toHaveProperty("system");
  });
});

test("what is locked and cannot be said is refused, rather than left out", () => {
  const spec = { parameters, locked: ["seed"] };
  for (const spelling of [RESPONSES_SPELLING, MESSAGES_SPELLING])
    expect(() => apply(spelling, {}, spec)).toThrow(/locks `seed`/);
});

test("texts to go on have their instructions before them, each of them", () => {
  const system = "Be brief";
  const prompt = (asked: unknown) => apply(COMPLETIONS_SPELLING, { prompt: asked }, { system });
  expect(prompt("Once").body.prompt).toBe("Be brief\n\nOnce");
  expect(prompt(["Once", "Twice"]).body.prompt).toEqual(["Be brief\n\nOnce", "Be brief\n\nTwice"]);
  expect(prompt([1, 2])).toMatchObject({ body: { prompt: [1, 2] }, leftOut: ["system"] });
});

test("vectors are made by the first model alone, with the route's preferences among providers", () => {
  const { body, leftOut } = apply(
    EMBEDDINGS_SPELLING,
    { input: "Hi" },
    { parameters: { provider: { zdr: true }, temperature: 1 }, system: "S" },
  );
  expect(body).toEqual({ model: "acme/one", input: "Hi", provider: { zdr: true } });
  expect(leftOut).toEqual(["temperature", "models", "system"]);
});

test("a caller's body is not written to", () => {
  const caller = Object.freeze({ input: "Hi", text: Object.freeze({ verbosity: "high" }), model: "route/r" });
  apply(RESPONSES_SPELLING, caller, { parameters, locked: ["verbosity"] });
  expect(caller.text).toEqual({ verbosity: "high" });
});
