import type { Metadata } from "next";
import { admit, type Query } from "@/app/admission";
import { Explorer } from "@/components/ledger/explorer";

export const metadata: Metadata = { title: "Generations" };

type Props = { searchParams: Query };

export default async function GenerationsPage({ searchParams }: Props) {
  await admit("/generations", searchParams);
  return <Explorer />;
}
