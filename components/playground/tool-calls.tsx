"use client";

import { Wrench } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { MESSAGE_LIMIT } from "@/lib/conversations/limits";
import type { ToolCall } from "@/lib/conversations/tool-calls";
import { indentJson } from "@/lib/core/indent-json";
import { revealHidden } from "@/lib/core/reveal-hidden";
import { RawText } from "./raw-text";

type Props = {
  calls: readonly ToolCall[];
  /** Arguments are still coming. */
  live: boolean;
  /** Where the model waits to be answered. @returns whether it went on */
  onResults: ((results: string[]) => Promise<boolean>) | null;
};

/** What the model wants called, and the form in which a person answers for the tools. */
export function ToolCalls({ calls, live, onResults }: Props) {
  "use memo";
  const id = useId();
  const [results, setResults] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  const goOn = async (event: FormEvent) => {
    event.preventDefault();
    if (!onResults || busy) return;
    setBusy(true);
    await onResults(calls.map((_, at) => results[at] ?? ""));
    setBusy(false);
  };
  return (
    <form onSubmit={(event) => void goOn(event)} className="mt-2 space-y-2">
      {calls.map((call, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: calls only ever come at the end
        <section key={at} aria-label={`Call of ${call.name}`} className="rounded-box border border-line">
          <Call call={call} live={live} />
          {onResults && (
            <div className="space-y-1.5 border-t border-line p-3">
              <label htmlFor={`${id}-${at}`} className="block text-xs text-muted">
                What {revealHidden(call.name) || "it"} answers
              </label>
              <textarea
                id={`${id}-${at}`}
                value={results[at] ?? ""}
                rows={2}
                maxLength={MESSAGE_LIMIT}
                spellCheck={false}
                placeholder='{"temperature": 21}'
                onChange={({ target: { value } }) =>
                  setResults(calls.map((_, index) => (index === at ? value : (results[index] ?? ""))))
                }
                className="block field-sizing-content max-h-60 min-h-14 w-full resize-none rounded-control border border-line-strong bg-raised px-2.5 py-1.5 font-mono text-xs"
              />
            </div>
          )}
        </section>
      ))}
      {onResults && (
        <div className="flex flex-wrap items-center justify-end gap-3">
          <p className="mr-auto text-xs text-muted">
            The model waits for {calls.length === 1 ? "this result" : "these results"}.
          </p>
          <Button type="submit" look="primary" disabled={busy}>
            Continue
          </Button>
        </div>
      )}
    </form>
  );
}

function Call({ call, live }: { call: ToolCall; live: boolean }) {
  "use memo";
  const { arguments: text } = call;
  // In pieces it is not JSON yet, and would jump at every one.
  const ordered = live ? null : indentJson(text);
  const garbled = !live && ordered === null && text !== "";
  return (
    <>
      <p className="flex items-center gap-2 px-3 pt-2 text-xs">
        <Wrench aria-hidden className="size-3.5 shrink-0 text-muted" />
        <span className="min-w-0 truncate font-mono">{revealHidden(call.name)}</span>
        {live && <span aria-hidden className="size-1.5 animate-pulse-live rounded-full bg-accent" />}
        {garbled && <span className="ml-auto shrink-0 text-warn">not valid JSON</span>}
      </p>
      <RawText text={ordered ?? text} empty={live ? "…" : "no arguments"} />
    </>
  );
}
