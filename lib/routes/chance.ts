/** A probability in whole parts of 10^12, so that shares add up to exactly one. */
export type Chance = bigint;

export const NEVER: Chance = 0n;
export const ALWAYS: Chance = 10n ** 12n;

/** Within what a chance is; the two are the same when it is known. */
export type ChanceRange = { low: Chance; high: Chance };

/** Anything between never and always. */
export const UNKNOWN_CHANCE: ChanceRange = { low: NEVER, high: ALWAYS };

/** @param percent from 0 to 100 */
export const chanceOf = (percent: number): Chance =>
  BigInt(Math.min(Number(ALWAYS), Math.max(0, Math.round(percent * 1e10))));

/** That both happen. */
export const both = (left: Chance, right: Chance): Chance => (left * right) / ALWAYS;

/** That at least one happens, when none has to do with another. */
export const anyOf = (chances: readonly Chance[]): Chance =>
  ALWAYS - chances.reduce((none, chance) => none - both(none, chance), ALWAYS);

/** A number range from 0 to 1, as people read it. */
export type Range = { low: number; high: number };

/** Null for what may be anything. */
export const toRange = ({ low, high }: ChanceRange): Range | null =>
  low === NEVER && high === ALWAYS ? null : { low: toNumber(low), high: toNumber(high) };

export const toNumber = (chance: Chance): number => Number(chance) / Number(ALWAYS);
