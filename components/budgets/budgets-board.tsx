"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { Suspense, useState } from "react";
import { Button } from "@/components/ui/button";
import { lazy } from "@/components/ui/lazy";
import { LinkButton } from "@/components/ui/link-button";
import { Page } from "@/components/ui/page";
import { QueryPanel } from "@/components/ui/query-panel";
import { AskCount } from "./ask-count";
import { AskPanel } from "./ask-panel";
import type { Opened } from "./budget-dialogs";
import { BudgetRow } from "./budget-row";
import { BudgetsEmpty } from "./budgets-empty";
import { BudgetsSkeleton } from "./budgets-skeleton";
import { budgetsQuery } from "./queries";

const BudgetDialogs = lazy(() =>
  import("./budget-dialogs").then(({ BudgetDialogs: component }) => ({ default: component })),
);

type Props = {
  isTeam: boolean /** The workspace's time zone, in which new budgets count. */;
  reportingZone: string | null;
};

/** The budgets of the workspace, and all that can be done to them. */
export function BudgetsBoard({ isTeam, reportingZone }: Props) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const query = useQuery(budgetsQuery);
  const create = () => setOpened({ what: "create" });
  const action = query.data?.mayChange ? (
    <>
      <LinkButton href="/alerts?view=rules">Alerts</LinkButton>
      <Button look="primary" onClick={create}>
        <Plus aria-hidden />
        Create budget
      </Button>
    </>
  ) : null;
  return (
    <Page title="Budgets" filters={isTeam && <AskCount />} action={action}>
      {/* Where there is one person, nobody has to ask; and what does not come for the same reason is said once. */}
      {isTeam && !query.isLoadingError && <AskPanel budgets={query.data?.budgets ?? []} />}
      <QueryPanel query={query} skeleton={<BudgetsSkeleton />}>
        {({ budgets, mayChange }) =>
          budgets.length === 0 ? (
            <BudgetsEmpty onCreate={mayChange ? create : null} />
          ) : (
            <ul aria-label="Budgets" className="max-w-240 divide-y divide-line">
              {budgets.map((budget) => (
                <BudgetRow
                  key={budget.id}
                  budget={budget}
                  // The list renews itself, and with it what is left of the time.
                  now={new Date(query.dataUpdatedAt)}
                  mayChange={mayChange}
                  onOpen={setOpened}
                />
              ))}
            </ul>
          )
        }
      </QueryPanel>
      {opened && (
        <Suspense>
          <BudgetDialogs
            opened={opened}
            isTeam={isTeam}
            reportingZone={reportingZone}
            onClose={() => setOpened(null)}
          />
        </Suspense>
      )}
    </Page>
  );
}
