"use client";

import { X } from "lucide-react";
import { Button, IconButton } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { revealHidden } from "@/lib/core/reveal-hidden";

/** What a link has set up and what is left of it. */
export type Prepared = {
  panes: number;
  /** Whether a model is told something beforehand, which is seen only where settings are. */
  instructs: boolean;
  /** Whether anything in it cannot be seen where it now stands. */
  hides: boolean;
  /** Prompts that are not asked yet. Those of a single pane are told apart by its model. */
  further: readonly { model: string | null; text: string }[];
  /** What was being written when the link was opened. */
  aside: string | null;
};

type Props = {
  prepared: Prepared;
  /** Puts the prompt at this place into the composer. */
  onUse: (at: number) => void;
  onRestore: () => void;
  onDismiss: () => void;
};

/** Says that a link has set this up, and holds ready what is to be asked next. */
export function SetupNote({ prepared, onUse, onRestore, onDismiss }: Props) {
  const { panes, instructs, hides, further, aside } = prepared;
  return (
    <section aria-label="Set up by a link" className="mx-auto w-full max-w-184 px-3 pb-2 sm:px-6">
      <div className="rounded-box border border-line bg-sunken py-1.5 pr-1.5 pl-3.5 text-xs">
        <div className="flex items-center gap-2">
          <p role="status" className="min-w-0 flex-1">
            Set up by a link: {panes === 1 ? "one model" : `${panes} models`} with{" "}
            {panes === 1 ? "its" : "their"} settings{instructs && " and system prompts"}. Nothing has been
            sent.
            {hides && (
              <span className="text-warn">
                {" "}
                It holds characters that cannot be seen: look before you send.
              </span>
            )}
          </p>
          {aside !== null && (
            <Button size="sm" onClick={onRestore}>
              Put my draft back
            </Button>
          )}
          <IconButton size="icon-sm" label="Dismiss" onClick={onDismiss}>
            <X aria-hidden />
          </IconButton>
        </div>
        {further.length > 0 && (
          <>
            <h2 className="pt-1 text-muted">To be asked next</h2>
            <ol className="max-h-32 overflow-y-auto">
              {further.map(({ model, text }, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: prompts are nothing but their place
                <li key={at} className="flex items-center gap-2">
                  <span className="min-w-0 flex-1 truncate">
                    {model !== null && <span className="font-mono text-muted">{model}: </span>}
                    <bdi>{revealHidden(text)}</bdi>
                  </span>
                  {model === null ? (
                    <Button size="sm" look="ghost" onClick={() => onUse(at)}>
                      Use
                    </Button>
                  ) : (
                    <CopyButton text={text} label="Copy this prompt" />
                  )}
                </li>
              ))}
            </ol>
          </>
        )}
      </div>
    </section>
  );
}
