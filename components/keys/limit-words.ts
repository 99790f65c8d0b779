import type { VirtualKey } from "@/lib/team/keys-api";

/** A key's limits in a few words; null when it has none. */
export function limitWords({
  requestsPerMinute,
  maxConcurrent,
}: Pick<VirtualKey, "requestsPerMinute" | "maxConcurrent">): string | null {
  const words = [
    ...(requestsPerMinute === null ? [] : [`${requestsPerMinute} per minute`]),
    ...(maxConcurrent === null ? [] : [`${maxConcurrent} at once`]),
  ];
  return words.length === 0 ? null : words.join(", ");
}
