import { expect, test } from "vitest";
import { charged, decimalText, noisyNumber, perToken, scaled, yocto } from "./dollars";

test("every decimal price survives the way in and out", () => {
  for (const text of ["0", "2.5", "0.0000000416666666666667", "12.000001", "-1"])
    expect(decimalText(yocto(text))).toBe(text);
  expect(() => yocto("1e-7")).toThrow(RangeError);
});

test("a price per million becomes one per token without rounding", () => {
  expect(perToken("0.083333")).toBe("0.000000083333");
  expect(scaled("0.0000025", "0.95")).toBe("0.000002375");
});

test("a charge is rounded once, half to even, to the picodollar", () => {
  expect(decimalText(charged(yocto("0.0000000000015")))).toBe("0.000000000002");
  expect(decimalText(charged(yocto("0.0000000000025")))).toBe("0.000000000002");
  expect(decimalText(charged(yocto("0.0000000000025000000001")))).toBe("0.000000000003");
});

test("the printed number keeps the noise of doubles, and nothing more than noise", () => {
  expect(noisyNumber(yocto("0.3"), 0.1 + 0.2)).toBe(0.30000000000000004);
  expect(noisyNumber(yocto("0.3"), 0.4)).toBe(0.3);
});
