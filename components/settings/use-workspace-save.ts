"use client";

import { useQueryClient } from "@tanstack/react-query";
import type { SettingsChange } from "@/lib/team/preferences-request";
import { changeWorkspace } from "./queries";
import { useSave } from "./use-save";

/** Saves what changes of the workspace. */
export function useWorkspaceSave() {
  const client = useQueryClient();
  return useSave((change: SettingsChange) => changeWorkspace(client, change));
}
