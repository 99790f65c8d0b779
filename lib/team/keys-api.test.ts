import { describe, expect, test } from "vitest";
import { KeyChange, KeyRequest } from "./keys-request";

describe("names and models that no database can store", () => {
  test.each(["", " ", "a\0b", "a\nb", "a\ud800b", "\u0007", "x".repeat(81)])("%j is no name", (name) => {
    expect(KeyRequest.safeParse({ name }).success).toBe(false);
    expect(KeyChange.safeParse({ name }).success).toBe(false);
  });

  test("nor are they models", () => {
    for (const models of [
      [],
      ["a\0b"],
      ["\udfff"],
      [""],
      Array.from({ length: 201 }, (_, at) => `acme/${at}`),
    ]) {
      expect(KeyRequest.safeParse({ name: "ok", models }).success).toBe(false);
    }
    expect(KeyRequest.parse({ name: " Grüße 🌍 ", models: ["acme/a:free"] })).toMatchObject({
      name: "Grüße 🌍",
      models: ["acme/a:free"],
    });
  });
});

test.each([0, -1, 1.5, "60", 100_000_001])("%j is no limit", (limit) => {
  for (const field of ["requestsPerMinute", "tokensPerMinute", "maxConcurrent"]) {
    expect(KeyRequest.safeParse({ name: "ok", [field]: limit }).success).toBe(false);
    expect(KeyChange.safeParse({ [field]: limit }).success).toBe(false);
    expect(KeyChange.parse({ [field]: null })).toEqual({ [field]: null });
  }
});
