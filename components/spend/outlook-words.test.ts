import { expect, test } from "vitest";
import { parseUsd as usd } from "@/lib/core/money";
import type { Outlook, PeriodForecast } from "@/lib/spend/outlook-api";
import { problemOf, withSettings } from "./outlook-settings";
import { bandInWords, causeInWords, forecastInWords, runwayInWords } from "./outlook-words";

const band = (low: string, high: string) =>
  bandInWords({
    forecast: { kind: "forecast", days: 39, expected: usd(low), low: usd(low), high: usd(high), ahead: [] },
  });

test("a band is told as one, and no band is none", () => {
  expect(band("52.1", "68")).toBe("≈ $52.10–68.00 in 4 of 5 cases, from 39 days");
  expect(band("60", "60")).toBe("by the end of the month, from 39 days");
  expect(bandInWords({ forecast: { kind: "too_little", days: 1, needed: 14 } })).toBe(
    "It takes 14 whole days of history; there is 1.",
  );
});

test("a forecast is told with its range and its end, or why there is none", () => {
  const amounts = { expected: usd("60"), low: usd("52.1"), high: usd("68") };
  const told = (forecast: PeriodForecast["forecast"]) => forecastInWords({ forecast }, "2026-11-22");
  expect(told({ kind: "forecast", days: 39, ...amounts, ahead: [] })).toMatch(
    /^Forecast by the end of .*22.*: ≈ \$60\.00, ≈ \$52\.10–68\.00 in 4 of 5 cases, from 39 days\.$/,
  );
  expect(told({ kind: "too_little", days: 8, needed: 14 })).toBe(
    "No forecast yet. It takes 14 whole days of history; there are 8.",
  );
  expect(told({ kind: "too_far", most: 92 })).toBe("No forecast: none reaches further than 92 days ahead.");
});

test("a runway is a day with its range, and is never made up", () => {
  const lasting = (lasts: Outlook["runway"]["lasts"]) =>
    runwayInWords({ of: "credits", left: usd("30"), lasts });
  const range = {
    kind: "range",
    earliest: "2026-12-02",
    expected: "2026-12-05",
    latest: "2026-12-09",
  } as const;
  expect(lasting(range).when).toMatch(/^≈ .*2026/);
  expect(lasting(range).note).toMatch(/^\$30\.00 of credits left · between .*2.* and .*9/);
  expect(lasting({ ...range, expected: null, latest: null })).toMatchObject({
    when: "Not within a year",
    note: expect.stringMatching(/and over a year from now$/),
  });
  expect(lasting({ ...range, earliest: "2026-12-05", latest: "2026-12-05" }).note).toBe(
    "$30.00 of credits left",
  );
  expect(lasting({ kind: "too_little", days: 3, needed: 14 }).when).toBeNull();
  expect(runwayInWords({ of: null, left: null, lasts: { kind: "unknown" } }).when).toBeNull();
  expect(lasting({ kind: "gone" })).toEqual({ when: "Used up", note: "Nothing is left of credits." });
});

test("what is behind a day is named with how much more it cost", () => {
  const cause = { dimension: "key", key: "k", label: "nightly", cost: usd("21"), usual: usd("1") } as const;
  expect(causeInWords({ causes: [cause] })).toBe("Mostly key nightly ($20.00 more than usual).");
  const none = { ...cause, key: null, label: "No key" };
  expect(causeInWords({ causes: [none] })).toBe("Mostly requests without a key ($20.00 more than usual).");
  expect(causeInWords({ causes: [] })).toBe("Nobody and nothing alone is behind it.");
});

test("settings change what is shown as they will change it on the server", () => {
  const outlook = {
    spent: usd("100"),
    fees: { purchaseFee: "none", topUp: usd("100"), purchase: 0n, byok: null, effective: usd("100") },
    freeQuota: { used: 0, limit: null, resetsAt: new Date(0), guarded: true },
  } as unknown as Outlook;
  expect(withSettings(outlook, { purchaseFee: "card", topUp: "10" }).fees).toMatchObject({
    ...{ purchase: usd("8"), effective: usd("108"), topUp: usd("10") },
  });
  expect(withSettings(outlook, { freeModelGuard: false }).freeQuota.guarded).toBe(false);
  expect(withSettings(outlook, {})).toEqual(outlook);
});

test("an amount that cannot be bought is explained", () => {
  for (const fine of ["25", "12.50", "0.5", "1000000"]) expect(problemOf(fine)).toBeNull();
  for (const bad of ["", "0", "-5", "1e3", "5.123", "1000001", "$5"]) expect(problemOf(bad)).not.toBeNull();
});
