/** Standard errors to either side that hold 95 % of a normal distribution. */
export const NORMAL_95 = 1.959964;

/**
 * Between which shares the true one lies with 95 % confidence, when so many of all were seen (Wilson's interval: it
 * stays within 0 and 1, and says something also when none or all were).
 * @returns null when nothing was seen
 */
export function shareInterval(count: number, all: number): { low: number; high: number } | null {
  if (all === 0) return null;
  const [share, square] = [count / all, NORMAL_95 ** 2];
  const middle = share + square / (2 * all);
  const margin = NORMAL_95 * Math.sqrt((share * (1 - share) + square / (4 * all)) / all);
  const scale = 1 + square / all;
  // Rounding must not claim that what was seen is impossible.
  return {
    low: count === 0 ? 0 : Math.max(0, (middle - margin) / scale),
    high: count === all ? 1 : Math.min(1, (middle + margin) / scale),
  };
}
