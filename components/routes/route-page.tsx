"use client";

import { useQuery } from "@tanstack/react-query";
import { Unplug } from "lucide-react";
import { Empty } from "@/components/ui/empty";
import { LinkButton } from "@/components/ui/link-button";
import { Page } from "@/components/ui/page";
import { QueryPanel } from "@/components/ui/query-panel";
import { RequestError } from "@/lib/core/failure";
import { routeQuery } from "./queries";
import { RouteEditor } from "./route-editor";
import { RouteSkeleton } from "./route-skeleton";

/** One route: found and edited, or not there. */
export function RoutePage({ name }: { name: string }) {
  const query = useQuery(routeQuery(name));
  if (query.data) return <RouteEditor key={query.data.id} route={query.data} />;
  const isMissing = query.error instanceof RequestError && query.error.code === "not_found";
  return (
    <Page title={name}>
      {isMissing ? (
        <Empty
          icon={<Unplug aria-hidden />}
          title="There is no route of this name"
          action={
            <LinkButton href="/routes" look="primary">
              All routes
            </LinkButton>
          }
        >
          Names are kept for ever, so it never was one. It may be an alias: those are found by searching the
          list.
        </Empty>
      ) : (
        <QueryPanel query={query} skeleton={<RouteSkeleton />}>
          {() => null}
        </QueryPanel>
      )}
    </Page>
  );
}
