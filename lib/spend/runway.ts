import { type Usd, ZERO } from "@/lib/core/money";
import {
  bandFactor,
  type ComingDay,
  fitDays,
  NEEDED_DAYS,
  type PastDay,
  project,
  ratioOf,
} from "./daily-model";

export type Runway =
  /** Nobody tells how much is left. */
  | { kind: "unknown" }
  | { kind: "too_little"; days: number; needed: number }
  /** Nothing is left now. */
  | { kind: "gone" }
  /** At this rate it lasts longer than anyone can foresee; so many days at least. */
  | { kind: "beyond"; days: number }
  /** On which day, counted from today, it runs out: the best guess, and between when in four of five cases. */
  | { kind: "range"; earliest: number; expected: number | null; latest: number | null };

/** A year on, nothing that is known today says much. */
export const FARTHEST_DAYS = 365;

type Ahead = {
  /** How much of today is left, from 1 down to 0. */
  left: number;
  /** Today's weekday; the others follow it. */
  weekday: number;
};

/** For how long an amount lasts when days go on as those that are over, oldest first. Null is an amount nobody knows. */
export function runway(balance: Usd | null, history: readonly PastDay[], { left, weekday }: Ahead): Runway {
  if (balance === null) return { kind: "unknown" };
  if (balance <= ZERO) return { kind: "gone" };
  const model = fitDays(history);
  if (model === null) return { kind: "too_little", days: history.length, needed: NEEDED_DAYS };
  const enough = ratioOf(balance, model.scale);
  const days: ComingDay[] = [];
  let [earliest, expected]: [number | null, number | null] = [null, null];
  // Where days cost nothing there is no scale, and no end.
  for (let day = 0; model.scale > ZERO && day <= FARTHEST_DAYS; day++) {
    days.push({ weekday: (weekday + day) % 7, share: day === 0 ? left : 1 });
    const { mean, deviation } = project(model, days);
    const margin = bandFactor(model) * deviation;
    if (mean + margin >= enough) earliest ??= day;
    if (mean >= enough) expected ??= day;
    if (earliest !== null && mean - margin >= enough)
      return { kind: "range", earliest, expected: expected ?? day, latest: day };
  }
  if (earliest === null) return { kind: "beyond", days: FARTHEST_DAYS };
  return { kind: "range", earliest, expected, latest: null };
}
