import { describe, expect, test } from "vitest";
import { parseUsd } from "@/lib/core/money";
import { freeQuota, isFreeModel, isFreeOnly, isSpent, type Told } from "./free-quota";

const NOW = new Date("2026-11-20T18:30:00Z");
const NOTHING: Told = { freeRequests: null, isFreeTier: null, purchased: null, readAt: NOW };
const quota = (counted: number, told: Partial<Told> | null = {}) =>
  freeQuota(counted, told && { ...NOTHING, ...told }, NOW);

describe("the quota of free models", () => {
  test("is as large as the upstream tells, else as what was bought allows", () => {
    expect(quota(0, { freeRequests: { used: 0, limit: 200 }, purchased: parseUsd("5") }).limit).toBe(200);
    expect(quota(0, { purchased: parseUsd("9") }).limit).toBe(1_000);
    expect(quota(0, { purchased: parseUsd("8.99"), isFreeTier: false }).limit).toBe(50);
    expect(quota(0, { isFreeTier: true }).limit).toBe(50);
  });

  test("is not known when nobody tells, and then never spent", () => {
    for (const unknown of [quota(5_000), quota(5_000, { isFreeTier: false }), quota(5_000, null)]) {
      expect(unknown.limit).toBeNull();
      expect(isSpent(unknown)).toBe(false);
    }
  });

  test("is used by whatever either side knows of", () => {
    expect(quota(12, { freeRequests: { used: 40, limit: 50 } }).used).toBe(40);
    expect(quota(45, { freeRequests: { used: 40, limit: 50 } }).used).toBe(45);
    expect(quota(3, null).used).toBe(3);
  });

  test("is not used by what the upstream told of the day before, or while its count is late", () => {
    const used = (readAt: string, now: string) =>
      freeQuota(
        3,
        { ...NOTHING, freeRequests: { used: 50, limit: 50 }, readAt: new Date(readAt) },
        new Date(now),
      ).used;
    expect(used("2026-11-20T23:59:30Z", "2026-11-20T23:59:59Z")).toBe(50);
    expect(used("2026-11-20T23:59:30Z", "2026-11-21T00:00:10Z")).toBe(3);
    expect(used("2026-11-21T00:09:59Z", "2026-11-21T00:10:30Z")).toBe(3);
    expect(used("2026-11-21T00:10:00Z", "2026-11-21T00:10:30Z")).toBe(50);
  });

  test("is spent with its last request, and back at midnight in UTC", () => {
    expect(isSpent(quota(49, { isFreeTier: true }))).toBe(false);
    expect(isSpent(quota(50, { isFreeTier: true }))).toBe(true);
    expect(quota(0).resetsAt).toEqual(new Date("2026-11-21T00:00:00Z"));
  });
});

test("a model is free by its name, and a chain when nothing in it is paid for", () => {
  expect(["a/b:free", "openrouter/free"].every(isFreeModel)).toBe(true);
  expect(["a/b", "a/free", "a/b:free:online", "a/b:freebie", ""].some(isFreeModel)).toBe(false);
  expect(isFreeOnly(["a/b:free", "c/d:free"])).toBe(true);
  expect(isFreeOnly(["a/b:free", "c/d"])).toBe(false);
  expect(isFreeOnly([])).toBe(false);
});
