import { type QueryClient, queryOptions } from "@tanstack/react-query";
import * as z from "zod/mini";
import type { PromptDraft } from "@/lib/conversations/prompt-draft";
import { Prompt, PromptList } from "@/lib/conversations/prompts-api";
import { fetchJson } from "@/lib/core/fetch-json";

const at = (id: string) => `/api/prompts/${encodeURIComponent(id)}`;

export const promptsQuery = queryOptions({
  queryKey: ["prompts"],
  queryFn: ({ signal }) => fetchJson("/api/prompts", PromptList, { signal }),
});

export const promptQuery = (id: string) =>
  queryOptions({
    queryKey: ["prompts", id],
    queryFn: ({ signal }) => fetchJson(at(id), Prompt, { signal }),
    // Whoever uses a prompt means its newest version.
    staleTime: 0,
  });

export async function createPrompt(client: QueryClient, draft: PromptDraft): Promise<Prompt> {
  return keep(client, await fetchJson("/api/prompts", Prompt, { method: "POST", body: draft }));
}

export async function changePrompt(
  client: QueryClient,
  id: string,
  change: Partial<PromptDraft>,
): Promise<Prompt> {
  return keep(client, await fetchJson(at(id), Prompt, { method: "PATCH", body: change }));
}

export async function deletePrompt(client: QueryClient, id: string): Promise<void> {
  await fetchJson(at(id), z.unknown(), { method: "DELETE" });
  await client.invalidateQueries({ queryKey: promptsQuery.queryKey, exact: true });
}

async function keep(client: QueryClient, prompt: Prompt): Promise<Prompt> {
  client.setQueryData(promptQuery(prompt.id).queryKey, prompt);
  await client.invalidateQueries({ queryKey: promptsQuery.queryKey, exact: true });
  return prompt;
}
