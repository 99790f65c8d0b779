import type { Metadata } from "next";
import { admit, type Query } from "@/app/admission";
import { readReportingZone } from "@/app/reporting-zone";
import { getServices } from "@/app/services";
import { BudgetsBoard } from "@/components/budgets/budgets-board";

export const metadata: Metadata = { title: "Budgets" };

type Props = { searchParams: Query };

export default async function BudgetsPage({ searchParams }: Props) {
  await admit("/budgets", searchParams);
  const services = await getServices().catch(() => null);
  return <BudgetsBoard isTeam={Boolean(services?.access)} reportingZone={await readReportingZone()} />;
}
