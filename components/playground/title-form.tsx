"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { describeFailure } from "@/lib/core/failure";
import { renameConversation } from "./actions";

type Props = { id: string; title: string; onClose: () => void };

/** The title as a field: Enter or leaving keeps what was typed, Escape does not. */
export default function TitleForm({ id, title, onClose }: Props) {
  const client = useQueryClient();
  const [draft, setDraft] = useState(title);
  const [problem, setProblem] = useState<string | null>(null);
  const save = async (event?: FormEvent) => {
    event?.preventDefault();
    const next = draft.trim().slice(0, 200);
    if (next === "" || next === title) return onClose();
    try {
      await renameConversation(client, id, next);
      onClose();
    } catch (error) {
      setProblem(describeFailure(error).message);
    }
  };
  return (
    <form onSubmit={(event) => void save(event)} className="flex min-w-0 flex-1 items-center gap-2">
      <input
        aria-label="Title"
        // biome-ignore lint/a11y/noAutofocus: clicking the title asked for this field
        autoFocus
        maxLength={200}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={() => void save()}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.preventDefault();
          onClose();
        }}
        className="h-8 w-full max-w-100 rounded-control border border-line-strong bg-raised px-2 touch:h-11"
      />
      {problem && (
        <span role="alert" className="text-xs text-danger">
          {problem}
        </span>
      )}
    </form>
  );
}
