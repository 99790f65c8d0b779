"use client";

import { Search } from "lucide-react";
import { useRef } from "react";
import { useHotkey } from "@/components/ui/use-hotkey";

type Props = { value: string; onChange: (text: string) => void };

/** Searches the library as one types; `/` leads here. */
export function PromptSearch({ value, onChange }: Props) {
  const field = useRef<HTMLInputElement>(null);
  useHotkey("/", () => field.current?.focus());
  return (
    <label className="flex h-8 min-w-36 flex-1 items-center gap-2 rounded-control border border-line-strong bg-raised px-2.5 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent-text sm:max-w-72 touch:h-11">
      <Search aria-hidden className="size-4 shrink-0 text-faint" />
      <input
        ref={field}
        type="search"
        aria-label="Search prompts"
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        placeholder="Name, tag or words…"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="min-w-0 flex-1 bg-transparent text-sm outline-none"
      />
    </label>
  );
}
