import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/core/fetch-json";
import { Preferences } from "@/lib/team/preferences-api";
import type { PreferencesChange, SettingsChange } from "@/lib/team/preferences-request";

/** What the person prefers and what the workspace recommends. */
export const preferencesQuery = queryOptions({
  queryKey: ["preferences"],
  queryFn: ({ signal }) => fetchJson("/api/preferences", Preferences, { signal }),
  staleTime: 60_000,
});

/** Shown as changed at once, and as the server has it when it did not take the change. @throws RequestError */
export const changePreferences = (client: QueryClient, change: PreferencesChange): Promise<void> =>
  put(client, "/api/preferences", change);

export const changeSettings = (client: QueryClient, change: SettingsChange): Promise<void> =>
  put(client, "/api/settings", change);

async function put(client: QueryClient, path: string, change: Partial<Preferences>): Promise<void> {
  const { queryKey } = preferencesQuery;
  client.setQueryData(queryKey, (before) => before && { ...before, ...change });
  try {
    client.setQueryData(queryKey, await fetchJson(path, Preferences, { method: "PUT", body: change }));
  } catch (error) {
    await client.invalidateQueries({ queryKey });
    throw error;
  }
}
