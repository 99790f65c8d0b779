import { asRecord, type JsonRecord } from "@/lib/core/lenient";
import { exactPrice } from "@/lib/core/money";
import { plainProse } from "@/lib/openrouter/plain-text";
import {
  readBoolean,
  readCount,
  readDay,
  readFields,
  readNumber,
  readText,
  readTexts,
} from "@/lib/openrouter/read-json";
import type { CatalogModel, Prices } from "./model";
import { isRouterPrice, readOverrides, readPrices } from "./read-prices";

/** `author/slug[:variant]`, with a leading `~` for aliases; the characters that an address can carry. */
const MODEL_ID = /^~?[\w.-]+(?:\/[\w.:@+-]+)+$/;

/** Routers that do not all say so in their row. */
const ROUTERS = new Set(["openrouter/auto", "openrouter/auto-beta", "openrouter/free", "openrouter/fusion"]);

const DESCRIPTION_LIMIT = 200;
/** Far beyond any context window, and safe to count with. */
const TOKEN_LIMIT = 1_000_000_000;
/** Models without an end date have one like 2098-12-31. */
const NO_END = "2050";

/**
 * Reads the rows of the upstream's model list; a later row with an id already seen is left out.
 * @returns the models, and how many rows had no usable id
 */
export function readModels(rows: readonly unknown[]): { models: CatalogModel[]; unreadable: number } {
  const models = new Map<string, CatalogModel>();
  let unreadable = 0;
  for (const row of rows) {
    const model = readModel(row);
    if (model === null) unreadable += 1;
    else if (!models.has(model.id)) models.set(model.id, model);
  }
  return { models: [...models.values()], unreadable };
}

/** Reads one row of `GET /models`. Only the id is required: whatever else cannot be read is unknown. */
export function readModel(value: unknown): CatalogModel | null {
  const row = readFields(value);
  const id = readId(row.id);
  if (id === null) return null;
  const [architecture, limits] = [readFields(row.architecture), readFields(row.top_provider)];
  const prices = readPrices(row.pricing);
  return {
    id,
    canonicalSlug: readId(row.canonical_slug),
    name: readText(row.name, 120) ?? id,
    author: id.slice(0, id.indexOf("/")).replace("~", ""),
    kind: readKind(id, row),
    isFree: (variants(id).includes("free") || id === "openrouter/free") && !isCharged(prices),
    description: typeof row.description === "string" ? plainProse(row.description, DESCRIPTION_LIMIT) : "",
    created: readCreated(row.created),
    contextLength: readTokens(row.context_length) ?? readTokens(limits.context_length),
    maxCompletionTokens: readTokens(limits.max_completion_tokens),
    isModerated: readBoolean(limits.is_moderated),
    inputModalities: readModalities(architecture, "input"),
    outputModalities: readModalities(architecture, "output"),
    prices,
    overrides: readOverrides(readFields(row.pricing).overrides),
    supportedParameters: readTexts(row.supported_parameters) ?? [],
    defaultParameters: readDefaults(row.default_parameters),
    reasoning: readReasoning(row.reasoning),
    knowledgeCutoff: readDay(row.knowledge_cutoff),
    expiresOn: readEnd(row.expiration_date),
    aliasTarget: readAliasTarget(row.alias_target),
  };
}

function readId(value: unknown): string | null {
  const id = typeof value === "string" ? value.trim() : "";
  return id.length <= 200 && MODEL_ID.test(id) ? id : null;
}

/** A name promises nothing against a price that the row states. */
const isCharged = ({ prompt, completion, request }: Prices): boolean =>
  [prompt, completion, request].some((price) => price !== undefined && exactPrice(price) > 0n);

const variants = (id: string): string[] => id.split(":").slice(1);

function readKind(id: string, row: JsonRecord): CatalogModel["kind"] {
  if (id.startsWith("~") || readAliasTarget(row.alias_target) !== null) return "alias";
  if (variants(id).includes("batch")) return "batch";
  const isRouter = readFields(row.architecture).tokenizer === "Router" || ROUTERS.has(id);
  return isRouter || isRouterPrice(readFields(row.pricing).prompt) ? "router" : "model";
}

/** Rows without a text window say 0, which is no window anyone could use. */
function readTokens(value: unknown): number | null {
  return readCount(value, TOKEN_LIMIT) || null;
}

function readCreated(value: unknown): number | null {
  const seconds = readNumber(value);
  return seconds !== null && seconds > 0 && seconds < 1e11 ? Math.floor(seconds) : null;
}

/** The lists, or failing these the summary: `text+image->text`. */
function readModalities(architecture: JsonRecord, side: "input" | "output"): string[] {
  const listed = readTexts(architecture[`${side}_modalities`]);
  if (listed !== null) return listed;
  const sides = readText(architecture.modality, 200)?.split("->") ?? [];
  return readTexts((side === "input" ? sides[0] : sides[1])?.split("+")) ?? [];
}

function readDefaults(value: unknown): Record<string, number> {
  const entries = Object.entries(readFields(value)).flatMap(([name, setting]) => {
    const number = readNumber(setting);
    return number !== null && /^[a-z][a-z_]{0,60}$/.test(name) ? [[name, number] as const] : [];
  });
  return Object.fromEntries(entries.slice(0, 50));
}

function readReasoning(value: unknown): CatalogModel["reasoning"] {
  const reasoning = asRecord(value);
  return (
    reasoning && {
      mandatory: readBoolean(reasoning.mandatory) ?? false,
      defaultEnabled: readBoolean(reasoning.default_enabled),
      efforts: readTexts(reasoning.supported_efforts),
      defaultEffort: readText(reasoning.default_effort, 40),
    }
  );
}

function readEnd(value: unknown): string | null {
  const day = readDay(value);
  return day !== null && day < NO_END ? day : null;
}

function readAliasTarget(value: unknown): string | null {
  return readId(asRecord(value)?.slug ?? value);
}
