import type { Metadata } from "next";
import { WorkspaceBoard } from "@/components/settings/workspace-board";

export const metadata: Metadata = { title: "Workspace settings" };

export default function WorkspaceSettingsPage() {
  return <WorkspaceBoard />;
}
