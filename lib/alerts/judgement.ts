/** Where a figure stands: alarming, clearly not, or so near the line that nothing changes. */
export type Level = "over" | "between" | "clear";

export type Figures = Record<string, string | number | null>;

/** One thing that a rule looked at. */
export type Observation = {
  /** What it is, so that it is known again the next time. */
  subject: string;
  level: Level;
  /** Of this subject nothing is ever told twice, whatever it does: a threshold of a period, a change, a day. */
  once: boolean;
  /** Kept, and told to nobody: something larger says it already. */
  isQuiet: boolean;
  title: string;
  /** How it stands; true at every level, since it also tells how something ended. */
  sentence: string;
  /** A path of Patchbay at which it can be looked at. */
  link: string;
  figures: Figures;
};

export type Judgement = {
  /** All that was looked at; null when nothing can be said, and then nothing changes. */
  observations: Observation[] | null;
  /** What could not be judged, and why, in a sentence. */
  note: string | null;
  /** Budgets that are gone, perhaps for a moment only: what is open about them stays as it is. */
  away?: readonly string[];
};

type Seen = Pick<Observation, "subject" | "title" | "sentence" | "link" | "figures"> & Partial<Observation>;

/** An observation, alarming unless it says otherwise. */
export const observe = (seen: Seen): Observation => ({ level: "over", once: false, isQuiet: false, ...seen });

export const judged = (observations: Observation[], note: string | null = null): Judgement => ({
  observations,
  note,
});

/** Nothing can be said now. */
export const undecided = (note: string): Judgement => ({ observations: null, note });

/** How far below its line a figure has to fall before it counts as over, percent of the line. */
export const MARGINS = {
  budget_threshold: 5,
  budget_forecast: 10,
  fallback_taken: 25,
  upstream_failing: 50,
  low_credits: 20,
  unsettled_money: 20,
} as const;

/** Whether a part of a whole has reached so many percent; clear only when it is below them by the margin. */
export function levelOfShare(part: bigint, whole: bigint, percent: number, margin: number): Level {
  // Of nothing, nothing is no share that could alarm.
  if (part <= 0n) return "clear";
  const line = whole * BigInt(percent);
  if (part * 100n >= line) return "over";
  return part * 10_000n < line * BigInt(100 - margin) ? "clear" : "between";
}

/** Whether something has fallen below a line; clear only when it is above it by the margin. */
export function levelBelow(amount: bigint, line: bigint, margin: number): Level {
  if (amount < line) return "over";
  return amount * 100n >= line * BigInt(100 + margin) ? "clear" : "between";
}

/** A moment for people elsewhere: `1 Dec 2026, 00:00 (Europe/Berlin)`. */
export const momentIn = (at: Date, timeZone: string): string =>
  `${new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone }).format(at)} (${timeZone})`;

/** `one request`, `12 requests`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  count === 1 ? `1 ${one}` : `${count.toLocaleString("en")} ${many}`;
