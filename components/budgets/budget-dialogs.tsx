"use client";

import type { Budget } from "@/lib/budgets/api";
import { BudgetForm } from "./budget-form";
import { RaiseBudget } from "./raise-budget";

/** The one dialog that is open, and what it is about. */
export type Opened = { what: "create" } | { what: "edit" | "raise"; budget: Budget };

export function BudgetDialogs({ opened, onClose }: { opened: Opened; onClose: () => void }) {
  switch (opened.what) {
    case "create":
      return <BudgetForm budget={null} onClose={onClose} />;
    case "edit":
      return <BudgetForm budget={opened.budget} onClose={onClose} />;
    case "raise":
      return <RaiseBudget budget={opened.budget} onClose={onClose} />;
    default:
      return opened satisfies never;
  }
}
