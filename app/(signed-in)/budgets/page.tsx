import type { Metadata } from "next";
import { BudgetsBoard } from "@/components/budgets/budgets-board";

export const metadata: Metadata = { title: "Budgets" };

export default function BudgetsPage() {
  return <BudgetsBoard />;
}
