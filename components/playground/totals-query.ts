import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/core/fetch-json";
import { SpendTotals } from "@/lib/spend/api";

/** What was spent, today and on a conversation; read again when an answer's cost is known. */
export const totalsQuery = (conversationId: string) => {
  const timeZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return queryOptions({
    queryKey: ["totals", conversationId],
    queryFn: ({ signal }) =>
      fetchJson(`/api/spend/totals?${new URLSearchParams({ timeZone, conversationId })}`, SpendTotals, {
        signal,
      }),
    placeholderData: keepPreviousData,
  });
};
