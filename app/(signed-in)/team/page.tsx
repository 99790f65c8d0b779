import type { Metadata } from "next";
import { requireTeamPage } from "@/app/admission";
import { readReportingZone } from "@/app/reporting-zone";
import { TeamBoard } from "@/components/team/team-board";

export const metadata: Metadata = { title: "Team" };

export default async function TeamPage() {
  await requireTeamPage("team:read");
  return <TeamBoard reportingZone={await readReportingZone()} />;
}
