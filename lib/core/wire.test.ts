import { expect, test } from "vitest";
import { Id, WireInstant } from "./wire";

test.each([
  ["2026-02-28T12:00:00.000Z", "2026-02-28T12:00:00.000Z"],
  ["2024-02-29T12:00Z", "2024-02-29T12:00:00.000Z"],
  ["2026-11-26T12:00:00.123456+05:30", "2026-11-26T06:30:00.123Z"],
])("%s is an instant", (text, instant) => {
  expect(WireInstant.parse(text).toISOString()).toBe(instant);
});

test.each([
  "2026-02-30T12:00:00Z",
  "2026-13-01T12:00:00Z",
  "2026-01-01T25:00:00Z",
  "2026-01-01",
  "2026-01-01T12:00:00",
  "now",
  "",
])("%j is no instant", (text) => {
  expect(WireInstant.safeParse(text).success).toBe(false);
});

test("an id is a UUID", () => {
  expect(Id.safeParse(crypto.randomUUID()).success).toBe(true);
  for (const text of ["", "1", `${crypto.randomUUID()}0`, "00000000-0000-0000-0000-000000000000"])
    expect(Id.safeParse(text).success, text).toBe(false);
});
