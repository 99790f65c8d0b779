"use client";

import { useEffect, useSyncExternalStore } from "react";
import { assignColours } from "./series-colours";

const STORE = "patchbay.series";
const MOST = 500;
const NONE: readonly string[] = [];

let known: readonly string[] | undefined;
const listeners = new Set<() => void>();

/** The colours of the shown series, by key. This browser remembers the order in which it first met each. */
export function useSeriesColours(shown: readonly string[]): Map<string, string> {
  const firstUse = useSyncExternalStore(subscribe, read, () => NONE);
  useEffect(() => remember(shown), [shown]);
  return assignColours(firstUse, shown);
}

function read(): readonly string[] {
  known ??= parse(storage()?.getItem(STORE));
  return known;
}

function remember(shown: readonly string[]): void {
  const before = read();
  const fresh = shown.filter((key) => !before.includes(key));
  if (fresh.length === 0) return;
  known = [...before, ...fresh].slice(0, MOST);
  try {
    storage()?.setItem(STORE, JSON.stringify(known));
  } catch {
    // A full or forbidden store costs the memory, not the chart.
  }
  for (const notify of listeners) notify();
}

function parse(text: string | null | undefined): readonly string[] {
  try {
    const list: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(list) ? list.filter((key) => typeof key === "string").slice(0, MOST) : NONE;
  } catch {
    return NONE;
  }
}

function storage(): Storage | undefined {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  const onStorage = (event: StorageEvent) => {
    if (event.key !== STORE) return;
    known = parse(event.newValue);
    listener();
  };
  window.addEventListener("storage", onStorage);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", onStorage);
  };
}
