import type { Metadata } from "next";
import { admit, type Query } from "@/app/admission";
import { ReconciliationBoard } from "@/components/spend/reconciliation/reconciliation-board";

export const metadata: Metadata = { title: "Reconciliation" };

type Props = { searchParams: Query };

export default async function ReconciliationPage({ searchParams }: Props) {
  await admit("/spend/reconciliation", searchParams);
  return <ReconciliationBoard />;
}
