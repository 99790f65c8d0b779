"use client";

import clsx from "clsx";
import Link from "next/link";
import type { MouseEvent } from "react";
import { Duration, Tokens } from "@/components/ui/figures";
import { Instant } from "@/components/ui/instant";
import { Td } from "@/components/ui/table";
import type { ListedGeneration } from "@/lib/ledger/api";
import { generationPath } from "@/lib/ledger/paths";
import { Cost } from "./cost";
import { StateBadge } from "./state-badge";

const SOURCES = { playground: "Playground", gateway: "Gateway", suite: "Suite" } as const;

/** Columns that need so much room of the list, which shares the screen with what is open beside it. */
export const ROOM = {
  least: "@max-xl:hidden",
  little: "@max-2xl:hidden",
  some: "@max-4xl:hidden",
  much: "@max-5xl:hidden",
} as const;

type Props = {
  generation: ListedGeneration;
  index: number;
  isOpen: boolean;
  onOpen: (id: string) => void;
  timeZone: string | null;
};

/** One generation of the list; it opens beside it, or on a page of its own as links do. */
export function GenerationRow({ generation, index, isOpen, onOpen, timeZone }: Props) {
  "use memo";
  const { id, models, startedAt, ttftMs, durationMs, promptTokens, completionTokens } = generation;
  const model = generation.model ?? models[0] ?? "unknown";
  const fellBack = generation.model !== null && models[0] !== generation.model;
  const when = <Instant at={startedAt} {...(timeZone && { timeZone })} />;
  const open = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.defaultPrevented) return;
    // Who marks a text in a row wants to copy it.
    if (event.detail > 0 && document.getSelection()?.isCollapsed === false) return;
    event.preventDefault();
    onOpen(id);
  };
  return (
    // The row's link does the same for the keyboard.
    <tr
      aria-rowindex={index + 2}
      aria-current={isOpen || undefined}
      onClick={open}
      className={clsx(
        "cursor-pointer border-b border-line",
        isOpen ? "bg-accent-soft/50" : "hover:bg-hover/50 has-focus-visible:bg-hover/50",
      )}
    >
      <Td className={`truncate text-muted ${ROOM.least}`}>{when}</Td>
      <th scope="row" className="px-2 py-1.5 text-left font-normal @max-xl:pl-0">
        <span className="flex items-baseline gap-2">
          <Link
            href={generationPath(id)}
            prefetch={false}
            // Before the link goes there by itself.
            onClick={open}
            className="truncate hover:underline @max-xl:wrap-anywhere touch:py-2.5"
          >
            {model}
          </Link>
          {fellBack && (
            <span
              className="min-w-0 shrink-[2] truncate text-xs text-muted max-xl:hidden"
              data-tip={`Asked for ${models.join(", then ")}`}
            >
              for {models[0]}
            </span>
          )}
        </span>
        <span className="flex items-center gap-2 text-xs text-muted @xl:hidden">
          <span className="shrink-0">{when}</span>
          <StateBadge generation={generation} />
        </span>
      </th>
      <Td wide className={`truncate ${ROOM.much}`}>
        <Source generation={generation} />
      </Td>
      <Td className={`truncate ${ROOM.least}`}>
        <StateBadge generation={generation} />
      </Td>
      <Td numeric wide className={`whitespace-nowrap ${ROOM.little}`}>
        <Tokens count={promptTokens} />
        <span aria-hidden className="px-1 text-faint">
          →
        </span>
        <span className="sr-only">in, </span>
        <Tokens count={completionTokens} />
        <span className="sr-only"> out</span>
      </Td>
      <Td numeric>
        <Cost generation={generation} />
      </Td>
      <Td numeric wide className={ROOM.some}>
        <Duration ms={ttftMs} />
      </Td>
      <Td numeric wide className={ROOM.some}>
        <Duration ms={durationMs} />
      </Td>
    </tr>
  );
}

/** Who asked: a program by its key's name, the playground; and by which route. */
function Source({ generation: { source, key, route } }: { generation: ListedGeneration }) {
  "use memo";
  return (
    <>
      {key ?? SOURCES[source]}
      {route !== null && <span className="text-muted"> · {route}</span>}
    </>
  );
}
