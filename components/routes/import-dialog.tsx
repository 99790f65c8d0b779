"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FormDialog } from "@/components/ui/form-dialog";
import { showToast } from "@/components/ui/toast";
import { BodyField, isJson } from "./body-field";
import type { Spec } from "./edit-spec";
import { importQuery } from "./queries";

type Props = { spec: Spec; onReplace: (spec: Spec) => void; onClose: () => void };

/** Makes the draft what a program sends today. */
export function ImportDialog({ spec, onReplace, onClose }: Props) {
  const client = useQueryClient();
  const [text, setText] = useState("");
  const [tried, setTried] = useState(false);
  const take = async () => {
    setTried(true);
    if (!isJson(text)) return;
    const imported = await client.fetchQuery(importQuery(text));
    onReplace(imported.spec);
    onClose();
    showToast({
      text: "The draft is what the body says.",
      action: { label: "Undo", act: () => onReplace(spec), undoes: true },
    });
  };
  return (
    <FormDialog title="Paste a body" submit="Take it over" onSubmit={take} onClose={onClose}>
      <p className="text-muted">
        What a program sends to <code className="font-mono text-xs">/chat/completions</code> becomes the
        draft, with one arm, in place of what is there. Nothing is saved yet.
      </p>
      <BodyField text={text} onText={setText} tried={tried} />
    </FormDialog>
  );
}
