"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Page } from "@/components/ui/page";
import { QueryPanel } from "@/components/ui/query-panel";
import { SearchField } from "@/components/ui/search-field";
import { Segmented } from "@/components/ui/segmented";
import { NewRoute } from "./new-route";
import { routesQuery } from "./queries";
import { routePath } from "./route-path";
import { RouteTable, toFirstRoute } from "./route-table";
import { RoutesEmpty } from "./routes-empty";
import { RoutesSkeleton } from "./routes-skeleton";
import { routesParams, SHOWN } from "./search-params";

const LABELS = { active: "In use", archived: "Archived", all: "All" } as const;

/** All routes of the workspace, and the way to a new one. */
export function RoutesBoard() {
  const [{ show, q }, setParams] = useQueryStates(routesParams);
  const [creating, setCreating] = useState(false);
  const query = useQuery(routesQuery);
  const router = useRouter();
  const none = query.data === undefined || query.data.routes.length === 0;
  const filters = none ? null : (
    <>
      <SearchField
        label="Search routes"
        placeholder="Name or model…"
        value={q}
        onChange={(text) => void setParams({ q: text || null })}
        onDown={toFirstRoute}
      />
      <Segmented
        label="Show"
        value={show}
        options={SHOWN.map((value) => ({ value, label: LABELS[value] }))}
        onChange={(value) => void setParams({ show: value })}
      />
    </>
  );
  const action = (
    <Button look="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      New route
    </Button>
  );
  return (
    <Page title="Routes" filters={filters} action={action}>
      <QueryPanel query={query} skeleton={<RoutesSkeleton />}>
        {({ routes }) =>
          routes.length === 0 ? (
            <RoutesEmpty onNew={() => setCreating(true)} />
          ) : (
            <RouteTable
              routes={routes}
              show={show}
              search={q}
              onAll={() => void setParams({ q: null, show: "all" })}
            />
          )
        }
      </QueryPanel>
      {creating && (
        <NewRoute onCreated={({ name }) => router.push(routePath(name))} onClose={() => setCreating(false)} />
      )}
    </Page>
  );
}
