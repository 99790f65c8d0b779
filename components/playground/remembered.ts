"use client";

/*
 * Small things a browser keeps for the person. Storage may be forbidden, full or hold anything: it is read as
 * text, checked by whoever asked, and its failures are nobody's business.
 */
export const LAST_MODEL = "patchbay.model";

export function recall(key: string, where: "local" | "session" = "local"): string | null {
  try {
    return storage(where).getItem(key);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string, where: "local" | "session" = "local"): void {
  try {
    if (value === "") storage(where).removeItem(key);
    else storage(where).setItem(key, value);
  } catch {
    // A private window without storage forgets; nothing else breaks.
  }
}

/** Keeps under another name what is kept for this tab. */
export function move(from: string, to: string): void {
  const kept = recall(from, "session");
  if (kept === null || from === to) return;
  remember(to, kept, "session");
  remember(from, "", "session");
}

const storage = (where: "local" | "session"): Storage => (where === "local" ? localStorage : sessionStorage);
