"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowDown, ArrowUp, Maximize2, MessageSquare, X } from "lucide-react";
import Link from "next/link";
import { buttonClass, IconButton } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { QueryPanel } from "@/components/ui/query-panel";
import { useSmallScreen } from "@/components/ui/use-small-screen";
import { generationPath } from "@/lib/ledger/paths";
import { DetailsSkeleton, GenerationBody } from "./generation-body";
import { generationQuery } from "./queries";
import { StateBadge } from "./state-badge";

type Props = {
  id: string;
  /** By whose clock times are told; null until that is known. */
  timeZone: string | null;
  onClose: () => void;
  /** The one above and the one below in the list; null where there is none. */
  onPrevious: (() => void) | null;
  onNext: (() => void) | null;
};

/** Every fact of one generation, beside the list or, where there is no room for both, above it. */
export function GenerationSheet({ onClose, ...rest }: Props) {
  "use memo";
  const isSmall = useSmallScreen();
  if (isSmall) {
    return (
      <Dialog
        label="Generation details"
        onClose={onClose}
        className="m-0! h-dvh max-h-none! w-screen! max-w-none! rounded-none!"
      >
        <Sheet onClose={onClose} {...rest} />
      </Dialog>
    );
  }
  return (
    <section
      aria-label="Generation details"
      className="w-[min(34rem,50%)] shrink-0 border-l border-line bg-surface"
    >
      <Sheet onClose={onClose} {...rest} />
    </section>
  );
}

function Sheet({ id, timeZone, onClose, onPrevious, onNext }: Props) {
  "use memo";
  const query = useQuery(generationQuery(id));
  const details = query.data;
  return (
    <div className="flex h-full flex-col">
      <div className="tool-bar border-b border-line py-2">
        <h2 className="truncate text-base font-semibold">
          {details?.model ?? details?.models[0] ?? "Generation"}
        </h2>
        {details && <StateBadge generation={details} brief />}
        <div className="ml-auto flex items-center">
          <IconButton
            size="icon-sm"
            label="Previous generation"
            tip="Previous (K)"
            disabled={onPrevious === null}
            onClick={() => onPrevious?.()}
          >
            <ArrowUp aria-hidden />
          </IconButton>
          <IconButton
            size="icon-sm"
            label="Next generation"
            tip="Next (J)"
            disabled={onNext === null}
            onClick={() => onNext?.()}
          >
            <ArrowDown aria-hidden />
          </IconButton>
          {details?.conversationId && (
            <Link
              href={`/c/${details.conversationId}`}
              prefetch={false}
              aria-label="Conversation"
              data-tip="Conversation"
              className={buttonClass({ look: "ghost", size: "icon-sm" })}
            >
              <MessageSquare aria-hidden />
            </Link>
          )}
          <Link
            href={generationPath(id)}
            prefetch={false}
            aria-label="Open as a page"
            data-tip="Open as a page"
            className={buttonClass({ look: "ghost", size: "icon-sm" })}
          >
            <Maximize2 aria-hidden />
          </Link>
          <IconButton size="icon-sm" label="Close" tip="Close (Esc)" onClick={onClose}>
            <X aria-hidden />
          </IconButton>
        </div>
      </div>
      <section
        aria-label="Facts of the generation"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keyboard
        tabIndex={0}
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-4 pb-8 outline-offset-[-2px]"
      >
        <QueryPanel query={query} skeleton={<DetailsSkeleton />}>
          {(known) => (
            <GenerationBody details={known} timeZone={timeZone} now={new Date(query.dataUpdatedAt)} />
          )}
        </QueryPanel>
      </section>
    </div>
  );
}
