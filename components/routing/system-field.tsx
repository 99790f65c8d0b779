"use client";

import { type ReactNode, useId, useState } from "react";

type Props = {
  system: string | null;
  longest: number;
  onSystem: (system: string | null) => void;
  /** What stands beside its name. */
  aside?: ReactNode;
};

/** What the model is told before anything is asked. Taken over when the field is left. */
export function SystemField({ system, longest, onSystem, aside }: Props) {
  const id = useId();
  const [text, setText] = useState(system ?? "");
  const save = () => {
    const next = text.trim() === "" ? null : text;
    if (next !== system) onSystem(next);
  };
  return (
    <div className="space-y-1.5 py-4">
      <div className="flex items-center justify-between gap-4">
        <label htmlFor={id}>System prompt</label>
        {aside}
      </div>
      <textarea
        id={id}
        value={text}
        maxLength={longest}
        rows={3}
        placeholder="Nothing is said beforehand"
        onChange={(event) => setText(event.target.value)}
        onBlur={save}
        className="block field-sizing-content max-h-60 min-h-18 w-full resize-none rounded-control border border-line-strong bg-raised px-2.5 py-1.5 text-sm"
      />
    </div>
  );
}
