import { afterEach, beforeEach, expect, test } from "vitest";
import { setLocale } from "@/lib/core/locale";
import { accountChoice, accountLabel } from "./account-words";

beforeEach(() => setLocale("en-GB"));
afterEach(() => setLocale(null));

const NEVER = { first: null, last: null };
const OLD = { id: "0123456789abcdef", host: "openrouter.ai", keyEnd: "3f9a", isCurrent: false };
const DAYS = { first: new Date("2026-03-12T08:00Z"), last: new Date("2026-06-04T20:00Z") };

test("accounts are told by host, the end of the key's hash and their days, or by what they are", () => {
  const sandbox = { id: "sandbox", host: null, keyEnd: null };
  expect(accountLabel(sandbox)).toBe("Sandbox");
  expect(accountLabel(OLD)).toBe("openrouter.ai, key …3f9a");
  expect(accountChoice({ ...OLD, ...DAYS }).replaceAll("\u2009", " ")).toBe(
    "openrouter.ai, key …3f9a (12 Mar – 4 Jun 2026)",
  );
  expect(accountChoice({ ...OLD, ...NEVER })).toBe("openrouter.ai, key …3f9a");
  expect(accountChoice({ ...sandbox, ...DAYS, isCurrent: true })).toBe("Sandbox (current)");
});
