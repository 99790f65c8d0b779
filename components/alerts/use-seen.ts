"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Alert, AlertPage } from "@/lib/alerts/alerts-api";
import { markSeen } from "./queries";

/**
 * Marks what was told as seen, once the pages are looked at.
 * @returns what counts as new as long as the list is open: what happened after the instant; null while that is not known
 */
export function useSeen(pages: readonly AlertPage[]): Date | null {
  const client = useQueryClient();
  const [before, setBefore] = useState<Date | null>(null);
  const [page] = pages;
  if (page && before === null) setBefore(page.seenUntil ?? new Date(0));
  const newest = newestOf(pages);
  const seen = page?.seenUntil?.getTime() ?? 0;
  useEffect(() => {
    if (newest <= seen) return;
    let isDone = false;
    const mark = () => {
      if (isDone || document.visibilityState !== "visible") return;
      isDone = true;
      // The bell is then wrong for a while, which is nothing to bother anybody with.
      void markSeen(client, new Date(newest)).catch(() => {});
    };
    mark();
    document.addEventListener("visibilitychange", mark);
    return () => document.removeEventListener("visibilitychange", mark);
  }, [newest, seen, client]);
  return before;
}

/** Whatever was told: the bell counts also what lies further back than the pages that were read. */
const newestOf = (pages: readonly AlertPage[]): number =>
  Math.max(0, ...pages.map(({ toldUntil }) => toldUntil?.getTime() ?? 0));

/** When something was last told of an alert in the app: that it began, or that it is over. */
export function toldAt({ openedAt, deliveries }: Alert): Date {
  const told = deliveries.flatMap(({ channel, createdAt }) => (channel.kind === "in_app" ? [createdAt] : []));
  return told.reduce((latest, at) => (at > latest ? at : latest), openedAt);
}
