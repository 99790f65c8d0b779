import { formatPercent } from "@/lib/core/format-measures";
import type { Usd } from "@/lib/core/money";
import { changeSince } from "@/lib/spend/derived-figures";

type Props = {
  now: Usd | number | null;
  before: Usd | number | null;
  /** What it was, and when, for the tooltip. */
  tip: string;
};

/** From here on times tell more than percents. */
const MANY = 10;

/** How a figure has changed since the time before, with an arrow for the eye and in words for the ear. */
export function Change({ now, before, tip }: Props) {
  "use memo";
  const change = changeSince(now, before);
  if (change === null) {
    return (
      <span className="text-faint" data-tip={tip}>
        <span aria-hidden>—</span>
        <span className="sr-only">Nothing to compare with.</span>
      </span>
    );
  }
  const size = change >= MANY ? `${Math.round(1 + change)} times` : formatPercent(Math.abs(change));
  const text = change >= MANY ? `× ${Math.round(1 + change)}` : size;
  return (
    <span className="whitespace-nowrap" data-tip={tip}>
      <span aria-hidden>{change === 0 ? "± 0 %" : `${change > 0 ? "▲" : "▼"} ${text}`}</span>
      <span className="sr-only">{inWords(change, size)}</span>
    </span>
  );
}

function inWords(change: number, size: string): string {
  if (change === 0) return "As in the time before.";
  if (change >= MANY) return `${size} what it was in the time before.`;
  return `${size} ${change > 0 ? "more" : "less"} than in the time before.`;
}
