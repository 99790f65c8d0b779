import type { Metadata } from "next";
import { isShown } from "@/app/admission";
import { WorkspaceBoard } from "@/components/settings/workspace-board";

export const metadata: Metadata = { title: "Workspace settings" };

export default async function WorkspaceSettingsPage() {
  return <WorkspaceBoard configuration={await isShown("configuration:read")} />;
}
