"use client";

import { useSyncExternalStore } from "react";

const nothing = () => () => {};

/** `⌘` on Apple machines, `Ctrl` elsewhere. */
export function useModKey(): string {
  return useSyncExternalStore(
    nothing,
    () => (/Mac|iPhone|iPad/.test(navigator.platform) ? "⌘" : "Ctrl "),
    () => "⌘",
  );
}
