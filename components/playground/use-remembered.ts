"use client";

import { useEffect, useState } from "react";
import { recall, remember } from "./remembered";

/** A setting of this browser that is on or off, off at first. */
export function useRemembered(key: string): [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(false);
  // After the first paint, since the server cannot know it.
  useEffect(() => setOn(recall(key) !== null), [key]);
  const change = (next: boolean) => {
    setOn(next);
    remember(key, next ? "on" : "");
  };
  return [on, change];
}
