"use client";

import { useEffect, useRef, useState } from "react";
import { move, recall, remember } from "./remembered";

/** The text of a composer, kept over a reload, per conversation. */
export function useDraft(conversationId: string | null): [string, (text: string) => void] {
  const key = `patchbay.draft.${conversationId ?? "new"}`;
  const before = useRef(key);
  const [text, setText] = useState("");
  // After the first paint, since the server cannot know it.
  useEffect(() => {
    // What was written while the first message was on its way belongs to the conversation that began with it.
    move(before.current, key);
    before.current = key;
    const kept = recall(key, "session");
    if (kept !== null) setText((now) => now || kept);
  }, [key]);
  const change = (next: string) => {
    setText(next);
    remember(key, next, "session");
  };
  return [text, change];
}
