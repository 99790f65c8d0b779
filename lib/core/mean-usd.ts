import { divide, subtract, type Usd, ZERO } from "./money";

/** How many amounts there are, what they make together, and their squares together in square picodollars. */
type Sums = { count: number; sum: Usd; squares: bigint };

export type MeanUsd = { mean: Usd; bounds: { low: Usd; high: Usd } | null };

/**
 * The mean of amounts, and between which amounts the true one lies with 95 % confidence (normal approximation: 1.959964
 * standard errors to either side, never below nothing). All of it is whole numbers: the mean is rounded once, half to
 * even to the picodollar, and the margin is the whole root of its square, rounded up. The margin's square is
 * z² (n Σx² − (Σx)²) / (n² (n − 1)).
 * @returns null for no amounts; no bounds for a single one, which says nothing about how far others are from it
 */
export function meanUsd({ count, sum, squares }: Sums): MeanUsd | null {
  if (count === 0) return null;
  const mean = divide(sum, count);
  if (count === 1) return { mean, bounds: null };
  const n = BigInt(count);
  const spread = n * squares - sum * sum;
  const margin = rootUp(Z * Z * spread, Z_SCALE * Z_SCALE * n * n * (n - 1n)) as Usd;
  const low = subtract(mean, margin);
  return { mean, bounds: { low: low < ZERO ? ZERO : low, high: (mean + margin) as Usd } };
}

/** `NORMAL_95` in millionths. */
const [Z, Z_SCALE] = [1_959_964n, 1_000_000n];

/** The smallest whole number whose square is not below the fraction. */
function rootUp(top: bigint, bottom: bigint): bigint {
  const square = (top + bottom - 1n) / bottom;
  if (square < 2n) return square;
  // Newton's way from above; it falls until it has reached the root's whole part.
  let root = 1n << BigInt(Math.ceil(square.toString(2).length / 2));
  for (;;) {
    const next = (root + square / root) / 2n;
    if (next >= root) break;
    root = next;
  }
  return root * root === square ? root : root + 1n;
}
