import { type Choice, type Choices, type Dimension, isAskable, type Value } from "@/lib/ledger/dimensions";
import type { Overview } from "@/lib/spend/overview-api";
import { daysOf } from "./bucket-labels";

const holds = ({ values }: Choice, value: Value): boolean => values.includes(value);

/** Whether nothing but this value is shown of a dimension. */
export const isOnly = (choices: Choices, dimension: Dimension, value: Value): boolean => {
  const choice = choices[dimension];
  return choice !== undefined && !choice.exclude && choice.values.length === 1 && holds(choice, value);
};

/** Only this value of a dimension. */
export const only = (choices: Choices, dimension: Dimension, value: Value): Choices => ({
  ...choices,
  [dimension]: { exclude: false, values: [value] },
});

/** The same, and once more takes it back. */
export const toggleOnly = (choices: Choices, dimension: Dimension, value: Value): Choices =>
  isOnly(choices, dimension, value)
    ? { ...choices, [dimension]: undefined }
    : only(choices, dimension, value);

/** All but these values of what is shown at present. */
export function without(choices: Choices, dimension: Dimension, values: readonly Value[]): Choices {
  const choice = choices[dimension];
  if (choice?.exclude)
    return {
      ...choices,
      [dimension]: { exclude: true, values: [...new Set([...choice.values, ...values])] },
    };
  const left = choice?.values.filter((value) => !values.includes(value)) ?? [];
  return {
    ...choices,
    [dimension]: left.length > 0 ? { exclude: false, values: left } : { exclude: true, values },
  };
}

/**
 * Only this value, for a list of what is behind its figures; null where no list can show just that: a generation may
 * have several tags, and "this tag, of those with another one" is no choice.
 */
export function behind(choices: Choices, dimension: Dimension, value: Value): Choices | null {
  const choice = choices[dimension];
  const isWithin = value === null || !choice || (!choice.exclude && holds(choice, value));
  return dimension === "tag" && !isWithin ? null : only(choices, dimension, value);
}

/**
 * The same for what is beyond these values; null also where those to be left out are more than can be asked for. A
 * generation with one of them may be beyond them by another tag.
 */
export function behindRest(choices: Choices, dimension: Dimension, values: readonly Value[]): Choices | null {
  const rest = without(choices, dimension, values);
  const { [dimension]: choice } = rest;
  return dimension === "tag" || !choice || !isAskable(choice) ? null : rest;
}

type Time = Pick<Overview, "from" | "to" | "timeZone" | "bucket"> & {
  buckets: readonly { start: Date }[];
};

/** From where to where a bucket reaches, or several in a row. */
export function bucketEnds(
  { buckets, to }: Time,
  first: number,
  last = first,
): { from: Date; to: Date } | null {
  const from = buckets[first]?.start;
  return from === undefined ? null : { from, to: buckets[last + 1]?.start ?? to };
}

/** The longest day there is, when clocks go back. */
const LONG_DAY_MS = 25 * 3_600_000;

/** The days that picking buckets narrows the view to; null when that would be no closer look. */
export function narrowedTo(time: Time, first: number, last = first): { from: string; to: string } | null {
  const ends = bucketEnds(time, first, last);
  if (!ends || time.to.getTime() - time.from.getTime() <= LONG_DAY_MS) return null;
  const days = daysOf(ends.from, ends.to, time.timeZone);
  const all = daysOf(time.from, time.to, time.timeZone);
  return days.from === all.from && days.to === all.to ? null : days;
}
