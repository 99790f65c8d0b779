import { formatCount, formatEstimate, formatEstimateRange, formatUsd } from "@/lib/core/format";
import { formatDay } from "@/lib/core/format-instant";
import { subtract } from "@/lib/core/money";
import type { Anomaly, Outlook, PeriodForecast } from "@/lib/spend/outlook-api";

type TooLittle = { days: number; needed: number };

/** Why nothing can be foreseen yet. */
export const tooLittle = ({ days, needed }: TooLittle): string =>
  `It takes ${needed} whole days of history; there ${days === 1 ? "is" : "are"} ${days}.`;

/** Between what the month will be, and from how much that is known. */
export function bandInWords({ forecast }: Pick<Outlook, "forecast">): string {
  if (forecast.kind === "too_little") return tooLittle(forecast);
  const { low, high, days } = forecast;
  const learnt = `from ${formatCount(days)} days`;
  if (low === high) return `by the end of the month, ${learnt}`;
  return `${formatEstimateRange(low, high)} in 4 of 5 cases, ${learnt}`;
}

/** What is expected of some days by their end, or why nothing is. */
export function forecastInWords({ forecast }: Pick<PeriodForecast, "forecast">, end: string): string {
  if (forecast.kind === "too_little") return `No forecast yet. ${tooLittle(forecast)}`;
  if (forecast.kind === "too_far")
    return `No forecast: none reaches further than ${forecast.most} days ahead.`;
  const { expected, low, high, days } = forecast;
  const band = low === high ? "" : `, ${formatEstimateRange(low, high)} in 4 of 5 cases`;
  return `Forecast by the end of ${formatDay(end)}: ${formatEstimate(expected)}${band}, from ${formatCount(days)} days.`;
}

const NAMES = { credits: "credits", key_limit: "the key's limit" } as const;

/** When what is left runs out: the day itself, and what there is to say of it. */
export function runwayInWords({ of, left, lasts }: Outlook["runway"]): { when: string | null; note: string } {
  const rest = of === null || left === null ? "" : `${formatUsd(left)} of ${NAMES[of]} left`;
  switch (lasts.kind) {
    case "unknown":
      return { when: null, note: "OpenRouter does not tell this key what is left. A management key would." };
    case "too_little":
      return { when: null, note: `${rest}. ${tooLittle(lasts)}` };
    case "gone":
      return { when: "Used up", note: of === null ? "Nothing is left." : `Nothing is left of ${NAMES[of]}.` };
    case "beyond":
      return { when: "Not within a year", note: `${rest}, at this rate` };
    case "range": {
      const { earliest, expected, latest } = lasts;
      const day = (text: string | null) => (text === null ? "over a year from now" : formatDay(text));
      const band = earliest === latest ? "" : ` · between ${day(earliest)} and ${day(latest)}`;
      return {
        when: expected === null ? "Not within a year" : `≈ ${formatDay(expected)}`,
        note: `${rest}${band}`,
      };
    }
    default:
      return lasts satisfies never;
  }
}

const nameOf = ({ dimension, key, label }: Anomaly["causes"][number]): string =>
  dimension === "key" && key === null ? "requests without a key" : `${dimension} ${label}`;

/** Who or what is behind a day that stands out, in a sentence. */
export function causeInWords({ causes }: Pick<Anomaly, "causes">): string {
  const named = causes.map(
    (cause) => `${nameOf(cause)} (${formatUsd(subtract(cause.cost, cause.usual))} more than usual)`,
  );
  return named.length === 0 ? "Nobody and nothing alone is behind it." : `Mostly ${named.join(", ")}.`;
}
