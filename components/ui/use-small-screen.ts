"use client";

import { useSyncExternalStore } from "react";

/** What `max-md:` means. */
const SMALL = "(width < 48rem)";

/** Whether the screen shows one thing at a time: for what would otherwise be drawn and hidden. */
export const useSmallScreen = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => matchMedia(SMALL).matches,
    () => false,
  );

function subscribe(listener: () => void): () => void {
  const media = matchMedia(SMALL);
  media.addEventListener("change", listener);
  return () => media.removeEventListener("change", listener);
}
