import { expect, test } from "vitest";
import { accountOf, keyHashOf } from "./client.server";

test("a purse is named after the key's hash, which can be read out of it again", () => {
  const account = accountOf("https://openrouter.ai/api/v1", "sk-or-v1-test");
  expect(account).toBe(`https://openrouter.ai#${keyHashOf(account)}`);
  expect(keyHashOf(account)).toMatch(/^[\da-f]{64}$/);
  expect(keyHashOf("sandbox")).toBeNull();
});
