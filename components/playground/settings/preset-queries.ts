import { type QueryClient, queryOptions } from "@tanstack/react-query";
import * as z from "zod/mini";
import { Preset, PresetList } from "@/lib/conversations/presets-api";
import { fetchJson } from "@/lib/core/fetch-json";

export const presetsQuery = queryOptions({
  queryKey: ["presets"],
  queryFn: ({ signal }) => fetchJson("/api/presets", PresetList, { signal }),
});

export const readPreset = (id: string): Promise<Preset> => fetchJson(`/api/presets/${id}`, Preset);

type Kept = { name: string; system: string | null; parameters: Readonly<Record<string, unknown>> };

/** @throws RequestError */
export const createPreset = (client: QueryClient, preset: Kept): Promise<void> =>
  write(client, "/api/presets", "POST", preset);

/** What is named changes. @throws RequestError */
export const changePreset = (client: QueryClient, id: string, change: Partial<Kept>): Promise<void> =>
  write(client, `/api/presets/${id}`, "PATCH", change);

/** Puts other settings in place of a preset's. @returns what brings back those it had @throws RequestError */
export async function replacePreset(
  client: QueryClient,
  id: string,
  next: Omit<Kept, "name">,
): Promise<() => Promise<void>> {
  const { system, parameters } = await readPreset(id);
  await changePreset(client, id, next);
  return () => changePreset(client, id, { system, parameters });
}

/** @throws RequestError */
export const deletePreset = (client: QueryClient, id: string): Promise<void> =>
  write(client, `/api/presets/${id}`, "DELETE");

async function write(client: QueryClient, path: string, method: "POST" | "PATCH" | "DELETE", body?: unknown) {
  await fetchJson(path, z.unknown(), { method, ...(body === undefined ? {} : { body }) });
  await client.invalidateQueries({ queryKey: presetsQuery.queryKey });
}
