import type { Metadata } from "next";
import { readReportingZone } from "@/app/reporting-zone";
import { getServices } from "@/app/services";
import { BudgetsBoard } from "@/components/budgets/budgets-board";

export const metadata: Metadata = { title: "Budgets" };

export default async function BudgetsPage() {
  const services = await getServices().catch(() => null);
  return <BudgetsBoard isTeam={Boolean(services?.access)} reportingZone={await readReportingZone()} />;
}
