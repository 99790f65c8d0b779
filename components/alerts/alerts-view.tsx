"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { QueryPanel } from "@/components/ui/query-panel";
import type { AlertPage } from "@/lib/alerts/alerts-api";
import { formatCount } from "@/lib/core/format";
import { AlertRow } from "./alert-row";
import { AlertsSkeleton } from "./alerts-skeleton";
import { alertsQuery } from "./queries";
import { toldAt, useSeen } from "./use-seen";

/** What has happened: first what still goes on, then what is over. @param empty what is shown while nothing has */
export function AlertsView({ empty }: { empty: ReactNode }) {
  const firing = useInfiniteQuery(alertsQuery("firing"));
  const resolved = useInfiniteQuery(alertsQuery("resolved"));
  const seenUntil = useSeen([...(firing.data?.pages ?? []), ...(resolved.data?.pages ?? [])]);
  const panel = (title: string, { data, ...query }: typeof firing) => {
    const alerts = alertsOf(data?.pages);
    if (alerts.length === 0) return null;
    return (
      <Panel
        title={title}
        hint={title === "Open" ? formatCount(alerts.length) : null}
        className="first:border-t-0"
      >
        <ul aria-label={`${title} alerts`} className="divide-y divide-line">
          {alerts.map((alert) => (
            <AlertRow key={alert.id} alert={alert} isNew={seenUntil !== null && toldAt(alert) > seenUntil} />
          ))}
        </ul>
        {query.hasNextPage && (
          <Button
            className="mt-2 mb-4"
            disabled={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            Show more
          </Button>
        )}
      </Panel>
    );
  };
  return (
    <QueryPanel query={firing} skeleton={<AlertsSkeleton />}>
      {(open) => (
        <QueryPanel query={resolved} skeleton={<AlertsSkeleton />}>
          {(over) =>
            alertsOf(open.pages).length + alertsOf(over.pages).length === 0 ? (
              empty
            ) : (
              <>
                {panel("Open", firing)}
                {panel("Recent", resolved)}
              </>
            )
          }
        </QueryPanel>
      )}
    </QueryPanel>
  );
}

const alertsOf = (pages: readonly AlertPage[] = []) => pages.flatMap(({ alerts }) => alerts);
