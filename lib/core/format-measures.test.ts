import { expect, test } from "vitest";
import { formatBytes, formatDuration, formatPercent, formatSpeed, formatUptime } from "./format-measures";

test.each([
  [0, "0 ms"],
  [412, "412 ms"],
  [999.6, "1.0 s"],
  [3240, "3.2 s"],
  [59_949, "59.9 s"],
  [59_950, "1 m 00 s"],
  [64_000, "1 m 04 s"],
  [7_500_000, "2 h 05 m"],
])("%d ms are %s", (ms, written) => {
  expect(formatDuration(ms)).toBe(written);
});

test("speeds, shares and sizes", () => {
  expect([87.4, 8.44, 9.96, null].map(formatSpeed)).toEqual(["87 tok/s", "8.4 tok/s", "10 tok/s", "—"]);
  expect([0, 0.12, 0.019, 0.0004, 0.00001, -0.034, 1].map(formatPercent)).toEqual([
    "0 %",
    "12 %",
    "1.9 %",
    "0.04 %",
    "< 0.01 %",
    "-3.4 %",
    "100 %",
  ]);
  expect([842, 12_288, 1_047_551, 1_047_552, 3_565_158].map(formatBytes)).toEqual([
    "842 B",
    "12 KB",
    "1023 KB",
    "1.0 MB",
    "3.4 MB",
  ]);
});

test.each([
  [100, "100 %"],
  [99.99, "99.9 %"],
  [64.1, "64.1 %"],
  [0, "0 %"],
  [null, "—"],
])("an uptime of %d percent is written %s", (percent, written) => {
  expect(formatUptime(percent)).toBe(written);
});
