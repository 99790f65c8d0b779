import { asRecord, asText, type JsonRecord } from "@/lib/core/lenient";

/** What is wrong with a JSON schema, and where: `#/properties/city/type`. */
export type SchemaIssue = { path: string; message: string };

const TYPES = ["object", "array", "string", "number", "integer", "boolean", "null"];
/** Keywords that hold a schema, a list of schemas, or schemas by name. */
const ONE = [
  "items",
  "additionalProperties",
  "not",
  "if",
  "then",
  "else",
  "contains",
  "propertyNames",
  "unevaluatedProperties",
];
const LISTS = ["anyOf", "oneOf", "allOf", "prefixItems"];
const BY_NAME = ["properties", "patternProperties", "$defs", "definitions", "dependentSchemas"];
const COUNTS = ["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"];
const NUMBERS = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];

const DEEPEST = 32;
const MOST_ISSUES = 20;

/**
 * Reads a JSON schema for what would make a provider refuse it or nothing ever fit. What it does not know is left
 * to the provider.
 */
export function checkSchema(schema: unknown): SchemaIssue[] {
  const found: SchemaIssue[] = [];
  for (const issue of issuesIn(schema, "#", 0, schema)) {
    found.push(issue);
    if (found.length === MOST_ISSUES) break;
  }
  return found;
}

type Issues = Generator<SchemaIssue, void>;

function* issuesIn(schema: unknown, path: string, depth: number, root: unknown): Issues {
  if (typeof schema === "boolean" && depth > 0) return;
  const fields = asRecord(schema);
  if (!fields || depth > DEEPEST) {
    yield { path, message: fields ? `is nested more than ${DEEPEST} deep` : "must be an object" };
    return;
  }
  yield* ownIssues(fields, path, root);
  const below = (inner: unknown, tail: string) => issuesIn(inner, `${path}/${tail}`, depth + 1, root);
  for (const name of ONE) {
    const inner = fields[name];
    // Before 2020, items could also be a list.
    if (name === "items" && Array.isArray(inner)) yield* listIssues(inner, name, below);
    else if (inner !== undefined) yield* below(inner, name);
  }
  for (const name of LISTS) {
    const list = fields[name];
    if (Array.isArray(list) && list.length > 0) yield* listIssues(list, name, below);
    else if (list !== undefined)
      yield { path: `${path}/${name}`, message: "must be a list of schemas, not empty" };
  }
  for (const name of BY_NAME) {
    if (fields[name] === undefined) continue;
    const named = asRecord(fields[name]);
    if (!named) yield { path: `${path}/${name}`, message: "must be an object of schemas" };
    for (const [key, inner] of Object.entries(named ?? {})) yield* below(inner, `${name}/${escaped(key)}`);
  }
}

function* listIssues(list: unknown[], name: string, below: (inner: unknown, tail: string) => Issues): Issues {
  for (const [at, inner] of list.entries()) yield* below(inner, `${name}/${at}`);
}

/** What is wrong with a schema itself, whatever is in it. */
function* ownIssues(fields: JsonRecord, path: string, root: unknown): Issues {
  const { type, enum: choices, pattern, $ref } = fields;
  const wrong = (name: string, message: string) => ({ path: `${path}/${name}`, message });
  const types = Array.isArray(type) ? type : [type];
  if (type !== undefined && !types.every((one) => TYPES.includes(String(one))))
    yield wrong("type", `must be one of ${TYPES.join(", ")}`);
  if (choices !== undefined && !(Array.isArray(choices) && choices.length > 0))
    yield wrong("enum", "must be a list, not empty");
  for (const name of COUNTS)
    if (fields[name] !== undefined && !isCount(fields[name])) yield wrong(name, "must be a count");
  for (const name of NUMBERS)
    if (fields[name] !== undefined && typeof fields[name] !== "number") yield wrong(name, "must be a number");
  if (pattern !== undefined && !isPattern(pattern)) yield wrong("pattern", "must be a regular expression");
  if ($ref !== undefined && !refers($ref, root)) yield wrong("$ref", "must lead to a part of this schema");
  const problem = requiredProblem(fields);
  if (problem !== null) yield wrong("required", problem);
}

function requiredProblem({ required, properties }: JsonRecord): string | null {
  if (required === undefined) return null;
  if (!Array.isArray(required) || !required.every((name) => typeof name === "string"))
    return "must be a list of names";
  const known = asRecord(properties);
  const stray = known ? required.find((name) => !Object.hasOwn(known, name)) : undefined;
  return stray === undefined ? null : `names ${JSON.stringify(stray)}, which is no property`;
}

const isCount = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0;

function isPattern(value: unknown): boolean {
  try {
    return typeof value === "string" && new RegExp(value, "u") !== null;
  } catch {
    return false;
  }
}

/** Only what stands in the schema itself: nothing is fetched. */
function refers(value: unknown, root: unknown): boolean {
  const reference = asText(value) ?? "";
  if (reference === "#") return true;
  if (!reference.startsWith("#/")) return false;
  const names = reference
    .slice(2)
    .split("/")
    .map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
  const target = names.reduce<unknown>((inner, name) => {
    if (Array.isArray(inner)) return inner[Number(name)];
    const fields = asRecord(inner);
    return fields && Object.hasOwn(fields, name) ? fields[name] : undefined;
  }, root);
  return target !== undefined;
}

const escaped = (name: string): string => name.replaceAll("~", "~0").replaceAll("/", "~1");
