import fc from "fast-check";
import { expect, test } from "vitest";
import { encode } from "zod/mini";
import { formatDecimal, parseUsd } from "@/lib/core/money";
import { UpstreamStatus } from "./api";
import { readBalance, readKey, readPurchased } from "./key";

const data = {
  label: "sk-or-v1-abc...123",
  is_management_key: false,
  is_provisioning_key: false,
  limit: 1,
  limit_reset: null,
  limit_remaining: 1,
  include_byok_in_limit: false,
  usage: 0.43,
  usage_daily: 0.43,
  usage_weekly: 0.43,
  usage_monthly: 0.43,
  byok_usage: 0,
  is_free_tier: false,
  expires_at: null,
  creator_user_id: "user_2dHFtVWx2n56w6HkM0000000000",
  organization_id: null,
  free_model_daily_requests: { used: 2, limit: 1000, remaining: 998 },
  rate_limit: { requests: -1, interval: "10s", note: "This field is deprecated and safe to ignore." },
};

const key = (more: Record<string, unknown>) => readKey({ data: { ...data, ...more } });

test("reads the facts of a key and nothing that identifies its account", () => {
  expect(readKey({ data })).toEqual({
    label: "sk-or-v1-abc...123",
    limit: parseUsd("1"),
    limitRemaining: parseUsd("1"),
    limitReset: null,
    usage: parseUsd("0.43"),
    usageMonthly: parseUsd("0.43"),
    isFreeTier: false,
    expiresAt: null,
    freeRequests: { used: 2, limit: 1000, remaining: 998 },
  });
});

test("what is missing is unknown", () => {
  expect(readKey({ data: { label: "mine" } })).toEqual({
    label: "mine",
    limit: null,
    limitRemaining: null,
    limitReset: null,
    usage: null,
    usageMonthly: null,
    isFreeTier: null,
    expiresAt: null,
    freeRequests: null,
  });
});

test.each([
  null,
  undefined,
  "<html>",
  7,
  [],
  {},
  { data: null },
  { data: [] },
  { data: {} },
  { error: { code: 401 } },
])("%j is no key", (body) => expect(readKey(body)).toBeNull());

test.each([
  [0.0076509169000000005, "0.0076509169"],
  ["0.0076509169000000005", "0.0076509169"],
  [1e-7, "0.0000001"],
  ["1E-7", "0.0000001"],
  [-0.25, "-0.25"],
  [0, "0"],
])("a usage of %j is $%s", (usage, dollars) => {
  const read = key({ usage })?.usage;
  expect(read == null ? null : formatDecimal(read)).toBe(dollars);
});

test.each([[null], ["unlimited"], [true], [{}], [Number.NaN], [1e300], ["1".repeat(500)]])(
  "a limit of %j is none",
  (limit) =>
    expect(key({ limit, limit_remaining: limit })).toMatchObject({ limit: null, limitRemaining: null }),
);

test("an overdrawn limit stays below zero", () => {
  expect(key({ limit_remaining: -0.02 })?.limitRemaining).toBe(parseUsd("-0.02"));
});

test("a whole key in the label loses its middle", () => {
  const secret = `sk-or-v1-${"0123456789abcdef".repeat(4)}`;
  const label = key({ label: `mine ${secret}` })?.label ?? "";
  expect(label).toBe("mine sk-or-v1-012...cdef");
});

test.each([
  [
    { used: 2, limit: 50 },
    { used: 2, limit: 50, remaining: 48 },
  ],
  [
    { used: 60, limit: 50, remaining: -10 },
    { used: 60, limit: 50, remaining: 0 },
  ],
  [{ used: 2 }, null],
  [null, null],
])("free requests %j are %j", (free_model_daily_requests, expected) =>
  expect(key({ free_model_daily_requests })?.freeRequests).toEqual(expected),
);

test.each([
  ["2026-12-31T23:59:59Z", "2026-12-31T23:59:59Z"],
  ["never", null],
  [0, null],
])("an expiry of %j is %j", (expires_at, expiresAt) =>
  expect(key({ expires_at })?.expiresAt).toBe(expiresAt),
);

test("credits are a difference, which may be negative", () => {
  expect(readBalance({ data: { total_credits: 100.5, total_usage: 25.75 } })).toBe(parseUsd("74.75"));
  expect(readBalance({ data: { total_credits: 10, total_usage: "10.000000000001" } })).toBe(
    parseUsd("-0.000000000001"),
  );
});

test.each([null, {}, { data: null }, { data: { total_credits: 5 } }, { data: { total_usage: 5 } }, "nope"])(
  "no balance in %j",
  (body) => expect(readBalance(body)).toBeNull(),
);

test("whatever stands in the body, the answer can be sent", () => {
  const fields = fc.record(Object.fromEntries(Object.keys(data).map((name) => [name, fc.anything()])), {
    requiredKeys: [],
  });
  fc.assert(
    fc.property(fields, fc.anything(), (fieldsOfKey, credits) => {
      const body = { data: fieldsOfKey };
      const status = {
        mode: "live",
        version: "1",
        key: readKey(body),
        balance: readBalance(credits),
        purchased: readPurchased(credits),
        failure: null,
      };
      expect(() => encode(UpstreamStatus, status as UpstreamStatus)).not.toThrow();
    }),
  );
});
