import type { Metadata } from "next";
import { GenerationDetails } from "@/components/ledger/generation-details";

export const metadata: Metadata = { title: "Generation" };

export default async function GenerationPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <GenerationDetails id={id} />;
}
