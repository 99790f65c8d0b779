"use client";

import type { Budget } from "@/lib/budgets/api";
import { BudgetForm } from "./budget-form";
import { RaiseBudget } from "./raise-budget";

/** The one dialog that is open, and what it is about. */
export type Opened = { what: "create" } | { what: "edit" | "raise"; budget: Budget };

type Props = {
  opened: Opened;
  isTeam: boolean;
  /** The workspace's time zone, in which new budgets count. */
  reportingZone: string | null;
  onClose: () => void;
};

export function BudgetDialogs({ opened, onClose, ...form }: Props) {
  switch (opened.what) {
    case "create":
      return <BudgetForm budget={null} {...form} onClose={onClose} />;
    case "edit":
      return <BudgetForm budget={opened.budget} {...form} onClose={onClose} />;
    case "raise":
      return <RaiseBudget budget={opened.budget} onClose={onClose} />;
    default:
      return opened satisfies never;
  }
}
