import type { Metadata } from "next";
import { RoutesBoard } from "@/components/routes/routes-board";

export const metadata: Metadata = { title: "Routes" };

export default function RoutesPage() {
  return <RoutesBoard />;
}
