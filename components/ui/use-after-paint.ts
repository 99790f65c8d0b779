"use client";

import { useEffect, useState } from "react";

/**
 * A value once the page has been painted with what else came of it, and null before the first time: for what is slow
 * to draw beside what must be quick. While the value changes fast, the slow part is drawn for the last one only.
 */
export function useAfterPaint<Value>(value: Value): Value | null {
  const [painted, setPainted] = useState<Value | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    // A timer that is set within a frame runs when that frame is on the screen.
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => setPainted(value));
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, [value]);
  return painted;
}
