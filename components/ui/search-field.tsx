"use client";

import { Search } from "lucide-react";
import { useRef } from "react";
import { Kbd } from "./kbd";
import { useHotkey } from "./use-hotkey";

type Props = {
  label: string;
  placeholder: string;
  value: string;
  onChange: (text: string) => void;
  /** The arrow down: to the first of what was found. */
  onDown: () => void;
};

/** Searches a list as one types; `/` leads here. */
export function SearchField({ label, placeholder, value, onChange, onDown }: Props) {
  const field = useRef<HTMLInputElement>(null);
  useHotkey("/", () => field.current?.focus());
  return (
    <label className="flex h-8 min-w-40 flex-1 items-center gap-2 rounded-control border border-line-strong bg-raised px-2.5 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent-text sm:max-w-80 touch:h-11">
      <Search aria-hidden className="size-4 shrink-0 text-faint" />
      <input
        ref={field}
        type="search"
        aria-label={label}
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        placeholder={placeholder}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape" && value !== "") {
            event.preventDefault();
            onChange("");
          } else if (event.key === "ArrowDown") {
            event.preventDefault();
            onDown();
          }
        }}
        className="min-w-0 flex-1 bg-transparent text-sm outline-none"
      />
      <span aria-hidden className="max-md:hidden touch:hidden">
        <Kbd>/</Kbd>
      </span>
    </label>
  );
}
