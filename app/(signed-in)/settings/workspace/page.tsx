import type { Metadata } from "next";
import { admit, type Query } from "@/app/admission";
import { WorkspaceBoard } from "@/components/settings/workspace-board";
import { isAllowed } from "@/lib/team/actor";

export const metadata: Metadata = { title: "Workspace settings" };

type Props = { searchParams: Query };

export default async function WorkspaceSettingsPage({ searchParams }: Props) {
  const viewer = await admit("/settings/workspace", searchParams);
  return <WorkspaceBoard configuration={isAllowed(viewer, "configuration:read")} />;
}
