"use client";

import { Instant } from "@/components/ui/instant";
import { SharedConversation } from "@/lib/conversations/share-api";
import { revealHidden } from "@/lib/core/reveal-hidden";
import { SharedTurn } from "./shared-turn";

type Pane = SharedConversation["panes"][number];

/** A conversation for whoever has a link to it: to be read, and nothing else. */
export function SharedView({ wire }: { wire: unknown }) {
  const { title, sharedAt, expiresAt, panes } = SharedConversation.parse(wire);
  return (
    <main className="mx-auto min-h-dvh max-w-[100rem] px-4 pb-16 sm:px-6">
      <header className="border-b border-line py-4">
        <p className="text-xs text-muted">Shared from Patchbay</p>
        <h1 className="mt-1 text-xl font-medium wrap-anywhere">{revealHidden(title)}</h1>
        <p className="mt-1 text-xs text-muted">
          As it was <Instant at={sharedAt} />. The link ends <Instant at={expiresAt} />.
        </p>
      </header>
      {panes.length === 0 ? (
        <p className="py-16 text-center text-muted">What was shared here has been deleted since.</p>
      ) : (
        <div
          className={
            panes.length === 1
              ? "mx-auto max-w-184"
              : "grid gap-x-8 divide-line max-md:divide-y md:grid-cols-[repeat(auto-fit,minmax(22rem,1fr))]"
          }
        >
          {panes.map((pane, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: panes have no names here, and do not move
            <SharedPane key={index} pane={pane} name={revealHidden(pane.model ?? `Model ${index + 1}`)} />
          ))}
        </div>
      )}
    </main>
  );
}

function SharedPane({ pane, name }: { pane: Pane; name: string }) {
  return (
    <section aria-label={name} className="min-w-0 py-4">
      <h2 className="font-mono text-xs wrap-anywhere text-muted">{name}</h2>
      {pane.system?.trim() && (
        <details className="mt-2 rounded-box border border-line px-3 py-2">
          <summary className="text-muted touch:min-h-11">System prompt</summary>
          <p className="mt-1 whitespace-pre-wrap wrap-anywhere">{revealHidden(pane.system)}</p>
        </details>
      )}
      {pane.messages.map((message, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: nothing here has an id, and nothing moves
        <SharedTurn key={index} message={message} pane={name} />
      ))}
    </section>
  );
}
