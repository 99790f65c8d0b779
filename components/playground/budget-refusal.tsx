"use client";

import * as z from "zod/mini";
import MoreOfBudget from "@/components/budgets/more-of-budget";
import { Budget } from "@/lib/budgets/api";
import type { BudgetDetails } from "@/lib/core/failure";
import { WireUsd } from "@/lib/core/wire";

const ABOUT = { id: true, scope: true, period: true, limit: true, spent: true, held: true } as const;
const Refused = z.extend(z.pick(Budget, ABOUT), { needed: z.nullable(WireUsd) });

/** The way on from a budget that refused; none where it is told of in a way that this page does not know. */
export default function BudgetRefusal({ budget }: { budget: BudgetDetails }) {
  const known = Refused.safeParse(budget);
  return known.success ? <MoreOfBudget about={known.data} /> : null;
}
