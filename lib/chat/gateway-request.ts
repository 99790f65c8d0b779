import { addedTokens } from "@/lib/catalog/added-tokens";
import { stripVariant } from "@/lib/catalog/find-model";
import { AppError } from "@/lib/core/errors";
import { asArray, asCount, asRecord, asText, type JsonRecord } from "@/lib/core/lenient";
import { keptParameters } from "./kept-parameters";
import { DEFAULT_MODEL, otherModels } from "./other-models";
import { type Contents, contentsOf, type Part } from "./request-contents";
import { readTags } from "./request-tags";

/** What Patchbay needs to know of a program's request. The body itself is passed on as it came. */
export type GatewayRequest = Asked & Contents & Bounds;

/** What every request says, whatever API it speaks. */
type Asked = {
  /** Asked for, in order; empty when the account's default model is to answer. */
  models: string[];
  /** What else it names that can make models run. */
  otherModels: string[];
  streams: boolean;
  /** The settings that say how it was sampled and routed, without a word of what was said. */
  parameters: Record<string, unknown>;
  tags: string[];
  /** Tokens of the prompt that are not in the request. */
  addedTokens: number;
};

type Bounds = {
  /** The most tokens of an answer; null when nothing is said of it. */
  maxTokens: number | null;
  /** Whether vectors are asked for, which cost what their texts cost and nothing more. */
  vectors?: boolean;
  /** False when something is asked for whose price is nowhere listed: several answers, tools that OpenRouter runs, files, sound. */
  isBounded: boolean;
};

/** Reads a chat's request that is otherwise passed on untouched. @throws AppError `invalid_request` */
export function readGatewayRequest(body: unknown, tagHeader: string | null): GatewayRequest {
  const request = requireRecord(body);
  const asked = readAsked(request, { tagHeader });
  const { messages, prompt } = request;
  if (asArray(messages).length === 0 && asText(prompt) === null)
    throw invalid("messages", "must hold at least one message");
  const contents = contentsOf(
    asArray(messages).length === 0 ? [[{ text: String(prompt) }]] : asArray(messages).map(messageParts),
  );
  const tools = listOf(request, "tools").map((tool) => asText(asRecord(tool)?.type));
  return {
    ...asked,
    ...contents,
    maxTokens: asCount(request.max_completion_tokens) ?? asCount(request.max_tokens),
    isBounded: contents.isBounded && isPlain(request) && tools.every((type) => type === "function"),
  };
}

/** @throws AppError `invalid_request` */
export function requireRecord(body: unknown): JsonRecord {
  const request = asRecord(body);
  if (!request) throw invalid("", "must be a JSON object");
  return request;
}

/** A list that may be left out: what is none would escape whatever judges its entries. @throws AppError `invalid_request` */
export function listOf(request: JsonRecord, name: string): readonly unknown[] {
  const value = request[name] ?? [];
  if (!Array.isArray(value)) throw invalid(name, "must be a list");
  return value;
}

type Manner = {
  tagHeader: string | null;
  /** Tools of the API by their types that ask no model but the one that answers. */
  isOwnTool?: (type: string) => boolean;
  /** Where the API has what is asked when the model fails; by default also in place of one. */
  chain?: "models" | "fallbacks" | "none";
  /** Pairs of which tags are made. */
  metadata?: unknown;
};

/** @throws AppError `invalid_request` */
export function readAsked(
  request: JsonRecord,
  { tagHeader, isOwnTool, chain = "models", metadata = request.metadata }: Manner,
): Asked {
  const { model, models, stream } = request;
  const fallbacks = fallbacksOf(request.fallbacks);
  if (model !== undefined && model !== null && !isModelId(model))
    throw invalid("model", "must be a model id");
  if (models !== undefined && models !== null && !isModelList(models))
    throw invalid("models", "must be a list of model ids");
  for (const name of ["tools", "plugins"]) listOf(request, name);
  const isReadable = fallbacks.length <= MOST_MODELS && fallbacks.every(isModelId);
  if (chain === "fallbacks" && !isReadable) throw invalid("fallbacks", "must name models by their ids");
  if (stream !== undefined && stream !== null && typeof stream !== "boolean")
    throw invalid("stream", "must be true or false");
  const named = [asText(model), ...asArray(models), ...(chain === "fallbacks" ? fallbacks : [])];
  const ids = [...new Set(named.filter((id): id is string => typeof id === "string"))];
  return {
    models: ids,
    otherModels: [
      // A chain that another API has does not name the model that is asked first.
      ...(asText(model) === null && chain !== "models" && ids.length > 0 ? [DEFAULT_MODEL] : []),
      // Nor is it ours to guess what becomes of fallbacks that stand where the API knows none.
      ...(chain === "fallbacks" ? [] : fallbacks.map((id) => (isModelId(id) ? String(id) : "fallbacks"))),
      ...otherModels(request, isOwnTool),
    ],
    streams: stream === true,
    parameters: keptParameters(request),
    tags: readTags(tagHeader, asRecord(metadata)),
    addedTokens: addedTokens(request),
  };
}

/** The models of a list of fallbacks, which has them by their ids or as `{ model }`; what is no list names none. */
function fallbacksOf(fallbacks: unknown): unknown[] {
  if (fallbacks === undefined || fallbacks === null) return [];
  return Array.isArray(fallbacks) ? fallbacks.map((one) => asRecord(one)?.model ?? one) : [undefined];
}

/** Whether one answer is asked for, and nothing that OpenRouter adds to it. */
export const isPlain = ({ n, best_of, plugins, web_search_options }: JsonRecord): boolean =>
  [n, best_of].every((answers) => (asCount(answers ?? 1) ?? 2) <= 1) &&
  asArray(plugins).length === 0 &&
  (web_search_options === null || web_search_options === undefined);

/** The parts of a content, which may be a bare text. */
export function partsOf(content: unknown, read: (part: JsonRecord) => Part | Part[]): Part[] {
  if (typeof content === "string") return [{ text: content }];
  // A part that stands by itself, in no list, is one too.
  return [content ?? []].flat().flatMap((part) => {
    const record = asRecord(part);
    return record ? read(record) : ["unknown" as const];
  });
}

/** What a message says, and the pictures that an answer drew. */
function messageParts(message: unknown): Part[] {
  const { content, images } = asRecord(message) ?? {};
  return [...partsOf(content, chatPart), ...partsOf(asArray(images), chatPart)];
}

function chatPart(part: JsonRecord): Part {
  if (part.type === "text") return { text: asText(part.text) ?? "" };
  return part.type === "image_url" ? { picture: asText(asRecord(part.image_url)?.url) } : "unknown";
}

/**
 * @param route the route that chose the models: a key that may use it may use whatever it leads to
 * @throws AppError `model_not_allowed` unless the key's list, where it has one, names all that may run
 */
export function requireModels(
  { models, otherModels }: Pick<GatewayRequest, "models" | "otherModels">,
  allowed: readonly string[] | null,
  route?: string,
): void {
  if (allowed === null) return;
  const names = new Set(allowed);
  const chosen = route !== undefined && names.has(`route/${route}`) ? [] : models;
  const foreign = [...chosen, ...otherModels].find(
    (model) => !names.has(model) && !names.has(stripVariant(model)),
  );
  if (models.length > 0 && foreign === undefined) return;
  const message = foreign
    ? `This key may not use ${foreign}.`
    : "This key may only use certain models: name one of them.";
  throw new AppError("model_not_allowed", {}, { message });
}

const LONGEST_ID = 200;
const MOST_MODELS = 50;

/** Ids are stored, listed and shown; the upstream decides which exist. */
const isModelId = (value: unknown): boolean =>
  typeof value === "string" && value.length <= LONGEST_ID && /^[^\s\p{C}]+$/u.test(value);

const isModelList = (value: unknown): boolean =>
  Array.isArray(value) && value.length > 0 && value.length <= MOST_MODELS && value.every(isModelId);

export const invalid = (path: string, message: string) =>
  new AppError(
    "invalid_request",
    { issues: [{ path, message }] },
    { message: `${path || "The body"} ${message}.` },
  );
