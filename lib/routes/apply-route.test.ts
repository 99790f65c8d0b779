import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyRoute } from "./apply-route";
import { RouteSpec } from "./spec-request";

const specOf = (more: object = {}, models = ["acme/one", "acme/two"]) =>
  RouteSpec.parse({ arms: [{ name: "main", share: 100, models }], ...more });
const arm = (spec: RouteSpec) => spec.arms[0] ?? expect.fail("no arm");
const apply = (spec: RouteSpec, caller: Record<string, unknown>) => applyRoute(spec, arm(spec), caller);
const ASK = { model: "route/r", messages: [{ role: "user", content: "Hi" }] };

describe("the chain", () => {
  test("takes the place of the route's name", () => {
    expect(apply(specOf(), ASK)).toEqual({
      body: { ...ASK, model: "acme/one", models: ["acme/two"] },
      changed: ["model", "models"],
      leftOut: [],
    });
  });
  test("of one model has no fallbacks to send", () => {
    expect(apply(specOf({}, ["acme/one"]), ASK)).toEqual({
      body: { ...ASK, model: "acme/one" },
      changed: ["model"],
      leftOut: [],
    });
  });
});

describe("settings", () => {
  const spec = specOf({ parameters: { temperature: 0.2, max_tokens: 500, reasoning: { effort: "low" } } });

  test("are sent when the caller sets none", () => {
    const { body, changed } = apply(spec, ASK);
    expect(body).toMatchObject({ temperature: 0.2, max_tokens: 500, reasoning: { effort: "low" } });
    expect(changed).toEqual(["max_tokens", "model", "models", "reasoning", "temperature"]);
  });
  test("of the caller come first, under whatever name, and null sets nothing", () => {
    const caller = { ...ASK, temperature: 0, max_completion_tokens: 9, reasoning_effort: "high" };
    const { body, changed } = apply(spec, caller);
    expect(body).toEqual({ ...caller, model: "acme/one", models: ["acme/two"] });
    expect(changed).toEqual(["model", "models"]);
    expect(apply(spec, { ...ASK, temperature: null }).body).toMatchObject({ temperature: 0.2 });
  });
  test("that are locked hold, under whatever name, also where the route has none", () => {
    const locked = RouteSpec.parse({ ...spec, locked: ["max_tokens", "top_p"] });
    const caller = { ...ASK, temperature: 1, max_completion_tokens: 99_999, top_p: 0.1 };
    const { body, changed } = apply(locked, caller);
    expect(body).toMatchObject({ temperature: 1, max_tokens: 500 });
    expect(body).not.toHaveProperty("max_completion_tokens");
    expect(body).not.toHaveProperty("top_p");
    expect(changed).toEqual(["max_completion_tokens", "max_tokens", "model", "models", "reasoning", "top_p"]);
  });
});

describe("preferences among providers", () => {
  const spec = specOf({ parameters: { provider: { order: ["acme"], data_collection: "deny" } } });
  const caller = { ...ASK, provider: { order: ["other"], sort: "price" } };

  test("are merged one by one", () => {
    const { body, changed } = apply(spec, caller);
    expect(body.provider).toEqual({ order: ["other"], sort: "price", data_collection: "deny" });
    expect(changed).toEqual(["model", "models", "provider.data_collection"]);
  });
  test("that are locked are the route's alone", () => {
    const { body, changed } = apply(RouteSpec.parse({ ...spec, locked: ["provider"] }), caller);
    expect(body.provider).toEqual({ order: ["acme"], data_collection: "deny" });
    expect(changed).toContain("provider");
  });
});

describe("instructions", () => {
  const own = { role: "developer", content: "Mine" };
  const theirs = { role: "system", content: "Theirs" };
  const caller = { ...ASK, messages: [own, ...ASK.messages] };

  test("are given when the caller gives none", () => {
    expect(apply(specOf({ system: "Theirs" }), ASK).body.messages).toEqual([theirs, ...ASK.messages]);
    expect(apply(specOf({ system: "Theirs" }), caller).body.messages).toEqual(caller.messages);
  });
  test("that are locked are the only ones, or none", () => {
    const locked = { locked: ["system"] };
    expect(apply(specOf({ system: "Theirs", ...locked }), caller).body.messages).toEqual([
      theirs,
      ...ASK.messages,
    ]);
    expect(apply(specOf(locked), caller).body.messages).toEqual(ASK.messages);
  });
  test("stand before a text that comes without messages", () => {
    const bare = { model: "route/r", prompt: "Once upon a time" };
    const { body, changed } = apply(specOf({ system: "Theirs", locked: ["system"] }), bare);
    expect(body).toEqual({
      ...{ model: "acme/one", models: ["acme/two"] },
      prompt: "Theirs\n\nOnce upon a time",
    });
    expect(changed).toEqual(["model", "models", "prompt"]);
    expect(apply(specOf(), bare).body.prompt).toBe(bare.prompt);
  });
});

test("whatever a route does not know stays as it is", () => {
  const foreign = fc.dictionary(
    fc.stringMatching(/^x_[a-z]{1,9}$/),
    fc.jsonValue({ noUnicodeString: false }),
  );
  fc.assert(
    fc.property(foreign, (fields) => {
      const spec = specOf({ system: "S", parameters: { temperature: 1 }, locked: ["top_p"] });
      expect(apply(spec, { ...ASK, ...fields }).body).toMatchObject(fields);
    }),
  );
});

test("a caller's body is not written to", () => {
  const caller = Object.freeze({ ...ASK, provider: Object.freeze({ sort: "price" }), top_p: 1 });
  const spec = specOf({ system: "S", parameters: { provider: { zdr: true } }, locked: ["top_p"] });
  expect(() => apply(spec, caller)).not.toThrow();
  expect(caller.provider).toEqual({ sort: "price" });
});
