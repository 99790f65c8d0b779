"use client";

import clsx from "clsx";
import { useEffect, useRef } from "react";
import type { PromptList } from "@/lib/conversations/prompts-api";

type Props = {
  id: string;
  prompts: PromptList["prompts"];
  /** The index of the highlighted one. */
  active: number;
  onActive: (index: number) => void;
  onChoose: (index: number) => void;
};

/** The prompts that answer to what was written. The keyboard works from the message. */
export function PromptOptions({ id, prompts, active, onActive, onChoose }: Props) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      aria-label="Prompts"
      tabIndex={-1}
      // The focus, and with it the caret, stays in the message.
      onPointerDown={(event) => event.preventDefault()}
      className="max-h-[min(18rem,40dvh)] overflow-y-auto p-1"
    >
      {prompts.map(({ id: promptId, name, tags, preview }, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard works from the message
        <div
          key={promptId}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          onPointerMove={() => index !== active && onActive(index)}
          onClick={() => onChoose(index)}
          className={clsx(
            "flex min-h-8 cursor-pointer items-center gap-3 rounded-control px-2.5 text-sm touch:min-h-11",
            index === active && "bg-hover",
          )}
        >
          <span className="max-w-[60%] shrink-0 truncate">{name}</span>
          <span className="truncate text-xs text-muted">{preview}</span>
          {tags.length > 0 && (
            <span className="ml-auto shrink-0 text-xs text-faint max-sm:hidden">{tags.join(", ")}</span>
          )}
        </div>
      ))}
    </div>
  );
}
