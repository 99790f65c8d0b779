"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { type RefObject, useEffect, useEffectEvent, useId, useState } from "react";
import { flushSync } from "react-dom";
import { promptsQuery } from "@/components/prompts/queries";
import { findPrompts } from "@/lib/conversations/prompt-search";
import PromptFill from "./prompt-fill";
import { PromptOptions } from "./prompt-options";
import { type Slash, slashAt } from "./slash";

type Props = {
  field: RefObject<HTMLTextAreaElement | null>;
  text: string;
  onText: (text: string) => void;
};

const MOST = 50;

/**
 * The prompts of the library above a message in which a line begins with `/`. The focus stays in the field, whose
 * keys come here first; it is told which line is meant as a combobox is, without the role, which no text area may have.
 */
export default function PromptMenu({ field, text, onText }: Props) {
  const caret = useCaret(field);
  const slash = caret === null ? null : slashAt(text, caret);
  /** The `/` that is only a `/`. */
  const [dismissed, setDismissed] = useState<Slash | null>(null);
  const [active, setActive] = useState({ search: "", index: 0 });
  const [chosen, setChosen] = useState<{ id: string; slash: Slash } | null>(null);
  const list = useId();
  const query = useQuery(promptsQuery);

  // One that was written over, in the same place, is another one.
  const isAnother = slash === null || (slash.search === "" && dismissed?.search !== "");
  if (dismissed !== null && isAnother) setDismissed(null);
  const prompts = query.data?.prompts ?? [];
  const found = slash ? findPrompts(prompts, slash.search).slice(0, MOST) : [];
  const open =
    slash !== null &&
    slash.start !== dismissed?.start &&
    chosen === null &&
    // With a second word that nothing answers to, it is a text that happens to begin so.
    (found.length > 0 || !/\s/.test(slash.search));
  const index = active.search === slash?.search ? Math.min(active.index, found.length - 1) : 0;
  const highlight = (next: number) => setActive({ search: slash?.search ?? "", index: next });

  const choose = (at: number) => {
    const prompt = found[at];
    if (prompt && slash) setChosen({ id: prompt.id, slash });
  };
  const insert = (words: string, { start, end }: Slash) => {
    flushSync(() => onText(text.slice(0, start) + words + text.slice(end)));
    field.current?.focus();
    field.current?.setSelectionRange(start + words.length, start + words.length);
  };
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!open || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") setDismissed(slash);
    else if (found.length === 0 || event.shiftKey) return;
    else if (event.key === "ArrowDown") highlight((index + 1) % found.length);
    else if (event.key === "ArrowUp") highlight((index - 1 + found.length) % found.length);
    else if (event.key === "Enter" || event.key === "Tab") choose(index);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  useEffect(() => {
    const area = field.current;
    const listen = (event: KeyboardEvent) => onKey(event);
    area?.addEventListener("keydown", listen);
    return () => area?.removeEventListener("keydown", listen);
  }, [field]);

  const option = open && found.length > 0 ? `${list}-${index}` : null;
  useEffect(() => {
    const area = field.current;
    if (!area || option === null) return;
    const attributes = {
      "aria-autocomplete": "list",
      "aria-haspopup": "listbox",
      "aria-controls": list,
      "aria-activedescendant": option,
    };
    for (const [name, value] of Object.entries(attributes)) area.setAttribute(name, value);
    return () => {
      for (const name of Object.keys(attributes)) area.removeAttribute(name);
    };
  }, [field, list, option]);

  if (chosen) {
    return (
      <PromptFill
        id={chosen.id}
        onText={(words) => insert(words, chosen.slash)}
        onClose={() => setChosen(null)}
      />
    );
  }
  if (!open) return null;
  return (
    <div className="absolute inset-x-0 bottom-full z-20 mb-1 animate-appear overflow-hidden rounded-box bg-raised shadow-float">
      {found.length > 0 ? (
        <PromptOptions id={list} prompts={found} active={index} onActive={highlight} onChoose={choose} />
      ) : (
        <p className="px-3.5 py-3 text-sm text-muted">
          {query.isPending
            ? "Loading prompts…"
            : query.data === undefined
              ? "The prompts could not be loaded."
              : prompts.length === 0
                ? "There are no prompts yet. "
                : `No prompt answers to “${slash.search}”. `}
          {query.data && (
            <Link href="/prompts?prompt=new" prefetch={false} className="underline underline-offset-3">
              Write one
            </Link>
          )}
        </p>
      )}
      <p className="sr-only" role="status">
        {query.data &&
          `${found.length} ${found.length === 1 ? "prompt" : "prompts"}; arrows choose, Enter inserts`}
      </p>
    </div>
  );
}

/** Where the caret of a field is; null while the focus is elsewhere or text is selected. */
function useCaret(field: RefObject<HTMLTextAreaElement | null>): number | null {
  const [caret, setCaret] = useState<number | null>(null);
  useEffect(() => {
    const area = field.current;
    if (!area) return;
    const read = () => {
      const { selectionStart, selectionEnd } = area;
      setCaret(document.activeElement === area && selectionStart === selectionEnd ? selectionStart : null);
    };
    read();
    area.addEventListener("input", read);
    area.addEventListener("focus", read);
    area.addEventListener("blur", read);
    document.addEventListener("selectionchange", read);
    return () => {
      area.removeEventListener("input", read);
      area.removeEventListener("focus", read);
      area.removeEventListener("blur", read);
      document.removeEventListener("selectionchange", read);
    };
  }, [field]);
  return caret;
}
