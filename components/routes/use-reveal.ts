"use client";

import { useCallback, useEffect, useRef } from "react";
import type { Hop } from "@/lib/ledger/hops";
import { stepsOf } from "./break-words";

/** Long enough to see the next hop take over, short enough not to wait for it. */
const STEP_MS = 450;

/** Shows hop by hop what became of a chain; at once for those who want nothing to move. */
export function useReveal(onLit: (hops: readonly Hop[]) => void): (hops: readonly Hop[]) => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(
    (hops) => {
      clearTimeout(timer.current);
      const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
      const [first, ...further] = still ? [hops] : stepsOf(hops);
      if (first) onLit(first);
      const go = () => {
        const next = further.shift();
        if (!next) return;
        onLit(next);
        timer.current = setTimeout(go, STEP_MS);
      };
      timer.current = setTimeout(go, STEP_MS);
    },
    [onLit],
  );
}
