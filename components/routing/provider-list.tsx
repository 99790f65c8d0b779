"use client";

import { type KeyboardEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { moved } from "@/components/ui/moved";
import { SortableList } from "@/components/ui/sortable-list";
import { MOST_PROVIDERS, PROVIDER_SLUG } from "@/lib/routing/preferences";

type Props = {
  label: string;
  sentence: string;
  slugs: readonly string[];
  /** What can be written, as far as it is known. */
  known: readonly string[];
  onSlugs: (slugs: string[]) => void;
};

/** Providers by their slugs, in an order; chosen from those that are known, or written by hand. */
export function ProviderList({ label, sentence, slugs, known, onSlugs }: Props) {
  const id = useId();
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const add = () => {
    const slug = text.trim();
    if (slug === "") return;
    const wrong = problemOf(slug, slugs);
    setProblem(wrong);
    if (wrong !== null) return;
    setText("");
    onSlugs([...slugs, slug]);
  };
  return (
    <div className="py-3">
      <label htmlFor={id}>{label}</label>
      <p id={`${id}-does`} className="text-xs text-muted">
        {sentence}
      </p>
      <SortableList
        label={label}
        names={slugs}
        onMove={(from, to) => onSlugs(moved(slugs, from, to))}
        onRemove={(index) => onSlugs(slugs.toSpliced(index, 1))}
      >
        {(index) => <p className="pt-1 font-mono text-xs leading-5 break-all">{slugs[index]}</p>}
      </SortableList>
      <div className="mt-1.5 flex gap-2">
        <input
          id={id}
          list={`${id}-known`}
          value={text}
          maxLength={100}
          autoComplete="off"
          spellCheck={false}
          placeholder="a provider's slug"
          aria-describedby={problem ? `${id}-does ${id}-problem` : `${id}-does`}
          aria-invalid={problem !== null}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event: KeyboardEvent) => event.key === "Enter" && add()}
          className="h-8 min-w-0 flex-1 rounded-control border border-line-strong bg-raised px-2.5 font-mono text-xs aria-invalid:border-danger touch:h-11"
        />
        <datalist id={`${id}-known`}>
          {known
            .filter((slug) => !slugs.includes(slug))
            .map((slug) => (
              <option key={slug} value={slug} />
            ))}
        </datalist>
        <Button onClick={add} aria-label={`Add to: ${label}`}>
          Add
        </Button>
      </div>
      {problem && (
        <p id={`${id}-problem`} role="alert" className="mt-1 text-xs text-danger">
          {problem}
        </p>
      )}
    </div>
  );
}

function problemOf(slug: string, slugs: readonly string[]): string | null {
  if (!PROVIDER_SLUG.test(slug)) return "Not a provider's slug, such as openai or google-vertex/global";
  if (slugs.includes(slug)) return "Is in the list already";
  return slugs.length >= MOST_PROVIDERS ? `${MOST_PROVIDERS} are the most` : null;
}
