"use client";

import { useSyncExternalStore } from "react";
import { formatInstant } from "@/lib/core/format-instant";

type Props = { at: Date; timeZone?: string; className?: string };

/** A moment: relative while it is young, with the ISO instant in its tooltip. */
export function Instant({ at, timeZone, className }: Props) {
  const now = useSyncExternalStore(eachTick, tick, serverTick);
  // The same on the server and while its page comes to life here; only then is it known where the viewer sits.
  const where = now < 0 ? { locale: "en", timeZone: timeZone ?? "UTC" } : { timeZone };
  return (
    <time
      dateTime={at.toISOString()}
      data-tip={at.toISOString()}
      className={className}
      // A minute may have begun in between.
      suppressHydrationWarning
    >
      {formatInstant(at, new Date(Math.abs(now)), where)}
    </time>
  );
}

const TICK = 15_000;
// Rounded, since a snapshot has to stay equal between two ticks; up, so that nothing just made lies in the future.
const tick = (): number => Math.ceil(Date.now() / TICK) * TICK;
const serverTick = (): number => -tick();

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
