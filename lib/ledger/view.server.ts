import "server-only";
import { generation } from "@/lib/db/schema/ledger";
import type { Generation } from "./api";

export type GenerationRow = typeof generation.$inferSelect;

/** The columns that {@link toGeneration} reads: the others can be large. */
export const generationColumns = {
  id: generation.id,
  source: generation.source,
  conversationId: generation.conversationId,
  messageId: generation.messageId,
  models: generation.models,
  model: generation.model,
  provider: generation.provider,
  attempts: generation.attempts,
  state: generation.state,
  finishReason: generation.finishReason,
  failure: generation.failure,
  promptTokens: generation.promptTokens,
  completionTokens: generation.completionTokens,
  reasoningTokens: generation.reasoningTokens,
  cachedTokens: generation.cachedTokens,
  cacheWriteTokens: generation.cacheWriteTokens,
  estimate: generation.estimate,
  cost: generation.cost,
  costState: generation.costState,
  startedAt: generation.startedAt,
  endedAt: generation.endedAt,
  ttftMs: generation.ttftMs,
  durationMs: generation.durationMs,
} as const;
/** A chain of four at a dozen providers each. */
const MOST_ATTEMPTS = 50;

type Shown = Pick<GenerationRow, keyof typeof generationColumns>;

/** What lists, events and answers show of a row: the one place that says which columns leave the server. */
export function toGeneration(row: Shown): Generation {
  return {
    id: row.id,
    source: row.source,
    conversationId: row.conversationId,
    messageId: row.messageId,
    models: row.models,
    model: row.model,
    provider: row.provider,
    // Of one model, they are for whoever looks closer.
    attempts: row.models.length > 1 ? (row.attempts?.slice(0, MOST_ATTEMPTS) ?? null) : null,
    state: row.state,
    finishReason: row.finishReason,
    failure: row.failure,
    promptTokens: row.promptTokens,
    completionTokens: row.completionTokens,
    reasoningTokens: row.reasoningTokens,
    cachedTokens: row.cachedTokens,
    cacheWriteTokens: row.cacheWriteTokens,
    estimate: row.estimate,
    cost: row.cost,
    costState: row.costState,
    startedAt: row.startedAt,
    endedAt: row.endedAt,
    ttftMs: row.ttftMs,
    durationMs: row.durationMs,
  };
}
