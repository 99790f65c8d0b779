"use client";

import { CircleArrowDown, CircleArrowUp, Ellipsis, Pencil, Trash2 } from "lucide-react";
import { Menu, type MenuItem } from "@/components/ui/menu";
import type { Budget } from "@/lib/budgets/api";
import type { Opened } from "./budget-dialogs";
import { useBudgetActions } from "./use-budget-actions";

type Props = { budget: Budget; name: string; onOpen: (opened: Opened) => void };

/** What can be done to one budget. */
export function BudgetMenu({ budget, name, onOpen }: Props) {
  const { endRaise, remove } = useBudgetActions(budget);
  const items: MenuItem[] = [
    { label: "Edit…", icon: <Pencil aria-hidden />, onSelect: () => onOpen({ what: "edit", budget }) },
    {
      label: "Raise for a while…",
      icon: <CircleArrowUp aria-hidden />,
      onSelect: () => onOpen({ what: "raise", budget }),
    },
    ...(budget.raise
      ? [{ label: "End the raise", icon: <CircleArrowDown aria-hidden />, onSelect: endRaise }]
      : []),
    { label: "Delete", icon: <Trash2 aria-hidden />, danger: true, onSelect: remove },
  ];
  return <Menu label={`Actions for the budget of ${name}`} icon={<Ellipsis aria-hidden />} items={items} />;
}
