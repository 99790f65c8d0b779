import type { QueryClient } from "@tanstack/react-query";
import * as z from "zod/mini";
import type { ChatRequest } from "@/lib/chat/request";
import { ChatStarted, StopAnswer } from "@/lib/chat/start-api";
import type { Conversation } from "@/lib/conversations/api";
import { ConversationCreated, PaneCreated } from "@/lib/conversations/list-api";
import { describeFailure, type Failure } from "@/lib/core/failure";
import { fetchJson } from "@/lib/core/fetch-json";
import { conversationQuery, conversationsQuery, refreshConversation } from "./queries";
import { noteChange } from "./under-way";

// What changes conversations; it is loaded when the first change is made.

export const startChat = (request: ChatRequest): Promise<ChatStarted> =>
  fetchJson("/api/chat", ChatStarted, { method: "POST", body: request });

export const stopGenerations = (
  conversationId: string,
  generationIds?: string[],
): Promise<{ stopping: number }> =>
  fetchJson(`/api/conversations/${conversationId}/stop`, StopAnswer, {
    method: "POST",
    body: generationIds ? { generationIds } : {},
  });

/** The conversation with all its messages, once they have been read; null when there is none, or they could not be. */
export async function readWhole(
  client: QueryClient,
  id: string | null,
  onFailure: (failure: Failure) => void,
): Promise<Conversation | null> {
  if (id === null) return null;
  try {
    // Who changes a pane meanwhile ends a reading with what was known until then.
    for (let tries = 0; tries < 2; tries++) {
      const read = await client.fetchQuery(conversationQuery(id));
      if (read.panes.every(({ earlier = 0 }) => earlier === 0)) return read;
    }
    throw new Error("the conversation could not be read whole");
  } catch (error) {
    onFailure(describeFailure(error));
    return null;
  }
}

export const changeConversation = (
  id: string,
  change: { title?: string; sync?: boolean; blind?: boolean; pinned?: boolean; folder?: string | null },
): Promise<unknown> =>
  noteChange(id, fetchJson(`/api/conversations/${id}`, z.unknown(), { method: "PATCH", body: change }));

export async function renameConversation(client: QueryClient, id: string, title: string): Promise<void> {
  await changeConversation(id, { title });
  await refreshConversation(client, id);
}

/** @returns the id of the copy */
export async function duplicateConversation(client: QueryClient, id: string): Promise<string> {
  const path = `/api/conversations/${id}/duplicate`;
  const { conversationId } = await fetchJson(path, ConversationCreated, { method: "POST" });
  await client.invalidateQueries({ queryKey: conversationsQuery.queryKey });
  return conversationId;
}

export async function deleteConversation(client: QueryClient, id: string): Promise<void> {
  await fetchJson(`/api/conversations/${id}`, z.unknown(), { method: "DELETE" });
  client.removeQueries({ queryKey: conversationQuery(id).queryKey });
  await client.invalidateQueries({ queryKey: conversationsQuery.queryKey });
}

/** Takes a deletion back. */
export async function restoreConversation(client: QueryClient, id: string): Promise<void> {
  await fetchJson(`/api/conversations/${id}/restore`, z.unknown(), { method: "POST" });
  await refreshConversation(client, id);
}

/** What is named changes; `position` counts from 0; the branch through `messageId` is shown. */
type PaneRequest = {
  model?: string;
  fallbackModels?: readonly string[];
  system?: string | null;
  parameters?: Readonly<Record<string, unknown>>;
  position?: number;
  messageId?: string;
};

/** A pane at the end: with these settings and nothing said, or like another with its current branch. */
export const addPane = (
  conversationId: string,
  pane: { copyOf: string } | (PaneRequest & { model: string }),
): Promise<{ paneId: string }> =>
  fetchJson(`/api/conversations/${conversationId}/panes`, PaneCreated, { method: "POST", body: pane });

export const changePane = (conversationId: string, paneId: string, change: PaneRequest): Promise<unknown> =>
  noteChange(
    conversationId,
    fetchJson(`/api/conversations/${conversationId}/panes/${paneId}`, z.unknown(), {
      method: "PATCH",
      body: change,
    }),
  );

export const removePane = (conversationId: string, paneId: string): Promise<unknown> =>
  fetchJson(`/api/conversations/${conversationId}/panes/${paneId}`, z.unknown(), { method: "DELETE" });

/** With all that follows it. */
export const removeMessage = (conversationId: string, messageId: string): Promise<unknown> =>
  fetchJson(`/api/conversations/${conversationId}/messages/${messageId}`, z.unknown(), { method: "DELETE" });
