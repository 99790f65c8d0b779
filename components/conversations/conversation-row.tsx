"use client";

import { Folder, Pin } from "lucide-react";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Instant } from "@/components/ui/instant";
import { cutAtWords } from "@/lib/conversations/cut-at-words";
import type { ConversationRow as Row } from "@/lib/conversations/list-api";
import { revealHidden } from "@/lib/core/reveal-hidden";
import ConversationMenu from "./conversation-menu";

type Props = { row: Row /** What was searched for. */; search: string };

/** One conversation of the list: what it is called, what was found in it, whom it asked and when. */
export function ConversationRow({ row, search }: Props) {
  "use memo";
  const { id, title, models, pinned, folder, match, updatedAt } = row;
  return (
    <div className="group relative flex items-center gap-3 border-b border-line py-2.5 pr-1 pl-4 hover:bg-hover sm:pr-3 sm:pl-6">
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-1.5">
          {pinned && (
            <>
              <Pin aria-hidden className="size-3.5 shrink-0 fill-current text-accent-text" />
              <span className="sr-only">Pinned: </span>
            </>
          )}
          <Link
            href={`/c/${id}`}
            prefetch={false}
            // All of the row leads there.
            className="min-w-0 truncate font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent-text"
          >
            <Found text={title} search={search} />
          </Link>
        </p>
        <p className="mt-0.5 truncate text-xs text-muted">
          {match === null ? (
            <span className="font-mono">{models.join(", ") || "Models are not told before the vote"}</span>
          ) : (
            <Found text={match.replace(/\s+/g, " ")} search={search} />
          )}
        </p>
      </div>
      {folder !== null && (
        <Badge className="max-w-32 max-sm:hidden">
          <Folder aria-hidden className="size-3 shrink-0" />
          <span className="truncate">{folder}</span>
        </Badge>
      )}
      <Instant at={updatedAt} className="shrink-0 text-right text-xs text-muted sm:w-24" />
      <span className="relative z-10">
        <ConversationMenu conversation={row} />
      </span>
    </div>
  );
}

/** A text with what was found in it set off. It may be anybody's, in whatever direction. */
function Found({ text, search }: { text: string; search: string }) {
  "use memo";
  return (
    <bdi>
      {cutAtWords(revealHidden(text), search).map((piece, index) =>
        piece.found ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces are nothing but their place
          <mark key={index} className="rounded-xs bg-accent-soft text-accent-text">
            {piece.text}
          </mark>
        ) : (
          piece.text
        ),
      )}
    </bdi>
  );
}
