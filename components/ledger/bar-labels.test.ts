import { expect, test } from "vitest";
import { spanLabel } from "./bar-labels";

const NOW = new Date("2026-11-28T12:00:00Z");
const label = (from: string, to: string) => spanLabel(new Date(from), new Date(to), "UTC", NOW);

test.each([
  ["of today, to the minute", "2026-11-28T09:00:00Z", "2026-11-28T10:00:00Z", /9:00/, /2026/],
  [
    "of half a year ago, with its year",
    "2025-12-28T09:00:00Z",
    "2025-12-28T10:00:00Z",
    /2025.*9:00/,
    /never/,
  ],
  ["of a long one, without minutes", "2026-06-01T00:00:00Z", "2026-11-28T00:00:00Z", /2026/, /:00/],
])("a time is told %s", (_what, from, to, has, hasNot) => {
  expect(label(from, to)).toMatch(has);
  expect(label(from, to)).not.toMatch(hasNot);
});
