import { queryOptions } from "@tanstack/react-query";
import * as z from "zod/mini";
import { PaneCalls } from "@/lib/chat/calls-api";
import { CreatedShare, ShareList } from "@/lib/conversations/share-api";
import { fetchJson } from "@/lib/core/fetch-json";

/** The links to a conversation that work. */
export const sharesQuery = (id: string) =>
  queryOptions({
    queryKey: ["shares", id],
    queryFn: ({ signal }) => fetchJson(`/api/conversations/${id}/shares`, ShareList, { signal }),
  });

type ShareRequest = { days: number; includeSystem: boolean; includeCosts: boolean };

export const createShare = (id: string, share: ShareRequest): Promise<CreatedShare> =>
  fetchJson(`/api/conversations/${id}/shares`, CreatedShare, { method: "POST", body: share });

export const revokeShare = (id: string, shareId: string): Promise<unknown> =>
  fetchJson(`/api/conversations/${id}/shares/${shareId}`, z.unknown(), { method: "DELETE" });

/** What was asked, as code: always as it is now. */
export const callsQuery = (id: string) =>
  queryOptions({
    queryKey: ["calls", id],
    queryFn: ({ signal }) => fetchJson(`/api/conversations/${id}/calls`, PaneCalls, { signal }),
    staleTime: 0,
    gcTime: 0,
  });
