"use client";

import { useQueryClient } from "@tanstack/react-query";
import { PromptForm } from "./prompt-form";
import { createPrompt } from "./queries";
import { NEW } from "./search-params";

type Props = { onSaved: (id: string) => void; onClose: () => void };

const NOTHING = { name: "", text: "", tags: [] };

/** A prompt that is not on record yet. */
export function NewPrompt({ onSaved, onClose }: Props) {
  const client = useQueryClient();
  return (
    <PromptForm
      id={NEW}
      label="New prompt"
      onRecord={NOTHING}
      onSave={async (draft) => onSaved((await createPrompt(client, draft)).id)}
      onClose={onClose}
    />
  );
}
