import { formatUsd } from "@/lib/core/format";
import { formatDecimal } from "@/lib/core/money";
import { generationsPath } from "@/lib/ledger/paths";
import type { Anomaly } from "@/lib/spend/outlook-api";
import { counted, type Judgement, judged, type Level, MARGINS, observe } from "./judgement";
import type { RuleSettings } from "./rules";

/** Days of late that cost far more than the weeks before them let expect, each told once. */
export function judgeAnomalies(
  { timeZone }: RuleSettings["anomaly"],
  anomalies: readonly Anomaly[],
): Judgement {
  return judged(
    anomalies.map((anomaly) => {
      const [cause] = anomaly.causes;
      const because = cause
        ? ` Most of it is ${cause.dimension} “${cause.label}”: ${formatUsd(cause.cost)}, where ${formatUsd(cause.usual)} are usual.`
        : "";
      const day = anomaly.running ? "Today" : anomaly.day;
      return observe({
        subject: `anomaly:${timeZone}:${anomaly.day}`,
        once: true,
        title: `Unusual spending on ${anomaly.day}`,
        sentence: `${day} has cost ${formatUsd(anomaly.cost)}, where ${formatUsd(anomaly.usual)} are usual and up to ${formatUsd(anomaly.threshold)} would not have been remarkable.${because}`,
        link: "/spend",
        figures: {
          ...{ day: anomaly.day, timeZone },
          cost: formatDecimal(anomaly.cost),
          usual: formatDecimal(anomaly.usual),
          threshold: formatDecimal(anomaly.threshold),
          cause: cause ? `${cause.dimension}: ${cause.label}` : null,
        },
      });
    }),
  );
}

/** Generations whose money is not settled. Counted up to a bound each. */
export type UnsettledFacts = {
  /** Nobody knows what they cost. */
  unknown: number;
  /** Their cost was reported, and OpenRouter's record of it never came: it is asked for a day, and what it reported stays. */
  unconfirmed: number;
  /** They all began before. */
  before: Date;
};

/** More generations than a number whose cost stays unknown or unconfirmed. */
export function judgeUnsettled(
  { hours, moreThan }: RuleSettings["unsettled_money"],
  { unknown, unconfirmed, before }: UnsettledFacts,
): Judgement {
  const count = unknown + unconfirmed;
  const still: Level = count * 100 > moreThan * (100 - MARGINS.unsettled_money) ? "between" : "clear";
  return judged([
    observe({
      subject: "unsettled",
      level: count > moreThan ? "over" : still,
      title: "Money is not settled",
      sentence:
        count === 0
          ? `Every cost of the week up to ${counted(hours, "hour")} ago is settled.`
          : `The cost of ${counted(count, "generation")} older than ${counted(hours, "hour")} is not settled: ${unknown.toLocaleString("en")} unknown, ${unconfirmed.toLocaleString("en")} not confirmed.`,
      link: generationsPath(unknown > 0 ? { cost: "unknown", to: before } : { to: before }),
      figures: { unknown, unconfirmed, hours },
    }),
  ]);
}
