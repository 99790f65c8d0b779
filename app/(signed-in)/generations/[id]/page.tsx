import type { Metadata } from "next";
import { admit, type Query } from "@/app/admission";
import { readReportingZone } from "@/app/reporting-zone";
import { GenerationDetails } from "@/components/ledger/generation-details";

export const metadata: Metadata = { title: "Generation" };

type Props = { params: Promise<{ id: string }>; searchParams: Query };

export default async function GenerationPage({ params, searchParams }: Props) {
  const { id } = await params;
  await admit(`/generations/${id}`, searchParams);
  return <GenerationDetails id={id} reportingZone={await readReportingZone()} />;
}
