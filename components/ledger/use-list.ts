"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { filterParams, type GenerationFilter } from "@/lib/ledger/paths";
import { hasGap, mergeTail, type Place, tailSince } from "./merge-tail";
import { generationsQuery, tailQuery } from "./queries";

/** Steps that may find nothing before somebody has to say that it is to go on, and those that they then get. */
const PATIENCE = 20;
const MORE_PATIENCE = 100;

/** A list that was asked for, and how it is read. */
type Reading = {
  of: string;
  filter: GenerationFilter;
  atTop: boolean;
  /** Up to where new ones are shown while they are not followed. */
  upTo: Place | null;
  patience: number;
};
const beginning = (of: string, filter: GenerationFilter): Reading => ({
  ...{ of, filter, atTop: true, upTo: null, patience: PATIENCE },
});

/**
 * The list of generations as far as it was read, with what is new above it. Whoever watches at the top sees it come;
 * for everyone else it waits until they ask for it, and nothing moves under their eyes.
 */
export function useGenerationList(filter: GenerationFilter, live: boolean) {
  "use memo";
  const asked = filterParams(filter).toString();
  const list = useInfiniteQuery(generationsQuery(filter, live));
  const isOld = list.isPlaceholderData;
  /** By what the rows that are shown were asked for, and how they are read: all of it stays until others have come. */
  const [shown, setShown] = useState<Reading>(() => beginning(asked, filter));
  if (!isOld && shown.of !== asked) setShown(beginning(asked, filter));
  const { atTop, upTo, patience } = shown;
  const read = (change: Partial<Reading>) => setShown({ ...shown, ...change });
  const pages = list.data?.pages ?? [];
  const listed = pages.flatMap(({ generations }) => generations);
  // A time that has an end gets nothing new.
  const since = shown.filter.to === undefined ? tailSince(listed) : null;
  const tail = useQuery(tailQuery(shown.filter, since, live));
  const fromTail = since === null ? [] : (tail.data?.generations ?? []);
  const follows = live && atTop;
  const { rows, held } = mergeTail(listed, fromTail, follows ? null : (upTo ?? listed[0] ?? null));

  // More is new than comes at once: then there is a gap between it and the list.
  const isBehind = hasGap(listed, fromTail, tail.data?.nextCursor != null);
  const { isFetching, refetch } = list;
  useEffect(() => {
    if (isBehind && follows && !isOld && !isFetching) void refetch();
  }, [isBehind, follows, isOld, isFetching, refetch]);

  const newest: Place | null = fromTail[0] ?? listed[0] ?? null;
  const onTop = (isTop: boolean) => {
    if (isTop === atTop) return;
    // Whoever leaves the top takes along what they have seen.
    read({ atTop: isTop, ...(!isTop && live && { upTo: newest }) });
  };
  const showNew = () => {
    read({ upTo: newest });
    if (isBehind) void refetch();
  };

  const found = pages.findLastIndex(({ generations }) => generations.length > 0);
  const vain = pages.length - 1 - found;
  const canGoOn = !isOld && list.hasNextPage && !list.isFetchingNextPage && !list.isFetchNextPageError;
  const goOn = () => void list.fetchNextPage();
  return {
    query: list,
    rows,
    /** Whether the rows are still those of the filter before. */
    isOld,
    shown: shown.of,
    held: { count: held.length, isMore: isBehind },
    showNew,
    onTop,
    /** Asks for further ones; null when these are all, or when it has looked for long without finding any. */
    onMore: canGoOn && vain < patience ? goOn : null,
    /** The same when somebody says so. */
    onInsist:
      canGoOn && vain >= patience
        ? () => {
            read({ patience: vain + MORE_PATIENCE });
            goOn();
          }
        : null,
    /** How far back was looked beyond the last that was found. */
    scannedTo: vain > 0 || rows.length === 0 ? (pages.at(-1)?.scannedTo ?? null) : null,
  };
}

export type GenerationList = ReturnType<typeof useGenerationList>;
