"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { renameConversation } from "@/components/playground/actions";
import { TextField } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";

type Props = { id: string; title: string; onClose: () => void };

/** A conversation's title. */
export default function RenameDialog({ id, title, onClose }: Props) {
  const client = useQueryClient();
  const [draft, setDraft] = useState(title);
  const [problem, setProblem] = useState<string | null>(null);
  const rename = async () => {
    const next = draft.trim();
    if (next === "") return setProblem("A conversation has a title.");
    if (next !== title) await renameConversation(client, id, next);
    onClose();
  };
  return (
    <FormDialog title="Rename this conversation" submit="Rename" onSubmit={rename} onClose={onClose}>
      <TextField
        data-focus
        label="Title"
        maxLength={200}
        autoComplete="off"
        value={draft}
        problem={problem}
        onChange={(event) => setDraft(event.target.value)}
        onFocus={(event) => event.target.select()}
      />
    </FormDialog>
  );
}
