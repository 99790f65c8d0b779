import type { Metadata } from "next";
import { readReportingZone } from "@/app/reporting-zone";
import { SpendBoard } from "@/components/spend/spend-board";

export const metadata: Metadata = { title: "Spend" };

export default async function SpendPage() {
  return <SpendBoard reportingZone={await readReportingZone()} />;
}
