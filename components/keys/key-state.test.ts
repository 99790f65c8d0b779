import { expect, test } from "vitest";
import { isLive, keyState } from "./key-state";

const NOW = new Date("2026-11-20T12:00:00.000Z");
const after = (ms: number) => new Date(NOW.getTime() + ms);
const DAY = 24 * 60 * 60_000;

test("a key is active, about to expire, expired or revoked", () => {
  const state = (expiresAt: Date | null, revokedAt: Date | null = null) =>
    keyState({ expiresAt, revokedAt }, NOW);
  expect(state(null)).toBe("active");
  expect(state(after(8 * DAY))).toBe("active");
  expect(state(after(7 * DAY))).toBe("expiring");
  expect(state(after(1))).toBe("expiring");
  expect(state(after(0))).toBe("expired");
  expect(state(after(-DAY))).toBe("expired");
  expect(state(after(-DAY), NOW)).toBe("revoked");
  expect(state(null, NOW)).toBe("revoked");
});

test("only what has not ended works", () => {
  expect((["active", "expiring", "expired", "revoked"] as const).filter(isLive)).toEqual([
    "active",
    "expiring",
  ]);
});
