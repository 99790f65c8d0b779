"use client";

import { useQuery } from "@tanstack/react-query";
import { budgetsQuery } from "@/components/budgets/queries";
import { ChooseMany } from "@/components/ui/choices";
import { Field } from "@/components/ui/field";
import { QueryPanel } from "@/components/ui/query-panel";
import { Segmented } from "@/components/ui/segmented";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import type { Budget } from "@/lib/budgets/api";
import { scopeWords } from "@/lib/budgets/terms";
import { formatUsd } from "@/lib/core/format";

type Props = {
  /** Null: every budget. */
  value: readonly string[] | null;
  problem: string | undefined;
  onChange: (value: readonly string[] | null) => void;
};

/** Which budgets a rule watches: all, or those on a list. */
export function BudgetsField({ value, problem, onChange }: Props) {
  const query = useQuery({ ...budgetsQuery, enabled: value !== null });
  return (
    <Field label="Budgets" hint={value === null ? "Also those that are yet to come." : null}>
      <Segmented
        label="Budgets"
        value={value === null ? "every" : "chosen"}
        options={[
          { value: "every", label: "Every budget" },
          { value: "chosen", label: "Only certain ones" },
        ]}
        onChange={(choice) => onChange(choice === "every" ? null : [])}
      />
      {value !== null && (
        <div className="max-h-48 overflow-y-auto rounded-control border border-line p-1">
          <QueryPanel query={query} skeleton={<SkeletonRows rows={3} className="px-2" />}>
            {({ budgets }) =>
              budgets.length === 0 ? (
                <p className="px-2 py-1.5 text-muted">There is no budget yet.</p>
              ) : (
                <ChooseMany
                  legend="Watched"
                  values={value}
                  options={optionsOf(budgets, value)}
                  onChange={onChange}
                />
              )
            }
          </QueryPanel>
        </div>
      )}
      {problem !== undefined && (
        <p role="alert" className="text-xs text-danger">
          {problem}
        </p>
      )}
    </Field>
  );
}

/** Also those that were chosen and are gone, so that they can be taken off. */
function optionsOf(budgets: readonly Budget[], chosen: readonly string[]) {
  const gone = chosen.filter((id) => !budgets.some((budget) => budget.id === id));
  return [
    ...budgets.map(({ id, scope, limit, period }) => ({
      value: id,
      label: `${capital(scopeWords(scope))}, ${formatUsd(limit)} ${period}`,
    })),
    ...gone.map((id) => ({ value: id, label: `A budget that is gone (${id.slice(0, 8)})` })),
  ];
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
