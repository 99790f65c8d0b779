"use client";

import { useQuery } from "@tanstack/react-query";
import { Panel } from "@/components/ui/panel";
import { QueryPanel } from "@/components/ui/query-panel";
import type { Budget } from "@/lib/budgets/api";
import { asksQuery } from "./ask-queries";
import { AskRow } from "./ask-row";
import { AskState } from "./ask-state";
import { aboutWords } from "./ask-words";

/** Requests for more: those that wait for whoever may answer, and for everyone else what became of their own. */
export function AskPanel({ budgets }: { budgets: readonly Budget[] }) {
  const query = useQuery(asksQuery);
  return (
    <QueryPanel query={query} skeleton={null}>
      {({ requests, mayAnswer }) => {
        const isListed = (id: string) => budgets.some((budget) => budget.id === id);
        // At a budget that is in sight below stands what was asked of it.
        const shown = mayAnswer ? requests : requests.filter(({ budgetId }) => !isListed(budgetId));
        if (shown.length === 0) return null;
        return (
          <Panel
            title={mayAnswer ? "Requests for more" : "Your requests"}
            hint={mayAnswer && "What is granted lasts until the budget begins anew, or for a week."}
            className="max-w-240 border-t-0 border-b"
          >
            <ul
              aria-label={mayAnswer ? "Requests for more" : "Your requests"}
              className="divide-y divide-line"
            >
              {shown.map((ask) =>
                mayAnswer ? (
                  <AskRow key={ask.id} ask={ask} budget={budgets.find(({ id }) => id === ask.budgetId)} />
                ) : (
                  <li key={ask.id} className="py-2">
                    <p className="text-sm first-letter:uppercase">{aboutWords(ask)}</p>
                    <AskState ask={ask} />
                  </li>
                ),
              )}
            </ul>
          </Panel>
        );
      }}
    </QueryPanel>
  );
}
