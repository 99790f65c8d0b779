import { keepPreviousData, type QueryClient, queryOptions } from "@tanstack/react-query";
import * as z from "zod/mini";
import { fetchJson } from "@/lib/core/fetch-json";
import { Anomalies, Outlook, PeriodForecast } from "@/lib/spend/outlook-api";
import { Reconciliation } from "@/lib/spend/reconciliation-api";
import type { SettingsChange } from "@/lib/team/preferences-request";
import { withSettings } from "./outlook-settings";

const outlookKey = ["spend", "outlook"] as const;

/** What this month has cost and will, by the clock of a place. */
export const outlookQuery = (timeZone: string) =>
  queryOptions({
    queryKey: [...outlookKey, timeZone],
    queryFn: ({ signal }) =>
      fetchJson(`/api/spend/outlook?${new URLSearchParams({ timeZone })}`, Outlook, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });

/** From one day to another, by the clock of a place. */
export type ForeseenDays = { from: string; to: string; timeZone: string };

const MINUTE = 60_000;

/** What some days will have cost when they are over; of none nothing is asked, nor once they are over. */
export const forecastQuery = (days: ForeseenDays | null) => {
  const params = new URLSearchParams(days ?? {});
  const left = ({ state: { data } }: { state: { data: PeriodForecast | undefined } }) =>
    (data?.to.getTime() ?? Number.POSITIVE_INFINITY) - Date.now();
  return queryOptions({
    queryKey: ["spend", "forecast", params.toString()],
    queryFn: ({ signal }) => fetchJson(`/api/spend/forecast?${params}`, PeriodForecast, { signal }),
    placeholderData: keepPreviousData,
    enabled: (query) => days !== null && left(query) > 0,
    refetchInterval: (query) => left(query) > MINUTE && MINUTE,
  });
};

/** So many days, and the last of them: `2026-11-20`. */
export type JudgedDays = { days: number; last: string };

/** Those of some days that cost far more than was to be expected. */
export const anomaliesQuery = (timeZone: string, { days, last }: JudgedDays, account?: string) => {
  const params = new URLSearchParams({ timeZone, days: String(days), last, ...(account && { account }) });
  return queryOptions({
    queryKey: ["spend", "anomalies", params.toString()],
    queryFn: ({ signal }) => fetchJson(`/api/spend/anomalies?${params}`, Anomalies, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: 300_000,
  });
};

/** The ledger beside OpenRouter's own figures, of so many UTC days. */
export const reconciliationQuery = (params: string) =>
  queryOptions({
    queryKey: ["spend", "reconciliation", params],
    queryFn: ({ signal }) => fetchJson(`/api/spend/reconciliation?${params}`, Reconciliation, { signal }),
    placeholderData: keepPreviousData,
    // Days that are over change seldom, and OpenRouter is asked each time.
    staleTime: 60_000,
  });

/** Shown as changed at once, and as the server has it when it did not take the change. @throws RequestError */
export async function changeSpendSettings(client: QueryClient, change: SettingsChange): Promise<void> {
  client.setQueriesData<Outlook>(
    { queryKey: outlookKey },
    (before) => before && withSettings(before, change),
  );
  try {
    await fetchJson("/api/settings", z.unknown(), { method: "PUT", body: change });
  } finally {
    await client.invalidateQueries({ queryKey: outlookKey });
  }
}
