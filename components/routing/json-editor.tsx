"use client";

import { useId } from "react";
import { Button } from "@/components/ui/button";
import { indentJson } from "@/lib/core/indent-json";

type Props = {
  label: string;
  text: string;
  /** What is wrong with it; empty when nothing is. */
  problems: readonly string[];
  onText: (text: string) => void;
  /** The field is left, or was put in order. */
  onDone?: (text: string) => void;
  rows?: number;
};

const SHOWN = 6;

/** A field for JSON with what is wrong with it below. */
export function JsonEditor({ label, text, problems, onText, onDone, rows = 12 }: Props) {
  const id = useId();
  const ordered = indentJson(text);
  return (
    <div className="space-y-1.5">
      <div className="flex items-end justify-between gap-3">
        <label htmlFor={id} className="text-xs text-muted">
          {label}
        </label>
        <Button
          size="sm"
          disabled={ordered === null || ordered === text}
          onClick={() => {
            onText(ordered ?? text);
            onDone?.(ordered ?? text);
          }}
        >
          Format
        </Button>
      </div>
      <textarea
        id={id}
        value={text}
        rows={rows}
        maxLength={100_000}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        aria-invalid={problems.length > 0}
        aria-describedby={`${id}-problems`}
        onChange={(event) => onText(event.target.value)}
        onBlur={() => onDone?.(text)}
        className="block w-full resize-y rounded-control border border-line-strong bg-raised px-2.5 py-2 font-mono text-xs aria-invalid:border-danger"
      />
      <ul id={`${id}-problems`} aria-live="polite" className="space-y-0.5 text-xs text-danger">
        {problems.slice(0, SHOWN).map((problem) => (
          <li key={problem} className="wrap-anywhere">
            {problem}
          </li>
        ))}
      </ul>
    </div>
  );
}
