"use client";

import { useState } from "react";

/** A text that is being written: it follows what is saved, also what is taken back, for as long as nobody touches it. */
export function useTextDraft(saved: string): [text: string, write: (text: string) => void] {
  const [draft, setDraft] = useState({ text: saved, from: saved });
  if (draft.from !== saved) {
    const untouched = draft.text === draft.from;
    setDraft({ text: untouched ? saved : draft.text, from: saved });
  }
  return [draft.text, (text) => setDraft((now) => ({ ...now, text }))];
}
