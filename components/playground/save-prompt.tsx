"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { createPrompt } from "@/components/prompts/queries";
import { TextField } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { TextArea } from "@/components/ui/text-area";
import { draftProblems, LONGEST_NAME, nameFor, readTags } from "@/lib/conversations/prompt-draft";

type Props = { text: string; onSaved: () => void; onClose: () => void };

/** Puts a message into the prompt library. */
export default function SavePrompt({ text: given, onSaved, onClose }: Props) {
  const client = useQueryClient();
  const [name, setName] = useState(() => nameFor(given));
  const [tags, setTags] = useState("");
  const [text, setText] = useState(given);
  const [tried, setTried] = useState(false);
  const draft = { name, text, tags: readTags(tags) };
  const problems = draftProblems(draft);
  const shown = tried ? problems : null;
  const save = async () => {
    setTried(true);
    if (Object.values(problems).some((problem) => problem !== null)) return;
    await createPrompt(client, draft);
    onSaved();
    onClose();
  };
  return (
    <FormDialog title="Save as prompt" submit="Save" onSubmit={save} onClose={onClose}>
      <TextField
        label="Name"
        value={name}
        maxLength={LONGEST_NAME}
        autoComplete="off"
        data-focus
        problem={shown?.name}
        onFocus={(event) => event.target.select()}
        onChange={({ target }) => setName(target.value)}
      />
      <TextField
        label="Tags, parted by commas"
        value={tags}
        autoComplete="off"
        problem={shown?.tags}
        onChange={({ target }) => setTags(target.value)}
      />
      <TextArea
        label="Text"
        value={text}
        rows={4}
        problem={shown?.text}
        onChange={({ target }) => setText(target.value)}
      />
      <p className="text-xs text-muted">
        What stands in {"{{double braces}}"} is asked for when the prompt is used.
      </p>
    </FormDialog>
  );
}
