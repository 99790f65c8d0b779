"use client";

import { useQuery } from "@tanstack/react-query";
import { QueryPanel } from "@/components/ui/query-panel";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import { workspaceQuery } from "./queries";
import { SettingsPage, type SettingsPageProps } from "./settings-page";
import { WorkspaceFacts } from "./workspace-facts";
import { WorkspaceForm } from "./workspace-form";

/** What holds for everyone: to be changed by those who run the workspace, to be known by all. */
export function WorkspaceBoard({ configuration }: Pick<SettingsPageProps, "configuration">) {
  const query = useQuery(workspaceQuery);
  return (
    <SettingsPage here="/settings/workspace" configuration={configuration}>
      <QueryPanel query={query} skeleton={<SkeletonRows rows={8} />}>
        {(workspace) =>
          workspace.mayChange ? (
            <WorkspaceForm workspace={workspace} />
          ) : (
            <WorkspaceFacts workspace={workspace} />
          )
        }
      </QueryPanel>
    </SettingsPage>
  );
}
