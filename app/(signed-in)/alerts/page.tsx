import type { Metadata } from "next";
import { requirePage } from "@/app/admission";
import { AlertsBoard } from "@/components/alerts/alerts-board";

export const metadata: Metadata = { title: "Alerts" };

export default async function AlertsPage() {
  await requirePage("alerts:read");
  return <AlertsBoard />;
}
