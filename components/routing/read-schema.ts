import { checkSchema } from "@/lib/conversations/check-schema";
import { asRecord, type JsonRecord } from "@/lib/core/lenient";

/** A written JSON schema, or what is wrong with it. */
export function readSchema(
  text: string,
): { schema: JsonRecord; problems: [] } | { schema: null; problems: string[] } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { schema: null, problems: [`Not JSON: ${error instanceof Error ? error.message : "unreadable"}`] };
  }
  const problems = checkSchema(value).map(({ path, message }) => `${path} ${message}`);
  const schema = asRecord(value);
  return schema && problems.length === 0 ? { schema, problems: [] } : { schema: null, problems };
}

export const NAME = /^[A-Za-z0-9_-]{1,64}$/;
export const NAME_PROBLEM = "Letters, digits, _ and -, 64 at most";
