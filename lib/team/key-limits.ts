/** What a key's limits can be at most; more would be none. */
export const MOST_PER_MINUTE = 100_000;
export const MOST_CONCURRENT = 1_000;
