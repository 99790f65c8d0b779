import { asRecord, type JsonRecord } from "@/lib/core/lenient";
import { plainText } from "./plain-text";

/*
 * Readers for what the upstream writes about its models and keys, to be shown to people. Numbers arrive as
 * text and the other way round; each reader answers null (or nothing) where it cannot make sense of a value.
 */

/** An object's fields; none for anything else. */
export const readFields = (value: unknown): JsonRecord => asRecord(value) ?? {};

/** Cleaned text of at most `limit` characters; null when there is none. */
export function readText(value: unknown, limit: number): string | null {
  return typeof value === "string" ? plainText(value, limit) || null : null;
}

const NUMBER = /^[+-]?\d{1,30}(?:\.\d{1,30})?(?:e[+-]?\d{1,3})?$/i;

/** A finite number, also one written as text. */
export function readNumber(value: unknown): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "string" || !NUMBER.test(value.trim())) return null;
  return readNumber(Number(value));
}

/** A whole number from 0 up to `limit`. */
export function readCount(value: unknown, limit = Number.MAX_SAFE_INTEGER): number | null {
  const number = readNumber(value);
  return number !== null && Number.isInteger(number) && number >= 0 && number <= limit ? number : null;
}

/** A truth value, also as text or as 0 and 1. */
export function readBoolean(value: unknown): boolean | null {
  switch (typeof value === "string" ? value.trim().toLowerCase() : value) {
    case true:
    case "true":
    case 1:
    case "1":
      return true;
    case false:
    case "false":
    case 0:
    case "0":
      return false;
    default:
      return null;
  }
}

const LIST_LIMIT = 100;

/** The distinct texts of a list, or of a single text standing for one; null when it is neither. */
export function readTexts(value: unknown): string[] | null {
  const list = typeof value === "string" ? [value] : value;
  if (!Array.isArray(list)) return null;
  const texts = list.slice(0, LIST_LIMIT).map((item) => readText(item, 80));
  return [...new Set(texts.filter((text) => text !== null))];
}

/** The day of a date or timestamp as `YYYY-MM-DD`; null when there is no such day. */
export function readDay(value: unknown): string | null {
  const day = typeof value === "string" ? /^\d{4}-\d{2}-\d{2}(?=$|T)/.exec(value.trim())?.[0] : undefined;
  if (day === undefined) return null;
  const date = new Date(`${day}T00:00:00Z`);
  // The 31st of February parses in some places and moves to March in others.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day) ? day : null;
}
