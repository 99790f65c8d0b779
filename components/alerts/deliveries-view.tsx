"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Send } from "lucide-react";
import { useQueryStates } from "nuqs";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { QueryPanel } from "@/components/ui/query-panel";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import { DeliveriesFilters } from "./deliveries-filters";
import { DeliveryTable } from "./delivery-table";
import { deliveriesQuery } from "./queries";
import { alertParams } from "./search-params";

/** The log of what was sent where, the latest first. */
export function DeliveriesView() {
  const [{ channel, state }, setParams] = useQueryStates(alertParams, { history: "push" });
  const query = useInfiniteQuery(deliveriesQuery({ channel, state }));
  const isNarrowed = channel !== null || state !== null;
  const onFilter = (filter: Partial<{ channel: string | null; state: typeof state }>) =>
    void setParams(filter);
  return (
    <>
      <DeliveriesFilters channel={channel} state={state} onFilter={onFilter} />
      <QueryPanel query={query} skeleton={<SkeletonRows rows={8} />}>
        {({ pages }) => {
          const deliveries = pages.flatMap((page) => page.deliveries);
          if (deliveries.length === 0)
            return isNarrowed ? (
              <Empty
                icon={<Send aria-hidden />}
                title="Nothing found"
                action={
                  <Button onClick={() => onFilter({ channel: null, state: null })}>Clear the filters</Button>
                }
              >
                Nothing of this channel is in this state.
              </Empty>
            ) : (
              <Empty icon={<Send aria-hidden />} title="Nothing has been sent">
                What is told through a channel is listed here, with what its receiver said to it.
              </Empty>
            );
          return (
            <>
              <DeliveryTable deliveries={deliveries} />
              {query.hasNextPage && (
                <Button
                  className="mt-4"
                  disabled={query.isFetchingNextPage}
                  onClick={() => void query.fetchNextPage()}
                >
                  Show more
                </Button>
              )}
            </>
          );
        }}
      </QueryPanel>
    </>
  );
}
