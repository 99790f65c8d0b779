"use client";

import { useModKey } from "@/components/ui/use-mod-key";

/** What is said at a name that narrows the page when it is clicked, depending on whether it does already. */
export function useNarrowTip(): (on: boolean) => string {
  "use memo";
  const alt = useModKey() === "⌘" ? "⌥" : "Alt+";
  return (on) => (on ? "Show all again" : `Show only this; ${alt}click to leave it out`);
}
