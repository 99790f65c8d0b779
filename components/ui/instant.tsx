"use client";

import { useSyncExternalStore } from "react";
import { formatInstant } from "@/lib/core/format-instant";

type Props = { at: Date; timeZone?: string; className?: string };

/** A moment: relative while it is young, with the ISO instant in its tooltip. */
export function Instant({ at, timeZone, className }: Props) {
  const now = useSyncExternalStore(eachTick, tick, tick);
  return (
    <time
      dateTime={at.toISOString()}
      data-tip={at.toISOString()}
      className={className}
      // Server and browser may sit in different locales and zones.
      suppressHydrationWarning
    >
      {formatInstant(at, new Date(now), { timeZone })}
    </time>
  );
}

const TICK = 15_000;
// Rounded, since a snapshot has to stay equal between two ticks; up, so that nothing just made lies in the future.
const tick = (): number => Math.ceil(Date.now() / TICK) * TICK;

// One clock for every moment on the page.
const listeners = new Set<() => void>();
let clock: ReturnType<typeof setInterval> | undefined;

function eachTick(listener: () => void): () => void {
  listeners.add(listener);
  clock ??= setInterval(() => {
    for (const notify of listeners) notify();
  }, TICK);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(clock);
    clock = undefined;
  };
}
