"use client";

import type { Budget } from "@/lib/budgets/api";
import { BudgetForm } from "./budget-form";
import { RaiseBudget } from "./raise-budget";

/** The one dialog that is open, and what it is about. */
export type Opened = { what: "create" } | { what: "edit" | "raise"; budget: Budget };

type Props = { opened: Opened; isTeam: boolean; onClose: () => void };

export function BudgetDialogs({ opened, isTeam, onClose }: Props) {
  switch (opened.what) {
    case "create":
      return <BudgetForm budget={null} isTeam={isTeam} onClose={onClose} />;
    case "edit":
      return <BudgetForm budget={opened.budget} isTeam={isTeam} onClose={onClose} />;
    case "raise":
      return <RaiseBudget budget={opened.budget} onClose={onClose} />;
    default:
      return opened satisfies never;
  }
}
