import * as z from "zod/mini";
import { asArray, asRecord } from "@/lib/core/lenient";
import { cleanText } from "@/lib/core/storable";
import { readNumber } from "@/lib/openrouter/read-json";

const Chance = z.object({
  token: z.string(),
  /** From 0 to 1. */
  chance: z.number(),
});

/** A token of an answer with how likely it was, and what else might have stood there, the likeliest first. */
export const TokenChance = z.extend(Chance, { others: z.array(Chance) });
export type TokenChance = z.infer<typeof TokenChance>;

/** `GET /api/conversations/{id}/messages/{messageId}/chances`: the tokens of an answer in order. */
export const TokenChances = z.object({ tokens: z.array(TokenChance) });

/** Tokens of one answer whose chances are kept. */
export const MOST_TOKENS = 2_000;
const MOST_OTHERS = 20;
const LONGEST_TOKEN = 200;

/** What a choice says of its tokens; what cannot be read is left out. */
export function readTokenChances(logprobs: unknown): TokenChance[] {
  return asArray(asRecord(logprobs)?.content)
    .slice(0, MOST_TOKENS)
    .flatMap((entry) => {
      const told = readChance(entry);
      if (!told) return [];
      const others = asArray(asRecord(entry)?.top_logprobs)
        .slice(0, MOST_OTHERS + 1)
        .flatMap((other) => readChance(other) ?? [])
        .filter(({ token }) => token !== told.token);
      return [{ ...told, others }];
    });
}

function readChance(value: unknown): z.infer<typeof Chance> | null {
  const entry = asRecord(value);
  const logprob = readNumber(entry?.logprob);
  if (typeof entry?.token !== "string" || logprob === null || logprob > 0) return null;
  return { token: cleanText(entry.token.slice(0, LONGEST_TOKEN)), chance: Math.exp(logprob) };
}
