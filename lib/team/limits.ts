/** What limits can be at most; more would be none. */
export const MOST_PER_MINUTE = 100_000;
export const MOST_TOKENS = 100_000_000;
export const MOST_CONCURRENT = 1_000;

export const LIMIT_NAMES = ["requestsPerMinute", "tokensPerMinute", "maxConcurrent"] as const;
export type LimitName = (typeof LIMIT_NAMES)[number];

/** How much may be asked in a time; null is any number. */
export type Limits = Record<LimitName, number | null>;
export const NO_LIMITS: Limits = { requestsPerMinute: null, tokensPerMinute: null, maxConcurrent: null };

/** Whom limits bind: a key, or a member with all of their keys and the playground. */
export type Limited = Limits & { of: "key" | "member"; id: string };

/** Those limits that were set or taken away, as they are put on record. */
export function limitDetails(limits: { [Name in LimitName]?: number | null | undefined }) {
  const set = LIMIT_NAMES.flatMap((name) => {
    const limit = limits[name];
    return limit === undefined ? [] : [[name, limit?.toString() ?? null] as const];
  });
  return Object.fromEntries(set);
}

/** Who is told so of a limit, and what else counts towards it. */
export const LIMIT_WORDS = {
  key: { who: "This key", all: "" },
  member: { who: "This member", all: ", with all of their keys and in the playground" },
} as const satisfies Record<Limited["of"], object>;
