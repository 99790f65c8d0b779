import type { Metadata } from "next";
import { admit, type Query } from "@/app/admission";
import { readReportingZone } from "@/app/reporting-zone";
import { Explorer } from "@/components/ledger/explorer";

export const metadata: Metadata = { title: "Generations" };

type Props = { searchParams: Query };

export default async function GenerationsPage({ searchParams }: Props) {
  await admit("/generations", searchParams);
  return <Explorer reportingZone={await readReportingZone()} />;
}
