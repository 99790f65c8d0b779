import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Usd, parseUsd as usd, ZERO } from "@/lib/core/money";
import { PURCHASE_FEES } from "@/lib/team/spend-settings";
import { byokFee, feeOn, purchaseFee } from "./fees";

const amount = fc.bigInt({ min: 1n, max: 10n ** 18n }).map((value) => value as Usd);

describe("the fee of a purchase", () => {
  test.each([
    ["card", "100", "5.5"],
    ["card", "10", "0.8"],
    // Where the share passes the least amount: 0.8 / 5.5 %.
    ["card", "14.54", "0.8"],
    ["card", "14.55", "0.80025"],
    ["card", "5", "0.8"],
    ["crypto", "100", "5"],
    ["crypto", "5", "0.25"],
    ["none", "100", "0"],
  ] as const)("%s, $%s: $%s", (kind, topUp, fee) => {
    expect(purchaseFee(usd(topUp), kind)).toBe(usd(fee));
  });

  test("is used up with what was bought, exactly", () => {
    fc.assert(
      fc.property(fc.constantFrom(...PURCHASE_FEES), amount, (kind, topUp) => {
        expect(feeOn(topUp, topUp, kind)).toBe(purchaseFee(topUp, kind));
        expect(feeOn(ZERO, topUp, kind)).toBe(ZERO);
      }),
    );
  });

  test("weighs more on small purchases, never less than its share", () => {
    expect(feeOn(usd("412.18"), usd("5"), "card")).toBe(usd("65.9488"));
    expect(feeOn(usd("412.18"), usd("100"), "card")).toBe(usd("22.6699"));
    fc.assert(
      fc.property(amount, amount, amount, (spent, topUp, more) => {
        const larger = (topUp + more) as Usd;
        expect(feeOn(spent, topUp, "card")).toBeGreaterThanOrEqual(feeOn(spent, larger, "card"));
      }),
    );
  });

  test("of a purchase of nothing is none", () => {
    expect(feeOn(usd("5"), ZERO, "card")).toBe(ZERO);
  });
});

test("own keys are free up to the allowance, and cost a twentieth of what is beyond", () => {
  expect(byokFee(usd("25000"))).toBe(ZERO);
  expect(byokFee(usd("25000.2"))).toBe(usd("0.01"));
  expect(byokFee(usd("200100"), usd("200000"))).toBe(usd("5"));
});
