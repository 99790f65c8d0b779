"use client";

import { useQuery } from "@tanstack/react-query";
import BudgetsOf from "@/components/budgets/budgets-of";
import { Instant } from "@/components/ui/instant";
import { QueryPanel } from "@/components/ui/query-panel";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import type { Route } from "@/lib/routes/routes-api";
import { AliasEditor } from "./alias-editor";
import { routeUsageQuery } from "./queries";
import { UsageTable } from "./usage-table";
import { UserList } from "./user-list";

/** Under which names a route is asked for, which budgets it falls under, what came of it, and who asks. */
export default function NamesView({ route }: { route: Route }) {
  const query = useQuery(routeUsageQuery(route.name));
  return (
    <div className="space-y-6 py-3">
      <AliasEditor route={route} />
      <section aria-label="Budgets of the route">
        <h3 className="font-medium">Budgets</h3>
        <BudgetsOf of={{ route: route.id }} />
      </section>
      <QueryPanel query={query} skeleton={<SkeletonRows rows={3} />}>
        {({ arms, users, from }) => (
          <>
            <section aria-label="Use by version and arm">
              <h3 className="font-medium">Use</h3>
              <p className="text-xs text-muted">
                {arms.length === 0 ? "Nobody has asked for it since " : "By version and arm, since "}
                <Instant at={from} />.
              </p>
              {arms.length > 0 && <UsageTable arms={arms} />}
            </section>
            {users.length > 0 && (
              <section aria-label="Who asks">
                <h3 className="font-medium">Who asks</h3>
                <UserList users={users} />
              </section>
            )}
          </>
        )}
      </QueryPanel>
    </div>
  );
}
