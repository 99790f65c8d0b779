import type { Metadata } from "next";
import { type Query, requireTeamPage } from "@/app/admission";
import { readReportingZone } from "@/app/reporting-zone";
import { TeamBoard } from "@/components/team/team-board";

export const metadata: Metadata = { title: "Team" };

type Props = { searchParams: Query };

export default async function TeamPage({ searchParams }: Props) {
  await requireTeamPage("team:read", "/team", searchParams);
  return <TeamBoard reportingZone={await readReportingZone()} />;
}
