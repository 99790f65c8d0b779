"use client";

import { useEffect, useState } from "react";
import type { PromptDraft } from "@/lib/conversations/prompt-draft";

/** What is being written, by the ids of prompts: going to another page loses none of it. */
const drafts = new Map<string, PromptDraft>();

/** A prompt as it is being changed: what is on record until something is written. */
export function usePromptDraft(id: string, onRecord: PromptDraft) {
  const [written, setWritten] = useState(() => drafts.get(id) ?? null);
  const { name, text, tags } = written ?? onRecord;
  const draft: PromptDraft = { name, text, tags };
  const changed =
    draft.name !== onRecord.name ||
    draft.text !== onRecord.text ||
    draft.tags.join("\n") !== onRecord.tags.join("\n");

  useEffect(() => {
    if (!changed) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [changed]);

  const write = (change: Partial<PromptDraft>) => {
    const next = { ...draft, ...change };
    drafts.set(id, next);
    setWritten(next);
  };
  const forget = () => {
    drafts.delete(id);
    setWritten(null);
  };
  return { draft, changed, write, forget };
}
