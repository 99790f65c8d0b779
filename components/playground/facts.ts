import { stripVariant } from "@/lib/catalog/find-model";
import type { CatalogModel } from "@/lib/catalog/model";
import type { Completion } from "@/lib/chat/completion";
import type { Usd } from "@/lib/core/money";
import type { Generation } from "@/lib/ledger/api";

/** The figures of one answer. Null is not known (yet). */
export type Facts = {
  ttftMs: number | null;
  durationMs: number | null;
  /** Tokens per second between the first and the last. */
  speed: number | null;
  promptTokens: number | null;
  cachedTokens: number | null;
  completionTokens: number | null;
  reasoningTokens: number | null;
  cost: Usd | null;
  provider: string | null;
  /** The model that answered, when it is another than the one that was asked. */
  answeredBy: string | null;
  finishReason: string | null;
};

/** What the ledger knows goes before what the stream has said so far. */
export function readFacts(
  generation: Generation,
  completion: Completion | null,
  row: CatalogModel | null,
): Facts {
  const usage = completion?.usage ?? null;
  const { ttftMs, durationMs } = generation;
  const completionTokens = generation.completionTokens ?? usage?.completionTokens ?? null;
  const answered = generation.model ?? completion?.model ?? null;
  return {
    ttftMs,
    durationMs,
    speed: speedOf(completionTokens, ttftMs, durationMs),
    promptTokens: generation.promptTokens ?? usage?.promptTokens ?? null,
    cachedTokens: generation.cachedTokens ?? usage?.cachedTokens ?? null,
    completionTokens,
    reasoningTokens: generation.reasoningTokens ?? usage?.reasoningTokens ?? null,
    cost: generation.cost ?? usage?.cost ?? null,
    provider: generation.provider ?? completion?.provider ?? null,
    answeredBy: isOther(answered, generation.models[0] ?? null, row) ? answered : null,
    finishReason: generation.finishReason ?? completion?.finishReason ?? null,
  };
}

/** Null for an answer that came in one piece: its speed would be a fiction. */
export function speedOf(
  tokens: number | null,
  ttftMs: number | null,
  durationMs: number | null,
): number | null {
  if (tokens === null || tokens < 2 || ttftMs === null || durationMs === null) return null;
  const seconds = (durationMs - ttftMs) / 1000;
  return seconds < 0.05 ? null : (tokens - 1) / seconds;
}

function isOther(answered: string | null, asked: string | null, row: CatalogModel | null): boolean {
  if (answered === null || asked === null || answered === asked) return false;
  // An id may answer under its dated name, or without the variant that only steers routing.
  return stripVariant(answered) !== stripVariant(asked) && answered !== row?.canonicalSlug;
}
