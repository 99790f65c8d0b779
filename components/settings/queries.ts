import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { preferencesQuery } from "@/components/team/queries";
import { fetchJson } from "@/lib/core/fetch-json";
import { Personal } from "@/lib/team/personal-api";
import type { PersonalChange } from "@/lib/team/personal-request";
import { Preferences } from "@/lib/team/preferences-api";
import type { SettingsChange } from "@/lib/team/preferences-request";
import { RetentionPreview, Workspace } from "@/lib/team/workspace-api";

/** What holds for everyone. */
export const workspaceQuery = queryOptions({
  queryKey: ["workspace"],
  queryFn: ({ signal }) => fetchJson("/api/settings", Workspace, { signal }),
  staleTime: 60_000,
});

/** How the person wants things to look and to be worked. */
export const personalQuery = queryOptions({
  queryKey: ["personal"],
  queryFn: ({ signal }) => fetchJson("/api/preferences/personal", Personal, { signal }),
});

/** How many conversations would go now, if they were kept for so many days. */
export const retentionQuery = (days: number) =>
  queryOptions({
    queryKey: ["workspace", "retention", days],
    queryFn: ({ signal }) => fetchJson(`/api/settings/retention?days=${days}`, RetentionPreview, { signal }),
    staleTime: 0,
  });

/** @throws RequestError, and then nothing is changed */
export async function changeWorkspace(client: QueryClient, change: SettingsChange): Promise<void> {
  const preferences = await fetchJson("/api/settings", Preferences, { method: "PUT", body: change });
  client.setQueryData(preferencesQuery.queryKey, preferences);
  await client.invalidateQueries({ queryKey: workspaceQuery.queryKey });
}

/** Shown as changed at once. @throws RequestError, and then it is shown as it was */
export async function changePersonal(client: QueryClient, change: PersonalChange): Promise<Personal> {
  const { queryKey } = personalQuery;
  const before = client.getQueryData(queryKey);
  client.setQueryData(queryKey, before && { ...before, ...change });
  try {
    const changed = await fetchJson("/api/preferences/personal", Personal, { method: "PUT", body: change });
    client.setQueryData(queryKey, changed);
    return changed;
  } catch (error) {
    client.setQueryData(queryKey, before);
    throw error;
  }
}
