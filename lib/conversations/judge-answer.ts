import { type OutputUnit, type Schema, Validator } from "@cfworker/json-schema";

/** Whether an answer is what its schema asks for; `path` is a JSON pointer into the answer, empty for all of it. */
export type Verdict =
  | { kind: "fits" }
  | { kind: "misfits"; errors: { path: string; message: string }[]; more: number }
  /** It is no JSON at all. */
  | { kind: "unreadable" }
  /** Nobody can say: the schema is none, or one of the two is too large. */
  | { kind: "unknown"; why: string };

/** Characters of an answer; a longer one would be judged until the reader has left. */
const LONGEST = 500_000;
const MOST_ERRORS = 20;

/** Of more errors than this nobody reads which belong together. */
const MOST_READ = 2_000;

/** Errors of these keywords only say that something below them is wrong, which stands beside them. */
const CONTAINERS = new Set([
  "properties",
  "patternProperties",
  "additionalProperties",
  "items",
  "prefixItems",
  "allOf",
  "$ref",
]);

/** Judges an answer by a JSON schema. The schema may hold patterns that never end: call it where it can be stopped. */
export function judgeAnswer(text: string, schema: Readonly<Record<string, unknown>>): Verdict {
  if (text.length > LONGEST) return { kind: "unknown", why: "The answer is too long to be checked." };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: "unreadable" };
  }
  try {
    const { valid, errors } = new Validator(schema as Schema, "2020-12", false).validate(value);
    if (valid) return { kind: "fits" };
    const telling = tellingOf(errors);
    const shown = telling.slice(0, MOST_ERRORS).map(({ keyword, instanceLocation, error }) => ({
      path: decoded(instanceLocation.replace(/^#\/?/, "")),
      message: keyword === "false" ? "Must not be here." : error.slice(0, 300),
    }));
    return { kind: "misfits", errors: shown, more: telling.length - shown.length };
  } catch {
    return { kind: "unknown", why: "The schema itself cannot be used." };
  }
}

/** Those that say what is wrong. What does not fit its own schema also counts as not being foreseen; that is no news. */
function tellingOf(errors: readonly OutputUnit[]): OutputUnit[] {
  const own = errors.slice(0, MOST_READ).filter(({ keyword }) => !CONTAINERS.has(keyword));
  const known = own.filter(({ keyword }) => keyword !== "false").map((error) => error.instanceLocation);
  const isKnown = (place: string) => known.some((other) => other === place || other.startsWith(`${place}/`));
  return own.filter((error) => error.keyword !== "false" || !isKnown(error.instanceLocation));
}

/** Where a thing stands, as people write it: `items.0.name`. */
const decoded = (pointer: string): string =>
  pointer
    .split("/")
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .join(".");
