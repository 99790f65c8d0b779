import type { Metadata } from "next";
import { admit, type Query } from "@/app/admission";
import { AlertsBoard } from "@/components/alerts/alerts-board";
import { OwnAlerts } from "@/components/alerts/own-alerts";
import { isAllowed } from "@/lib/team/actor";

export const metadata: Metadata = { title: "Alerts" };

type Props = { searchParams: Query };

export default async function AlertsPage({ searchParams }: Props) {
  const actor = await admit("/alerts", searchParams);
  return isAllowed(actor, "alerts:all") ? <AlertsBoard /> : <OwnAlerts />;
}
