"use client";

import clsx from "clsx";
import { ArrowUp, ScrollText } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { Instant } from "@/components/ui/instant";
import { LinkButton } from "@/components/ui/link-button";
import { QueryPanel } from "@/components/ui/query-panel";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import { formatCount } from "@/lib/core/format";
import type { GenerationFilter } from "@/lib/ledger/paths";
import { ExplorerTable } from "./explorer-table";
import { GenerationSheet } from "./generation-sheet";
import { type GenerationList, useGenerationList } from "./use-list";

type Props = {
  filter: GenerationFilter;
  live: boolean;
  /** The id of the generation beside the list. */
  open: string | null;
  onOpen: (id: string | null) => void;
  isNarrowed: boolean;
  onClear: () => void;
  /** The way back from an account that is not there. */
  toCurrent: ReactNode;
  /** The ways to other accounts, for where nothing is. */
  others: ReactNode;
  timeZone: string | null;
};

/** The list and, beside it, the generation that is looked at. */
export function ExplorerList(props: Props) {
  "use memo";
  const { filter, live, open, onOpen, isNarrowed, onClear, toCurrent, others, timeZone } = props;
  const list = useGenerationList(filter, live);
  const scroller = useRef<HTMLElement>(null);
  const { rows, query, onMore, isOld } = list;
  const at = rows.findIndex(({ id }) => id === open);
  const showNew = () => {
    list.showNew();
    scroller.current?.scrollTo({ top: 0 });
  };
  return (
    <div className="flex min-h-0 flex-1">
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <QueryPanel
          query={query}
          skeleton={<SkeletonRows rows={14} className="px-4 sm:px-6" />}
          gutter="mx-4 sm:mx-6"
          remedy={({ issues }) => issues?.some(({ path }) => path === "account") && toCurrent}
        >
          {() =>
            rows.length > 0 || query.hasNextPage ? (
              <div
                aria-busy={isOld}
                className={clsx(
                  "flex min-h-0 flex-1 flex-col transition-opacity",
                  isOld && "pointer-events-none opacity-50",
                )}
              >
                <div className="relative flex min-h-0 flex-1 flex-col">
                  <NewPill list={list} onShow={showNew} />
                  <ExplorerTable
                    // Other rows are read from their beginning.
                    key={list.shown}
                    scroller={scroller}
                    rows={rows}
                    open={open}
                    onOpen={onOpen}
                    hasMore={query.hasNextPage}
                    onMore={onMore}
                    onTop={list.onTop}
                    timeZone={timeZone}
                  />
                </div>
                <Foot list={list} timeZone={timeZone} />
              </div>
            ) : isNarrowed ? (
              <NothingFound onClear={onClear} />
            ) : (
              <Nothing more={others} />
            )
          }
        </QueryPanel>
      </div>
      {open !== null && (
        <GenerationSheet
          id={open}
          timeZone={timeZone}
          onClose={() => onOpen(null)}
          onPrevious={at > 0 ? () => onOpen(rows[at - 1]?.id ?? open) : null}
          onNext={at !== -1 && at < rows.length - 1 ? () => onOpen(rows[at + 1]?.id ?? open) : null}
        />
      )}
    </div>
  );
}

function NewPill({ list: { held }, onShow }: { list: GenerationList; onShow: () => void }) {
  "use memo";
  if (held.count === 0) return null;
  return (
    <Button
      look="primary"
      size="sm"
      onClick={onShow}
      className="absolute top-10 left-1/2 z-30 -translate-x-1/2 rounded-full! px-3! shadow-float"
    >
      <ArrowUp aria-hidden /> {held.count}
      {held.isMore && "+"} new
    </Button>
  );
}

/** How much is shown, and how far back was looked. */
function Foot({ list, timeZone }: { list: GenerationList; timeZone: string | null }) {
  "use memo";
  const { query, rows, scannedTo, onInsist, isOld } = list;
  return (
    <footer className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 border-t border-line px-4 py-1 text-xs text-muted sm:px-6">
      <span role="status">{isOld ? "Loading…" : `${formatCount(rows.length)} shown`}</span>
      {scannedTo !== null && query.hasNextPage && (
        <span>
          {query.isFetchingNextPage && "Searching… "}Searched back to{" "}
          <Instant at={scannedTo} {...(timeZone && { timeZone })} />
        </span>
      )}
      {onInsist && (
        <Button size="sm" onClick={onInsist}>
          Search further back
        </Button>
      )}
      {scannedTo === null && query.isFetchingNextPage && <span>Loading…</span>}
      {query.isFetchNextPageError && (
        <Button size="sm" onClick={() => void query.fetchNextPage()}>
          Could not load more. Try again
        </Button>
      )}
      {!query.hasNextPage && !isOld && <span>That is all there is.</span>}
      {timeZone !== null && (
        <span className="ml-auto max-sm:hidden">{timeZone.replaceAll("_", " ")} time</span>
      )}
    </footer>
  );
}

function NothingFound({ onClear }: { onClear: () => void }) {
  "use memo";
  return (
    <Empty
      icon={<ScrollText aria-hidden />}
      title="No generation matches"
      action={<Button onClick={onClear}>Clear the filters</Button>}
    >
      Ids are found by their first eight characters or more.
    </Empty>
  );
}

function Nothing({ more }: { more: ReactNode }) {
  "use memo";
  const action = (
    <>
      <LinkButton href="/" look="primary">
        Ask a model
      </LinkButton>
      {more}
    </>
  );
  return (
    <Empty icon={<ScrollText aria-hidden />} title="No generations yet" action={action}>
      Every request to a model is kept here with its route, its tokens and its exact cost. The text stays in
      the conversation.
    </Empty>
  );
}
