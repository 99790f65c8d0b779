import type { Metadata } from "next";
import { Explorer } from "@/components/ledger/explorer";

export const metadata: Metadata = { title: "Generations" };

export default function GenerationsPage() {
  return <Explorer />;
}
