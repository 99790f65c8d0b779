"use client";

import { useSyncExternalStore } from "react";
import { boundTo, OUR_KEYS, printKeys, readBindings, watchBindings } from "@/lib/core/hotkeys";
import { useModKey } from "./use-mod-key";

/**
 * What is pressed for a combination that is ours, as it is printed on the keyboard, with something before and after it;
 * empty where it is off.
 */
export function useKeys(): (ours: string, before?: string, after?: string) => string {
  const mod = useModKey();
  const bindings = useSyncExternalStore(watchBindings, readBindings, () => OUR_KEYS);
  return (ours, before = "", after = "") => {
    const keys = boundTo(ours, bindings);
    return keys === null ? "" : before + printKeys(keys, mod) + after;
  };
}
