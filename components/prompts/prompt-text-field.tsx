"use client";

import { useDeferredValue, useId } from "react";
import { VariableText } from "./variable-text";

type Props = { text: string; problem: string | null; onChange: (text: string) => void };

/**
 * The text of a prompt with its variables marked as they are written. The field lies over a copy of its text that
 * gives it its height and draws the marks; both break lines alike.
 */
export function PromptTextField({ text, problem, onChange }: Props) {
  "use memo";
  const id = useId();
  const drawn = useDeferredValue(text);
  return (
    <div className="space-y-1.5">
      <label htmlFor={id} className="block text-xs text-muted">
        Text
      </label>
      <div className="grid rounded-control border border-line-strong bg-raised font-mono text-sm leading-6 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent-text has-aria-invalid:border-danger [&>*]:col-start-1 [&>*]:row-start-1 [&>*]:min-h-40 [&>*]:px-3 [&>*]:py-2 [&>*]:wrap-break-word [&>*]:whitespace-pre-wrap">
        <div
          aria-hidden
          className="pointer-events-none min-w-0 text-transparent select-none [&_mark]:text-transparent"
        >
          <VariableText text={drawn} />
          {"\n"}
        </div>
        <textarea
          id={id}
          value={text}
          aria-invalid={problem !== null || undefined}
          aria-describedby={`${id}-hint`}
          onChange={(event) => onChange(event.target.value)}
          className="min-w-0 resize-none overflow-hidden bg-transparent outline-none"
        />
      </div>
      <p id={`${id}-hint`} className={problem ? "text-xs text-danger" : "text-xs text-muted"}>
        {problem ?? "What stands in {{double braces}} is asked for when the prompt is used."}
      </p>
    </div>
  );
}
