/** Exact US dollars in picodollars (1e-12 $): every per-token price fits, and sums never drift. */
export type Usd = bigint & { readonly __unit: "picodollar" };

const SCALE = 12;
const ONE = 10n ** BigInt(SCALE);
const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/;

export const ZERO = 0n as Usd;

/**
 * Reads decimal text (`"0.0000025"`, `"1e-7"`, `"-3"`) as dollars.
 * Digits beyond the picodollar are rounded half to even.
 * @throws RangeError when the text is not a finite decimal number
 */
export function parseUsd(text: string): Usd {
  const scaled = parseScaled(text, SCALE);
  if (scaled === null) throw new RangeError("not a decimal amount");
  return scaled as Usd;
}

/** Like {@link parseUsd}, but `null` for anything that is not a decimal number. */
export function parseUsdOrNull(value: unknown): Usd | null {
  if (typeof value !== "string" && typeof value !== "number") return null;
  return parseScaled(String(value), SCALE) as Usd | null;
}

/** Plain decimal text without trailing zeros: `"0.00132"`, `"12"`, `"-0.5"`. */
export function formatDecimal(amount: Usd): string {
  const sign = amount < 0n ? "-" : "";
  const digits = (amount < 0n ? -amount : amount).toString().padStart(SCALE + 1, "0");
  const fraction = digits.slice(-SCALE).replace(/0+$/, "");
  return `${sign}${digits.slice(0, -SCALE)}${fraction && `.${fraction}`}`;
}

export const add = (...amounts: Usd[]): Usd =>
  amounts.reduce<bigint>((sum, amount) => sum + amount, 0n) as Usd;

export const subtract = (left: Usd, right: Usd): Usd => (left - right) as Usd;

/** Divides with half-even rounding to the picodollar. @throws RangeError on zero */
export function divide(amount: Usd, by: number | bigint): Usd {
  return divideHalfEven(amount, BigInt(by)) as Usd;
}

/** How many hundredths of a percent `part` is of `whole`; 0 when the whole is 0. */
export const share = (part: Usd, whole: Usd): number =>
  whole === 0n ? 0 : Number((part * 10_000n) / whole) / 10_000;

/** For the geometry of charts only: pixels may be inexact, figures may not. */
export const toApproximateNumber = (amount: Usd): number => Number(amount) / Number(ONE);

/**
 * A catalogue price keeps its full text, since per-token prices reach below the picodollar.
 * The product with a count is computed exactly and rounded once, half to even.
 */
export type Price = string & { readonly __unit: "dollars per unit" };

/** A price as decimal text, or `null` for anything unreadable, negative (`"-1"` marks a router) or absurd. */
export function parsePrice(value: unknown): Price | null {
  if (typeof value !== "string" && typeof value !== "number") return null;
  const text = String(value).trim();
  const scaled = parseScaled(text, PRICE_SCALE);
  return scaled === null || scaled < 0n ? null : (text as Price);
}

const PRICE_SCALE = 30;

/** A price in units of 1e-30 dollars, because per-token prices reach below the picodollar. */
export function exactPrice(price: Price): bigint {
  const scaled = parseScaled(price, PRICE_SCALE);
  if (scaled === null) throw new RangeError("not a price");
  return scaled;
}

/** `price × count` in dollars, rounded once. `count` is a whole number of tokens, images, requests. */
export const times = (price: Price, count: number): Usd => exactUsd(exactPrice(price) * BigInt(count));

/** A sum of what {@link exactPrice} gives as dollars, rounded once, half to even. */
export const exactUsd = (sum: bigint): Usd => divideHalfEven(sum, 10n ** BigInt(PRICE_SCALE - SCALE)) as Usd;

/** Beyond this many digits, before the point or in all, it is a number but not an amount of money. */
const MOST_WHOLE_DIGITS = 24;
const MOST_CHARACTERS = 400;

function parseScaled(text: string, scale: number): bigint | null {
  // Reading endless digits takes a giant's time and memory; foreign text may hold them.
  if (text.length > MOST_CHARACTERS) return null;
  const match = DECIMAL.exec(text.trim());
  if (!match) return null;
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  if (whole === "" && fraction === "") return null;
  const digits = BigInt(whole + fraction);
  if (digits !== 0n && whole.length + Number(exponent) > MOST_WHOLE_DIGITS) return null;
  const shift = digits === 0n ? 0 : scale + Number(exponent) - fraction.length;
  const magnitude =
    shift >= 0 ? digits * 10n ** BigInt(shift) : divideHalfEven(digits, 10n ** BigInt(-shift));
  return sign === "-" ? -magnitude : magnitude;
}

function divideHalfEven(dividend: bigint, divisor: bigint): bigint {
  if (divisor === 0n) throw new RangeError("division by zero");
  const negative = dividend < 0n !== divisor < 0n;
  const [top, bottom] = [dividend < 0n ? -dividend : dividend, divisor < 0n ? -divisor : divisor];
  const quotient = top / bottom;
  const twice = (top % bottom) * 2n;
  const up = twice > bottom || (twice === bottom && quotient % 2n === 1n);
  const rounded = up ? quotient + 1n : quotient;
  return negative ? -rounded : rounded;
}
