/** Readers for foreign JSON: what is not of the wanted kind is absent, and nothing throws. */
export type JsonRecord = { readonly [key: string]: unknown };

export const asRecord = (value: unknown): JsonRecord | null =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonRecord) : null;

export const asArray = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Text that is not empty. */
export const asText = (value: unknown): string | null =>
  typeof value === "string" && value !== "" ? value : null;

/** A whole number, also from decimal text; null for anything unsafe to count with. */
export function asInteger(value: unknown): number | null {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(Math.round(number)) ? Math.round(number) : null;
}

/** The database's integers end here; nothing that is counted comes near it. */
const LARGEST_COUNT = 2 ** 31 - 1;

/** A count of something: a whole number that is not negative and can be stored. */
export function asCount(value: unknown): number | null {
  const integer = asInteger(value);
  return integer !== null && integer >= 0 && integer <= LARGEST_COUNT ? Math.abs(integer) : null;
}

export const asBoolean = (value: unknown): boolean | null => (typeof value === "boolean" ? value : null);
