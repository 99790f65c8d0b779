import type { Metadata } from "next";
import { ReconciliationBoard } from "@/components/spend/reconciliation/reconciliation-board";

export const metadata: Metadata = { title: "Reconciliation" };

export default function ReconciliationPage() {
  return <ReconciliationBoard />;
}
