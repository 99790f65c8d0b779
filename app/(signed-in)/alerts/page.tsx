import type { Metadata } from "next";
import { type Query, requirePage } from "@/app/admission";
import { AlertsBoard } from "@/components/alerts/alerts-board";

export const metadata: Metadata = { title: "Alerts" };

type Props = { searchParams: Query };

export default async function AlertsPage({ searchParams }: Props) {
  await requirePage("alerts:read", "/alerts", searchParams);
  return <AlertsBoard />;
}
