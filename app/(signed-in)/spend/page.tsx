import type { Metadata } from "next";
import { SpendBoard } from "@/components/spend/spend-board";

export const metadata: Metadata = { title: "Spend" };

export default function SpendPage() {
  return <SpendBoard />;
}
