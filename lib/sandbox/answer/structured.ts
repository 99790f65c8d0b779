import { type Fields, fields, isFields, list, numberOr, texts } from "@/lib/sandbox/json";
import type { Asked } from "./answer";
import { topicOf } from "./topic";

/** JSON where JSON was asked for: an instance of the schema, or a plain object. */
export function structured({ request, last }: Asked): string | null {
  if (request.format.type === "json_schema") {
    const { schema } = fields(request.format.json_schema);
    return JSON.stringify(instanceOf(fields(schema), topicOf(last), fields(schema), 0));
  }
  if (request.format.type === "json_object")
    return JSON.stringify({ topic: topicOf(last), answer: "A short answer.", confidence: 0.82 });
  return null;
}

/** A value that the JSON schema accepts; recursive schemas end in the smallest value. */
export function instanceOf(schema: Fields, hint: string, root: Fields, depth: number): unknown {
  const target = referenced(schema, root);
  if (target.const !== undefined) return target.const;
  const [choice] = list(target.enum);
  if (choice !== undefined) return choice;
  const branch = [...list(target.anyOf), ...list(target.oneOf)].find(isFields);
  if (branch !== undefined) return instanceOf(branch, hint, root, depth + 1);
  const all = list(target.allOf).filter(isFields);
  if (all.length > 0) return Object.assign({}, ...all.map((part) => instanceOf(part, hint, root, depth + 1)));
  const type = Array.isArray(target.type) ? texts(target.type).find((name) => name !== "null") : target.type;
  switch (type ?? (isFields(target.properties) ? "object" : "string")) {
    case "object":
      return Object.fromEntries(
        Object.entries(fields(target.properties))
          .filter(([name]) => depth < 6 || texts(target.required).includes(name))
          .map(([name, property]) => [name, instanceOf(fields(property), name, root, depth + 1)]),
      );
    case "array": {
      const least = numberOr(target.minItems, depth > 5 ? 0 : 2);
      const count = Math.min(Math.max(least, depth > 5 ? 0 : 1), numberOr(target.maxItems, 20));
      return Array.from({ length: count }, () => instanceOf(fields(target.items), hint, root, depth + 1));
    }
    case "integer":
      return Math.ceil(within(target, 42));
    case "number":
      return within(target, 0.82);
    case "boolean":
      return true;
    case "null":
      return null;
    default:
      return wording(target, hint);
  }
}

function referenced(schema: Fields, root: Fields): Fields {
  if (typeof schema.$ref !== "string") return schema;
  const path = schema.$ref.replace(/^#\/?/, "").split("/").filter(Boolean);
  return fields(path.reduce<unknown>((value, name) => fields(value)[name], root));
}

function within(schema: Fields, wish: number): number {
  const low = numberOr(
    schema.minimum,
    numberOr(schema.exclusiveMinimum, -Infinity) + (schema.exclusiveMinimum === undefined ? 0 : 1),
  );
  const high = numberOr(schema.maximum, Infinity);
  const value = Math.min(Math.max(wish, low), high);
  const step = numberOr(schema.multipleOf, 0);
  return step > 0
    ? Math.max(Math.floor(value / step) * step, Math.ceil(low === -Infinity ? 0 : low / step) * step)
    : value;
}

const FORMATS: Record<string, string> = {
  date: "2026-11-20",
  "date-time": "2026-11-20T12:00:00Z",
  time: "12:00:00Z",
  email: "ada@example.com",
  uri: "https://example.com",
  uuid: "3f0c8a52-6a3e-4c27-9a53-0c5b8f0d7e11",
};
const NAMES: [RegExp, string][] = [
  [/city|location|place/i, "Paris"],
  [/country/i, "France"],
  [/name|author|person/i, "Ada Lovelace"],
  [/unit/i, "celsius"],
  [/email/i, "ada@example.com"],
  [/url|link/i, "https://example.com"],
  [/date|day/i, "2026-11-20"],
];

function wording(schema: Fields, hint: string): string {
  const format = typeof schema.format === "string" ? FORMATS[schema.format] : undefined;
  const text =
    format ??
    NAMES.find(([pattern]) => pattern.test(hint))?.[1] ??
    `A ${hint.replace(/[_-]/g, " ")} worth noting`;
  const padded = text.padEnd(numberOr(schema.minLength, 0), ".");
  return padded.slice(0, numberOr(schema.maxLength, padded.length));
}
