"use client";

import { type RefObject, Suspense } from "react";
import { IconButton } from "@/components/ui/button";
import { lazy } from "@/components/ui/lazy";

const PromptMenu = lazy(() => import("./prompt-menu"));
const SavePromptButton = lazy(() => import("./save-prompt-button"));

type Props = {
  field: RefObject<HTMLTextAreaElement | null>;
  text: string;
  onText: (text: string) => void;
};

/** The prompt library at a message: into an empty one come prompts, a written one can be saved as one. */
export function ComposerPrompts({ field, text, onText }: Props) {
  const looking = /^\//m.test(text);
  const nothing = text.trim() === "" || /^\/\S*$/.test(text);
  const insert = () => {
    onText("/");
    field.current?.focus();
  };
  return (
    <Suspense fallback={<span className="size-7 shrink-0 touch:size-11" />}>
      {nothing ? (
        <IconButton
          size="icon-sm"
          label="Insert a prompt"
          tip="Insert a prompt (/)"
          onClick={insert}
          disabled={looking}
        >
          <span aria-hidden className="font-mono text-sm">
            /
          </span>
        </IconButton>
      ) : (
        <SavePromptButton text={text} />
      )}
      {looking && (
        <Suspense>
          <PromptMenu field={field} text={text} onText={onText} />
        </Suspense>
      )}
    </Suspense>
  );
}
