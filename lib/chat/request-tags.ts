import type { JsonRecord } from "@/lib/core/lenient";
import { cleanTag } from "@/lib/ledger/tag";

const MOST_TAGS = 20;

/** `X-Patchbay-Tags: a, b` and the body's `metadata` pairs as `name:value`; cleaned, each once, at most twenty. */
export function readTags(header: string | null, metadata: JsonRecord | null): string[] {
  const tags = new Set<string>();
  const add = (written: string) => {
    const tag = cleanTag(written);
    if (tag !== "") tags.add(tag);
  };
  for (const written of readText(header ?? "").split(",")) add(written);
  for (const name in metadata) {
    // Metadata may be as large as a body.
    if (tags.size >= MOST_TAGS) break;
    const value = metadata[name];
    if (typeof value === "string" || typeof value === "number") add(`${name}:${value}`);
  }
  return [...tags].slice(0, MOST_TAGS);
}

/** Headers come as if each byte were a letter; most programs write letters of several bytes. */
function readText(header: string): string {
  const codes = Array.from(header, (letter) => letter.codePointAt(0) ?? 0);
  if (codes.every((code) => code < 0x80) || codes.some((code) => code > 0xff)) return header;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(codes));
  } catch {
    return header;
  }
}
