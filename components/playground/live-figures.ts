import { estimateTokens } from "@/lib/catalog/tokens";
import type { Completion } from "@/lib/chat/completion";

/** Figures of an answer as this browser sees it arrive. */
export type Guess = { ttftMs: number | null; completionTokens: number; speed: number | null };

/** How fast it goes, for the meter to move. A stream that is replayed tells nothing of it. */
export function guess(
  { text, reasoning, firstTokenAt }: Completion,
  sentAt: number | null,
  now: number,
): Guess | null {
  if (sentAt === null || firstTokenAt === null) return null;
  const completionTokens = estimateTokens(text) + estimateTokens(reasoning);
  const seconds = (now - firstTokenAt) / 1000;
  return {
    ttftMs: firstTokenAt - sentAt,
    completionTokens,
    speed: seconds < 0.3 ? null : completionTokens / seconds,
  };
}

/** A replay brings both in one moment, and then the time is not known. */
export function thinkingTime({ firstTokenAt }: Completion, wordAt: number | null): number | null {
  const ms = firstTokenAt === null || wordAt === null ? 0 : wordAt - firstTokenAt;
  return ms < 50 ? null : ms;
}
