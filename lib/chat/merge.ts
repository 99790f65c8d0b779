import { asRecord, type JsonRecord } from "@/lib/core/lenient";

/** Fields that arrive in pieces and belong together; all others are replaced by the newer value. */
const GROWING = new Set(["text", "summary", "data", "arguments", "partial_json"]);

/** More than any model calls or thinks in. Whatever else comes is let go: all are looked through for each piece. */
const [MOST_NUMBERED, MOST] = [1_000, 5_000];

/**
 * Merges streamed items that share an `index`, as tool calls and reasoning details do. An item without
 * an index stands alone, and a signature may arrive long after its text.
 */
export function mergeByIndex(
  items: readonly JsonRecord[],
  pieces: readonly JsonRecord[],
): readonly JsonRecord[] {
  const merged = [...items];
  for (const piece of pieces) {
    const isNumbered = typeof piece.index === "number";
    const at = isNumbered ? merged.findIndex((item) => isSameItem(item, piece)) : -1;
    const known = at < 0 ? undefined : merged[at];
    if (known) merged[at] = mergeItem(known, piece);
    else if (merged.length < (isNumbered ? MOST_NUMBERED : MOST)) merged.push(piece);
  }
  return merged;
}

function isSameItem(item: JsonRecord, piece: JsonRecord): boolean {
  return (
    item.index === piece.index &&
    (piece.type === undefined || item.type === undefined || item.type === piece.type)
  );
}

function mergeItem(known: JsonRecord, piece: JsonRecord): JsonRecord {
  const result: Record<string, unknown> = { ...known };
  for (const [key, value] of Object.entries(piece)) {
    const before = known[key];
    if (value === null || value === undefined || key === "__proto__") continue;
    if (GROWING.has(key) && typeof before === "string" && typeof value === "string")
      result[key] = before + value;
    else if (asRecord(before) && asRecord(value))
      result[key] = mergeItem(before as JsonRecord, value as JsonRecord);
    else if (value !== "" || before === undefined) result[key] = value;
  }
  return result;
}
