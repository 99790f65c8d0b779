import { type QueryClient, queryOptions } from "@tanstack/react-query";
import * as z from "zod/mini";
import { fetchJson } from "@/lib/core/fetch-json";
import { CreatedKey, KeyList, VirtualKey } from "@/lib/team/keys-api";
import type { KeyChange, KeyRequest } from "@/lib/team/keys-request";

export type NewKey = z.infer<typeof CreatedKey>;

export const keysQuery = (of: "own" | "everyone" = "own") =>
  queryOptions({
    queryKey: ["keys", of],
    queryFn: ({ signal }) =>
      fetchJson(of === "own" ? "/api/keys" : "/api/keys?of=everyone", KeyList, { signal }),
    refetchInterval: 30_000,
  });

const at = (id: string) => `/api/keys/${encodeURIComponent(id)}`;
const renew = (client: QueryClient) => client.invalidateQueries({ queryKey: ["keys"] });

export async function createKey(client: QueryClient, request: KeyRequest): Promise<NewKey> {
  const created = await fetchJson("/api/keys", CreatedKey, { method: "POST", body: request });
  await renew(client);
  return created;
}

export async function rotateKey(client: QueryClient, id: string): Promise<NewKey> {
  const rotated = await fetchJson(`${at(id)}/rotate`, CreatedKey, { method: "POST" });
  await renew(client);
  return rotated;
}

export async function changeKey(client: QueryClient, id: string, change: KeyChange): Promise<void> {
  await fetchJson(at(id), VirtualKey, { method: "PATCH", body: change });
  await renew(client);
}

export async function revokeKey(client: QueryClient, id: string): Promise<void> {
  await fetchJson(at(id), z.unknown(), { method: "DELETE" });
  await renew(client);
}
