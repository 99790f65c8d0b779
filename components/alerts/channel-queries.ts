import type { QueryClient } from "@tanstack/react-query";
import * as z from "zod/mini";
import { AlertChannelSaved, AlertTest } from "@/lib/alerts/alerts-api";
import type { ChannelKind, Digest } from "@/lib/alerts/channels";
import { actOn } from "./queries";

export type SentKind = Exclude<ChannelKind, "in_app">;

export type ChannelTerms = {
  name: string;
  addresses?: string[];
  address?: string;
  digest: Digest;
  timeZone: string;
  quietHours: { from: string; to: string; timeZone: string } | null;
};

const at = (id: string) => `/api/alerts/channels/${encodeURIComponent(id)}`;

export const createChannel = (
  client: QueryClient,
  kind: SentKind,
  terms: ChannelTerms,
): Promise<AlertChannelSaved> =>
  actOn(client, "/api/alerts/channels", AlertChannelSaved, { method: "POST", body: { kind, ...terms } });

type Change = Partial<ChannelTerms> & { isEnabled?: boolean; rotateSecret?: true };

export const changeChannel = (client: QueryClient, id: string, body: Change): Promise<AlertChannelSaved> =>
  actOn(client, at(id), AlertChannelSaved, { method: "PATCH", body });

/** Sends a message that says it is a test, and tells what the receiver said to it. */
export const testChannel = (client: QueryClient, id: string): Promise<AlertTest> =>
  actOn(client, `${at(id)}/test`, AlertTest, { method: "POST" });

/** Brings back a channel that was deleted, to the rules that told it. */
export const restoreChannel = (client: QueryClient, id: string): Promise<unknown> =>
  actOn(client, `${at(id)}/restore`, z.unknown(), { method: "POST" });

export const removeChannel = (client: QueryClient, id: string): Promise<unknown> =>
  actOn(client, at(id), z.unknown(), { method: "DELETE" });
