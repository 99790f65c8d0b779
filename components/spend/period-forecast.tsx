"use client";

import { useQuery } from "@tanstack/react-query";
import { describeFailure } from "@/lib/core/failure";
import { type ForeseenDays, forecastQuery } from "./outlook-queries";
import { forecastInWords } from "./outlook-words";

type Props = {
  days: ForeseenDays;
  /** Whether the page shows only a part of what was spent. */
  isNarrowed: boolean;
};

/** What a view that is not over will have cost by its end, or why nobody can say. */
export function PeriodForecast({ days, isNarrowed }: Props) {
  "use memo";
  const { data, error, isPlaceholderData } = useQuery(forecastQuery(isNarrowed ? null : days));
  const words = isNarrowed
    ? "No forecast while filters are set: it is made of everything that was spent."
    : data && !isPlaceholderData
      ? forecastInWords(data, days.to)
      : error && `No forecast: ${describeFailure(error).message}`;
  // Its lines are there from the beginning, so that nothing below them moves.
  return <p className="min-h-9 pt-1 text-xs text-muted sm:min-h-5">{words}</p>;
}
