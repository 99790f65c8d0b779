"use client";

import { useEffect, useState } from "react";

/** A value once it has stayed the same for a while: for what should not be done at every step of a key held down. */
export function useRested<Value>(value: Value, ms: number): Value {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return rested;
}
