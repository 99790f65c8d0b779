"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Braces, History, Rss } from "lucide-react";
import { useQueryStates } from "nuqs";
import { Button, buttonClass } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { Instant } from "@/components/ui/instant";
import { LinkButton } from "@/components/ui/link-button";
import { Page } from "@/components/ui/page";
import { QueryPanel } from "@/components/ui/query-panel";
import type { ChangesPage } from "@/lib/catalog/changes-api";
import { type ChangesFilter, changesParams, changesQuery } from "../model-queries";
import { PriceAge } from "../price-age";
import { ChangeFilters } from "./change-filters";
import { ChangeTable } from "./change-table";
import { ChangesSkeleton } from "./changes-skeleton";
import { changesParsers } from "./search-params";

/** What changed in the model list, and what it means for what one uses. */
export function ChangesBoard() {
  const [{ days, kind, used, model }, setParams] = useQueryStates(changesParsers, { history: "push" });
  const filter: ChangesFilter = { days, kinds: kind, used, model };
  const query = useInfiniteQuery(changesQuery(filter));
  const isFiltered = kind.length > 0 || used || model !== null;
  return (
    <Page title="Price watch" filters={<ChangeFilters />} action={<Feeds filter={filter} />}>
      <QueryPanel query={query} skeleton={<ChangesSkeleton />}>
        {({ pages }) => {
          const changes = pages.flatMap((page) => page.changes);
          if (changes.length === 0)
            return (
              <Nothing
                page={pages[0]}
                days={days}
                isFiltered={isFiltered}
                onClear={() => void setParams({ kind: null, used: null, model: null })}
              />
            );
          return (
            <>
              <div className="pt-2">
                <ChangeTable changes={changes} withModel />
              </div>
              <footer className="flex flex-wrap items-center gap-3 py-4 text-xs text-muted">
                {query.hasNextPage && (
                  <Button onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
                    {query.isFetchingNextPage ? "Loading…" : "Load more"}
                  </Button>
                )}
                <span role="status">{changes.length === 1 ? "1 change" : `${changes.length} changes`}</span>
                <RecordedSince page={pages[0]} />
                <span className="ml-auto">
                  <PriceAge />
                </span>
              </footer>
            </>
          );
        }}
      </QueryPanel>
    </Page>
  );
}

/** The same list for feed readers and for programs. */
function Feeds({ filter }: { filter: ChangesFilter }) {
  const path = `/api/models/changes/feed?${changesParams(filter)}`;
  return (
    <>
      <a href={path} className={buttonClass()} type="application/atom+xml">
        <Rss aria-hidden /> <span className="max-sm:sr-only">Atom</span>
      </a>
      <a href={`${path}&format=json`} className={buttonClass()} type="application/feed+json">
        <Braces aria-hidden /> <span className="max-sm:sr-only">JSON</span>
      </a>
    </>
  );
}

function RecordedSince({ page }: { page: ChangesPage | undefined }) {
  if (!page?.recordedSince) return null;
  return (
    <span>
      Recorded since <Instant at={page.recordedSince} />
    </span>
  );
}

type NothingProps = {
  page: ChangesPage | undefined;
  days: number;
  isFiltered: boolean;
  onClear: () => void;
};

function Nothing({ page, days, isFiltered, onClear }: NothingProps) {
  if (isFiltered)
    return (
      <Empty
        icon={<History aria-hidden />}
        title={`No such change in the last ${days} days`}
        action={<Button onClick={onClear}>Clear the filters</Button>}
      >
        <RecordedSince page={page} />
      </Empty>
    );
  return (
    <Empty
      icon={<History aria-hidden />}
      title="Nothing has changed yet"
      action={<LinkButton href="/models">All models</LinkButton>}
    >
      {page?.recordedSince ? (
        <>
          Every list of models that Patchbay fetches is compared with the one before, as it has been since{" "}
          <Instant at={page.recordedSince} />. New prices, new and lost models and everything else that
          changes will stand here.
        </>
      ) : (
        "Patchbay has not read a list of models yet. From the first one on, everything that changes will stand here."
      )}
    </Empty>
  );
}
