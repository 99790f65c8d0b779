"use client";

import { type FormEvent, type KeyboardEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { MESSAGE_LIMIT } from "@/lib/conversations/limits";

type Props = {
  text: string;
  /** Its files go with it, and may say it all. */
  mayBeEmpty: boolean;
  onAsk: (text: string) => Promise<void>;
  onCancel: () => void;
};

/** An earlier question, to be asked otherwise. Its old words stay on their own branch. */
export function QuestionEditor({ text, mayBeEmpty, onAsk, onCancel }: Props) {
  const [words, setWords] = useState(text);
  const [busy, setBusy] = useState(false);
  const sendable = (mayBeEmpty || words.trim() !== "") && words.length <= MESSAGE_LIMIT && !busy;
  const ask = async (event?: FormEvent) => {
    event?.preventDefault();
    if (!sendable) return;
    setBusy(true);
    await onAsk(words);
    setBusy(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.preventDefault();
      // What is on its way is sent, and paid for.
      if (!busy) onCancel();
    } else if (event.key === "Enter" && !event.shiftKey && !event.altKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      void ask();
    }
  };
  return (
    <form onSubmit={(event) => void ask(event)} className="py-3">
      <textarea
        aria-label="Edited question"
        // biome-ignore lint/a11y/noAutofocus: the press on Edit asked for this field
        autoFocus
        value={words}
        onChange={(event) => setWords(event.target.value)}
        onKeyDown={onKeyDown}
        rows={3}
        className="block field-sizing-content max-h-[40dvh] min-h-16 w-full resize-none rounded-box border border-line-strong bg-raised px-3.5 py-2 text-base outline-none focus:border-accent"
      />
      <div className="mt-2 flex justify-end gap-2">
        <Button size="sm" onClick={onCancel} disabled={busy}>
          Cancel
        </Button>
        <Button size="sm" look="primary" type="submit" disabled={!sendable}>
          Ask anew
        </Button>
      </div>
    </form>
  );
}
