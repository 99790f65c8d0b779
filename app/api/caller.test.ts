import { expect, test } from "vitest";
import { callerOf } from "./caller";

test.each([
  ["203.0.113.9", 0, "203.0.113.9"],
  ["6.6.6.6, 203.0.113.9", 0, "203.0.113.9"],
  ["6.6.6.6, 203.0.113.9, 127.0.0.1", 1, "203.0.113.9"],
  ["6.6.6.6, 203.0.113.9, 10.0.0.1, 127.0.0.1", 2, "203.0.113.9"],
  ["127.0.0.1", 1, "127.0.0.1"],
  ["", 0, "unknown"],
])("of %j, %i proxies believed, it is %s", (forwarded, trusted, address) => {
  const headers = new Headers({ "x-forwarded-for": forwarded, "user-agent": "Test" });
  expect(callerOf(headers, trusted)).toEqual({ address, userAgent: "Test" });
});

test("no other header says who calls", () => {
  const headers = new Headers({
    "x-real-ip": "6.6.6.6",
    forwarded: "for=6.6.6.6",
    "cf-connecting-ip": "6.6.6.6",
  });
  expect(callerOf(headers, 1).address).toBe("unknown");
});
