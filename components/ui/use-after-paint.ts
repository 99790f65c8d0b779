"use client";

import { useEffect, useState } from "react";
import { afterPaint } from "./after-paint";

/**
 * A value once the page has been painted with what else came of it, and null before the first time: for what is slow
 * to draw beside what must be quick. While the value changes fast, the slow part is drawn for the last one only.
 */
export function useAfterPaint<Value>(value: Value): Value | null {
  const [painted, setPainted] = useState<Value | null>(null);
  useEffect(() => afterPaint(() => setPainted(value)), [value]);
  return painted;
}
