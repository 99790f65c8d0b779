import { numberMarks } from "./locale";
import { formatDecimal, type Price, times, type Usd } from "./money";

/** What stands wherever a figure is not known. Never a zero. */
export const UNKNOWN = "—";

const PICO = 1_000_000_000_000n;
const CENT = PICO / 100n;

/**
 * A cost: two decimals from one cent up, three significant digits below, `$0` for exactly zero.
 * @param whole from how much on two decimals say enough
 */
export function formatUsd(amount: Usd | null, whole: bigint = CENT): string {
  if (amount === null) return UNKNOWN;
  const sign = amount < 0n ? "−" : "";
  const magnitude = amount < 0n ? -amount : amount;
  if (magnitude === 0n) return "$0";
  if (magnitude >= whole) return `${sign}$${toDecimals(magnitude, 2)}`;
  const rounded = toSignificant(magnitude, 3);
  // 0.009996 rounds up to a cent and is then written like one.
  return `${sign}$${rounded >= whole ? toDecimals(rounded, 2) : toDecimals(rounded, decimalsFor(rounded))}`;
}

/** A guess made before sending. */
export const formatEstimate = (amount: Usd | null): string =>
  amount === null ? UNKNOWN : `≈ ${formatUsd(amount)}`;

/** A guess between two amounts, `≈ $0.004–0.021`: two significant digits say enough of one. */
export function formatEstimateRange(low: Usd, high: Usd): string {
  if (low === high) return high === 0n ? "$0" : formatEstimate(high);
  return `≈ $${toRough(low)}–${toRough(high)}`;
}

/** The exact amount, for tooltips and the clipboard. */
export const formatExactUsd = (amount: Usd): string =>
  amount < 0n ? `−$${formatDecimal(amount).slice(1)}` : `$${formatDecimal(amount)}`;

/** A per-token price as dollars per million tokens; at least two decimals and never rounded to a nicer one. */
export function formatPricePerMillion(price: Price): string {
  const million = times(price, 1_000_000);
  if (million === 0n) return "$0";
  const exact = formatDecimal(million).split(".")[1]?.length ?? 0;
  if (exact <= 4) return `$${toDecimals(million, Math.max(2, exact))}`;
  const rounded = toSignificant(million, 3);
  return `$${toDecimals(rounded, Math.max(2, decimalsFor(rounded)))}`;
}

export type PricePair = {
  prompt?: Price | undefined;
  completion?: Price | undefined;
  isFree: boolean;
  varies: boolean;
};

/** `$3.00 in · $15.00 out /M`, `Free`, or `varies` for what chooses a model itself. */
export function formatPrices({ prompt, completion, isFree, varies }: PricePair): string {
  if (isFree) return "Free";
  if (varies) return "varies";
  if (prompt === undefined && completion === undefined) return UNKNOWN;
  return `${formatPriceOrUnknown(prompt)} in · ${formatPriceOrUnknown(completion)} out /M`;
}

export const formatPriceOrUnknown = (price: Price | undefined): string =>
  price === undefined ? UNKNOWN : formatPricePerMillion(price);

/** `842`, `12.4k`, `1.05M`: three digits say enough. */
export const formatTokens = (count: number | null): string =>
  count === null ? UNKNOWN : toShort(count, "k");

/** `200K`, `1M`: context windows are written with a capital. */
export const formatContext = (tokens: number | null): string =>
  tokens === null ? UNKNOWN : toShort(tokens, "K");

/** `18,204`. */
export const formatCount = (count: number): string => group(String(Math.trunc(count)));

function toShort(count: number, thousand: "k" | "K"): string {
  if (count < 1000) return String(count);
  if (count < 999_500) return `${threeDigits(count / 1000)}${thousand}`;
  return count < 999_500_000
    ? `${threeDigits(count / 1_000_000)}M`
    : `${threeDigits(count / 1_000_000_000)}B`;
}

/** Three significant digits; a thousand times something has no use for two decimals. */
function threeDigits(value: number): string {
  const text = value < 9.995 ? value.toFixed(2) : value < 99.95 ? value.toFixed(1) : value.toFixed(0);
  return marked(text.includes(".") ? text.replace(/\.?0+$/, "") : text);
}

/** Rounds half to even at a number of decimals and groups the thousands. */
function toDecimals(magnitude: bigint, decimals: number): string {
  const unit = 10n ** BigInt(12 - decimals);
  const digits = roundTo(magnitude, unit) / unit;
  const text = digits.toString().padStart(decimals + 1, "0");
  const whole = group(decimals === 0 ? text : text.slice(0, -decimals));
  return decimals === 0 ? whole : whole + numberMarks().decimal + text.slice(-decimals);
}

function toRough(magnitude: bigint): string {
  if (magnitude === 0n) return "0";
  if (magnitude >= PICO) return toDecimals(magnitude, 2);
  const rounded = toSignificant(magnitude, 2);
  // One significant digit less than three.
  const text = toDecimals(rounded, Math.max(2, decimalsFor(rounded) - 1));
  return text.length > 4 ? text.replace(/0$/, "") : text;
}

const toSignificant = (magnitude: bigint, digits: number): bigint => {
  const extra = magnitude.toString().length - digits;
  return extra <= 0 ? magnitude : roundTo(magnitude, 10n ** BigInt(extra));
};

/** How many decimals show three significant digits of something below one dollar. */
const decimalsFor = (magnitude: bigint): number =>
  Math.min(12, Math.max(0, 15 - magnitude.toString().length));

function roundTo(value: bigint, unit: bigint): bigint {
  const rest = value % unit;
  const floor = value - rest;
  const up = rest * 2n > unit || (rest * 2n === unit && (floor / unit) % 2n === 1n);
  return up ? floor + unit : floor;
}

const group = (digits: string): string => digits.replace(/\B(?=(\d{3})+(?!\d))/g, numberMarks().group);

/** Decimals as whoever looks has them. */
export const marked = (text: string): string => text.replace(".", numberMarks().decimal);
