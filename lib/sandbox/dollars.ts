/** Money in this room: whole yoctodollars (1e-24 $). Every catalogue price, and any count of tokens times it, is exact. */
export type Yocto = bigint;

const DIGITS = 24;
const PER_PICO = 10n ** 12n;

/** Reads plain decimal text such as `"0.0000000416666666666667"`. @throws RangeError on anything else */
export function yocto(text: string): Yocto {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  const [whole, fraction = ""] = [match?.[2], match?.[3]];
  if (whole === undefined || fraction.length > DIGITS) throw new RangeError(`not a price: ${text}`);
  const size = BigInt(whole + fraction.padEnd(DIGITS, "0"));
  return match?.[1] === "-" ? -size : size;
}

/** Full decimal text, without trailing zeros and never with an exponent. */
export function decimalText(amount: Yocto): string {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(DIGITS + 1, "0");
  const fraction = digits.slice(-DIGITS).replace(/0+$/, "");
  return `${amount < 0n ? "-" : ""}${digits.slice(0, -DIGITS)}${fraction && `.${fraction}`}`;
}

/** What is charged: the exact amount rounded once, half to even, to the picodollar (1e-12 $). */
export function charged(amount: Yocto): Yocto {
  const floor = amount / PER_PICO;
  const twice = (amount % PER_PICO) * 2n;
  const up = twice > PER_PICO || (twice === PER_PICO && floor % 2n === 1n);
  return (floor + (up ? 1n : 0n)) * PER_PICO;
}

/** A price per million as the price per one: `"2.5"` → `"0.0000025"`. */
export const perToken = (perMillion: string): string => decimalText(yocto(perMillion) / 1_000_000n);

/** A price scaled by a decimal factor, both as text; what lies below 1e-24 is dropped. */
export const scaled = (price: string, factor: string): string =>
  decimalText((yocto(price) * yocto(factor)) / 10n ** BigInt(DIGITS));

/**
 * The JSON number OpenRouter would print. Its `usage.cost` is summed in doubles and shows it
 * (`0.0076509169000000005`), so the noisy sum is kept where it is nothing but noise.
 */
export function noisyNumber(exact: Yocto, summedInDoubles: number): number {
  const clean = Number(decimalText(exact));
  return Math.abs(summedInDoubles - clean) < 1e-13 ? summedInDoubles : clean;
}
