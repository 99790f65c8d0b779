import type { Limits } from "@/lib/team/limits";

/** The limits of a key or a member in a few words; null when there are none. */
export function limitWords({ requestsPerMinute, tokensPerMinute, maxConcurrent }: Limits): string | null {
  const words = [
    ...(requestsPerMinute === null ? [] : [`${requestsPerMinute} per minute`]),
    ...(tokensPerMinute === null ? [] : [`${tokensPerMinute.toLocaleString("en")} tokens per minute`]),
    ...(maxConcurrent === null ? [] : [`${maxConcurrent} at once`]),
  ];
  return words.length === 0 ? null : words.join(", ");
}
