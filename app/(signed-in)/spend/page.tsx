import type { Metadata } from "next";
import { admit, type Query } from "@/app/admission";
import { readReportingZone } from "@/app/reporting-zone";
import { SpendBoard } from "@/components/spend/spend-board";

export const metadata: Metadata = { title: "Spend" };

type Props = { searchParams: Query };

export default async function SpendPage({ searchParams }: Props) {
  await admit("/spend", searchParams);
  return <SpendBoard reportingZone={await readReportingZone()} />;
}
