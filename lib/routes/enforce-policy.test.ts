import { describe, expect, test } from "vitest";
import { enforcePolicy, policyOf } from "./enforce-policy";
import type { Spelling } from "./spelling";
import {
  CHAT_SPELLING,
  COMPLETIONS_SPELLING,
  EMBEDDINGS_SPELLING,
  MESSAGES_SPELLING,
  RESPONSES_SPELLING,
} from "./spellings";

const BOTH = { denyDataCollection: true, requireZeroRetention: true };
const NONE = { denyDataCollection: false, requireZeroRetention: false };
const SPELLINGS: [name: string, spelling: Spelling][] = [
  ["chat", CHAT_SPELLING],
  ["completions", COMPLETIONS_SPELLING],
  ["responses", RESPONSES_SPELLING],
  ["messages", MESSAGES_SPELLING],
  ["embeddings", EMBEDDINGS_SPELLING],
];

test("a workspace that asks nothing leaves bodies alone", () => {
  const body = { provider: { data_collection: "allow" } };
  expect(policyOf(NONE)).toBeNull();
  expect(enforcePolicy(body, NONE, CHAT_SPELLING)).toEqual({ body, changed: [] });
});

describe.each(SPELLINGS)("in %s", (_name, spelling) => {
  test("a policy is put into what says nothing of it", () => {
    expect(enforcePolicy({ model: "a/b" }, BOTH, spelling)).toEqual({
      body: { model: "a/b", provider: { data_collection: "deny", zdr: true } },
      changed: ["provider.data_collection", "provider.zdr"],
    });
    expect(enforcePolicy({}, { ...NONE, requireZeroRetention: true }, spelling).body).toEqual({
      provider: { zdr: true },
    });
  });

  test("it overrides what says the contrary, and nothing else", () => {
    const provider = { order: ["acme"], data_collection: "allow", zdr: false };
    const came = { model: "a/b", provider, seed: 1 };
    expect(enforcePolicy(came, BOTH, spelling)).toEqual({
      body: { ...came, provider: { order: ["acme"], data_collection: "deny", zdr: true } },
      changed: ["provider.data_collection", "provider.zdr"],
    });
    // What came is the caller's own.
    expect(came.provider.zdr).toBe(false);
    for (const provider of ["none", null, [], 5])
      expect(enforcePolicy({ provider }, BOTH, spelling).body.provider).toEqual({
        ...{ data_collection: "deny", zdr: true },
      });
  });

  test("what says so already stays as it is", () => {
    const body = { provider: { data_collection: "deny", zdr: true, only: ["acme"] } };
    expect(enforcePolicy(body, BOTH, spelling)).toEqual({ body, changed: [] });
  });
});

test("a fallback brings no preferences of its own to the contrary", () => {
  const fallbacks = [{ model: "a/c" }, { model: "a/d", provider: { zdr: false, order: ["acme"] } }];
  const { body, changed } = enforcePolicy({ fallbacks }, BOTH, MESSAGES_SPELLING);
  expect(body.fallbacks).toEqual([
    { model: "a/c" },
    { model: "a/d", provider: { zdr: true, order: ["acme"], data_collection: "deny" } },
  ]);
  expect(changed).toContain("fallbacks");
});

test("an API that cannot say it is refused", () => {
  const silent: Spelling = { ...EMBEDDINGS_SPELLING, word: () => null };
  expect(() => enforcePolicy({}, BOTH, silent)).toThrow(
    expect.objectContaining({ code: "invalid_request", message: expect.stringContaining("data policy") }),
  );
  expect(enforcePolicy({}, NONE, silent).changed).toEqual([]);
  const mute: Spelling = { ...silent, word: () => ({ at: ["provider"], write: () => null }) };
  expect(() => enforcePolicy({}, BOTH, mute)).toThrow(expect.objectContaining({ code: "invalid_request" }));
});
