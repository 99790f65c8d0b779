"use client";

import { useState } from "react";
import { TextField } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import type { SavedView } from "@/lib/team/preferences-api";
import { nameProblem, renamed, saved } from "./saved-views";

type Props = {
  views: readonly SavedView[];
  /** The name that it has; null for a new one. */
  before: string | null;
  /** What a new one shows. */
  query: string;
  onStore: (views: SavedView[]) => Promise<void>;
  onClose: () => void;
};

/** Gives a view its name. */
export function ViewDialog({ views, before, query, onStore, onClose }: Props) {
  const [name, setName] = useState(before ?? "");
  const [tried, setTried] = useState(false);
  const problem = nameProblem(views, name, before);
  const submit = async () => {
    setTried(true);
    if (problem !== null) return;
    const text = name.trim();
    await onStore(before === null ? saved(views, { name: text, query }) : renamed(views, before, text));
    onClose();
  };
  return (
    <FormDialog
      title={before === null ? "Save this view" : "Rename the view"}
      submit={before === null ? "Save" : "Rename"}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField
        data-focus
        label="Name"
        maxLength={200}
        autoComplete="off"
        placeholder="Errors by provider, last 7 days"
        value={name}
        onChange={(event) => setName(event.target.value)}
        problem={tried ? problem : null}
      />
    </FormDialog>
  );
}
