"use client";

import { useSyncExternalStore } from "react";

/** Whether a media query holds; not on the server. */
function screenHook(query: string): () => boolean {
  const subscribe = (listener: () => void): (() => void) => {
    const media = matchMedia(query);
    media.addEventListener("change", listener);
    return () => media.removeEventListener("change", listener);
  };
  return () =>
    useSyncExternalStore(
      subscribe,
      () => matchMedia(query).matches,
      () => false,
    );
}

/** Whether the screen shows one thing at a time, as `max-md:` means it: for what would otherwise be drawn and hidden. */
export const useSmallScreen = screenHook("(width < 48rem)");

/** Whether a table stands in columns, and the rail leaves it less than 1200 px for them. */
export const useCrowdedScreen = screenHook("(48rem <= width < 90rem)");
