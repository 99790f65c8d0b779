"use client";

import { useEffect, useState } from "react";
import { formatDuration } from "@/lib/core/format-measures";

/** The time that something is taking, while it takes it. Hidden from screen readers, which would read every tick. */
export function RunningTime({ since }: { since: Date }) {
  "use memo";
  const [start] = useState(() => Math.min(since.getTime(), Date.now()));
  const [now, setNow] = useState(start);
  useEffect(() => {
    const tick = setInterval(() => setNow(Date.now()), 100);
    return () => clearInterval(tick);
  }, []);
  return (
    <span aria-hidden className="text-accent-text tabular-nums">
      {formatDuration(Math.max(0, now - start))}
    </span>
  );
}
