import {
  type InfiniteData,
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
} from "@tanstack/react-query";
import { fetchJson } from "@/lib/core/fetch-json";
import { type Generation, GenerationDetails, GenerationPage, Histogram } from "@/lib/ledger/api";
import { filterParams, type GenerationFilter } from "@/lib/ledger/paths";

/** Whatever is below this key changes with every generation. */
export const generationsKey = ["generations"] as const;

const AT_ONCE = "100";
/** How often is asked for what is new: by those who watch, and by everyone else. */
const LIVE_MS = 2_000;
const CALM_MS = 15_000;

const isRunning = ({ state }: Pick<Generation, "state">) => state === "running";

/** The list, page after page, newest first. What is new is asked for apart, by {@link tailQuery}. */
export const generationsQuery = (filter: GenerationFilter, live: boolean) => {
  const params = filterParams(filter);
  // What has ended or found its price falls out of such a list, and is not told of by what is new.
  const loses = filter.state?.includes("running") || filter.cost === "unknown";
  return infiniteQueryOptions({
    queryKey: [...generationsKey, "list", params.toString()],
    queryFn: ({ pageParam, signal }) => {
      const page = new URLSearchParams(params);
      page.set("limit", AT_ONCE);
      if (pageParam !== null) page.set("cursor", pageParam);
      return fetchJson(`/api/generations?${page}`, GenerationPage, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    // Someone who has scrolled far reads history; asking for all of it again would be waste, also for who comes back.
    refetchOnWindowFocus: false,
    gcTime: 0,
    // Rows stay until those of another filter have come. "Nothing found" does not: it would be said of the wrong one.
    placeholderData: (before: InfiniteData<GenerationPage, string | null> | undefined) =>
      before?.pages.some(({ generations }) => generations.length > 0) ? before : undefined,
    refetchInterval: ({ state: { data } }) => {
      const pages = data?.pages ?? [];
      // With nothing listed there is nothing to be newer than.
      const isEmpty = pages.length === 1 && pages[0]?.generations.length === 0;
      return isEmpty || (loses && pages.length < 3) ? (live ? LIVE_MS : CALM_MS) : false;
    },
  });
};

/** What has started since, and how what ran then stands now. Only while the page is in view. */
export const tailQuery = (filter: GenerationFilter, since: Date | null, live: boolean) => {
  const from = since && filter.from && filter.from > since ? filter.from : since;
  const params = filterParams({ ...filter, from: from ?? undefined });
  params.set("limit", "200");
  const list = filterParams(filter).toString();
  return queryOptions({
    queryKey: [...generationsKey, "tail", list, params.toString()],
    queryFn: ({ signal }) => fetchJson(`/api/generations?${params}`, GenerationPage, { signal }),
    enabled: since !== null,
    // What was new in another list is not part of this one.
    placeholderData: (before, query) => (query?.queryKey[2] === list ? before : undefined),
    refetchInterval: ({ state: { data } }) => (live || data?.generations.some(isRunning) ? LIVE_MS : CALM_MS),
  });
};

/** How many there were, time by time. */
export const histogramQuery = (filter: GenerationFilter, timeZone: string) => {
  const params = filterParams(filter);
  params.set("timeZone", timeZone);
  return queryOptions({
    queryKey: [...generationsKey, "histogram", params.toString()],
    queryFn: ({ signal }) => fetchJson(`/api/generations/histogram?${params}`, Histogram, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data } }) => (data?.isBehind ? 5_000 : 30_000),
  });
};

/** One generation. Asked again until it has ended and its cost is as certain as it will be. */
export const generationQuery = (id: string) =>
  queryOptions({
    queryKey: [...generationsKey, "one", id],
    queryFn: ({ signal }) =>
      fetchJson(`/api/generations/${encodeURIComponent(id)}`, GenerationDetails, { signal }),
    refetchInterval: ({ state: { data } }) => {
      if (!data) return false;
      if (isRunning(data)) return 1_000;
      // Without an id nobody is asked, nor by another account's key, and nothing will come.
      const { confirmAt, upstreamId, account } = data;
      return confirmAt === null || upstreamId === null || !account.isCurrent ? false : 3_000;
    },
  });
