"use client";

import { useEffect, useState } from "react";
import { recall, remember } from "./remembered";

/** The text of a composer, kept over a reload, per conversation. */
export function useDraft(conversationId: string | null): [string, (text: string) => void] {
  const key = `patchbay.draft.${conversationId ?? "new"}`;
  const [text, setText] = useState("");
  // After the first paint, since the server cannot know it.
  useEffect(() => {
    const kept = recall(key, "session");
    if (kept !== null) setText((now) => now || kept);
  }, [key]);
  const change = (next: string) => {
    setText(next);
    remember(key, next, "session");
  };
  return [text, change];
}
