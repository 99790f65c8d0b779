import type { JsonRecord } from "@/lib/core/lenient";

const MOST_TAGS = 20;
const TAG_LENGTH = 64;

/** `X-Patchbay-Tags: a, b` and the body's `metadata` pairs as `name:value`; cleaned, each once, at most twenty. */
export function readTags(header: string | null, metadata: JsonRecord | null): string[] {
  const tags = new Set<string>();
  const add = (written: string) => {
    const tag = cleanTag(written);
    if (tag !== "") tags.add(tag);
  };
  for (const written of (header ?? "").split(",")) add(written);
  for (const name in metadata) {
    // Metadata may be as large as a body.
    if (tags.size >= MOST_TAGS) break;
    const value = metadata[name];
    if (typeof value === "string" || typeof value === "number") add(`${name}:${value}`);
  }
  return [...tags].slice(0, MOST_TAGS);
}

/** Of a text of any length, only its beginning is looked at. */
const cleanTag = (written: string): string =>
  written
    .slice(0, TAG_LENGTH * 4)
    .replace(/[\p{Cc}\p{Cf}]/gu, "")
    .trim()
    .slice(0, TAG_LENGTH)
    .toWellFormed()
    .trim();
