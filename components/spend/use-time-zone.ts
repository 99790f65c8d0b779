"use client";

import { useSyncExternalStore } from "react";
import { isTimeZone } from "@/lib/core/period";

/** The viewer's time zone; null on the server and until the page is live, where nobody knows it. */
export function useViewerTimeZone(): string | null {
  return useSyncExternalStore(never, viewerTimeZone, () => null);
}

function viewerTimeZone(): string {
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  // Some browsers answer with a name that stands for "I cannot tell".
  return isTimeZone(zone) && zone !== "Etc/Unknown" ? zone : "UTC";
}

const never = () => () => {};
