import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { Leaderboard } from "@/lib/conversations/votes-api";
import { fetchJson } from "@/lib/core/fetch-json";

/** Whatever is below this key changes with every vote. */
export const leaderboardQuery = (days: number) =>
  queryOptions({
    queryKey: ["votes", days],
    queryFn: ({ signal }) => fetchJson(`/api/votes/leaderboard?days=${days}`, Leaderboard, { signal }),
    placeholderData: keepPreviousData,
  });
