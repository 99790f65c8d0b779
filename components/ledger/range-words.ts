import { parseUsd } from "@/lib/core/money";
import type { RangeName } from "@/lib/ledger/paths";

/** Both ends as they are typed and as addresses hold them; null where it is open. */
export type RangeTexts = { min: string | null; max: string | null };

export const RANGE_WORDS: Record<
  RangeName,
  { title: string; unit: string; write: (text: string) => string }
> = {
  cost: { title: "Cost", unit: "$", write: (text) => `$${text}` },
  ttft: { title: "Time to first token", unit: "ms", write: (text) => `${text} ms` },
  duration: { title: "Duration", unit: "ms", write: (text) => `${text} ms` },
  tokens: { title: "Tokens", unit: "in and out", write: (text) => text },
};

/** What is chosen, for a chip and its name; null when nothing is. */
export function describeRange(
  name: RangeName,
  { min, max }: RangeTexts,
): { short: string; long: string } | null {
  if (min === null && max === null) return null;
  const { title, write } = RANGE_WORDS[name];
  const ends =
    min !== null && max !== null
      ? `${write(min)} – ${write(max)}`
      : min !== null
        ? `≥ ${write(min)}`
        : `≤ ${write(max ?? "")}`;
  return { short: `${title} ${ends}`, long: `${title} ${ends}` };
}

/** What was typed as a range; null for what is none. Nothing typed leaves an end open. */
export function readRange(name: RangeName, typed: { min: string; max: string }): RangeTexts | null {
  const pattern = name === "cost" ? /^\d{1,8}(\.\d{1,12})?$/ : /^\d{1,9}$/;
  const [min, max] = [typed.min.trim(), typed.max.trim()].map((text) => (text === "" ? null : text));
  if (min === undefined || max === undefined) return null;
  if ([min, max].some((text) => text !== null && !pattern.test(text))) return null;
  if (min !== null && max !== null && parseUsd(min) > parseUsd(max)) return null;
  return { min, max };
}
