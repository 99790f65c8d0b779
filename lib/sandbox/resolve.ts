import type { Catalog } from "./catalog";
import { type Failure, failure } from "./failure";
import { fields, texts } from "./json";
import type { Entry } from "./model";
import { hash } from "./random";
import type { ChatRequest } from "./request";

export type Sort = "price" | "throughput" | "latency" | "exacto";
type Strategy = "direct" | "auto" | "free" | "latest";

/** One model of the chain, resolved to what will answer. */
export type Hop = {
  /** The id as it was asked for. */
  requested: string;
  entry: Entry;
  router: string | null;
  strategy: Strategy;
  /** `:nitro`, `:floor` and `:exacto` are orders of endpoints. */
  sort: Sort | null;
  /** `:online` is the web plugin. */
  online: boolean;
};

const SORTS: Record<string, Sort> = { nitro: "throughput", floor: "price", exacto: "exacto" };
const CODE = /\b(code|function|bug|typescript|javascript|python|rust|sql|regex|refactor|compile)\b/i;

/** Finds what a model id stands for; dynamic suffixes may be stacked on any id. */
export function resolve(requested: string, request: ChatRequest, catalog: Catalog): Hop | Failure {
  const [bare = ""] = requested.split("@preset/");
  let id = bare === "" ? "openrouter/auto" : bare;
  let sort: Sort | null = null;
  let online = false;
  for (let entry = catalog.find(id); ; entry = catalog.find(id)) {
    if (entry !== undefined) return through(entry, { requested, sort, online }, request, catalog);
    const suffix = /:(nitro|floor|exacto|online)$/.exec(id)?.[1];
    if (suffix === undefined) return unknownModel(requested);
    if (suffix === "online") online = true;
    else sort = SORTS[suffix] ?? null;
    id = id.slice(0, -suffix.length - 1);
  }
}

const unknownModel = (id: string): Failure => failure(400, `${id} is not a valid model ID`, { named: true });

function through(
  entry: Entry,
  how: Pick<Hop, "requested" | "sort" | "online">,
  request: ChatRequest,
  catalog: Catalog,
): Hop | Failure {
  const { id, alias_target: alias } = entry.model;
  if (entry.kind === "model") return { ...how, entry, router: null, strategy: "direct" };
  const strategy = entry.kind === "alias" ? "latest" : id === "openrouter/free" ? "free" : "auto";
  const target = alias ? catalog.findBySlug(alias.slug) : chosen(id, request, catalog.choices ?? catalog);
  if (target === undefined) return failure(404, `No endpoints found for ${id}.`, { named: true });
  return { ...how, entry: target, router: entry.kind === "router" ? id : null, strategy };
}

/** The router's choice: by what the prompt looks like, and always the same for the same prompt. */
function chosen(router: string, request: ChatRequest, catalog: Catalog): Entry | undefined {
  const prompt = request.messages.findLast(({ role }) => role === "user")?.text ?? "";
  if (router === "openrouter/free") {
    const free = catalog.entries.filter(
      ({ model, endpoints }) => model.id.endsWith(":free") && endpoints.length > 0,
    );
    const able = free.filter(
      ({ model }) => request.tools.length === 0 || model.supported_parameters.includes("tools"),
    );
    return able[hash(prompt) % Math.max(able.length, 1)];
  }
  const wanted = CODE.test(prompt)
    ? ["anthropic/claude-sonnet-5", "openai/gpt-5.4", "z-ai/glm-5.3"]
    : prompt.length < 80
      ? ["openai/gpt-5.4-mini", "google/gemini-3.1-flash-lite", "mistralai/mistral-small-2603"]
      : ["google/gemini-3.5-flash", "openai/gpt-5.5", "deepseek/deepseek-v4-pro"];
  const plugin = fields(
    request.plugins.find((candidate) => `openrouter/${candidate.id}`.replace("-router", "") === router),
  );
  const [allowed, excluded] = [texts(plugin.allowed_models), texts(plugin.excluded_models)];
  const fits = (id: string) =>
    (allowed.length === 0 || allowed.some((pattern) => matches(pattern, id))) &&
    !excluded.some((pattern) => matches(pattern, id));
  const id =
    wanted.find(fits) ??
    catalog.entries.find(({ model, endpoints }) => endpoints.length > 0 && fits(model.id))?.model.id;
  return id === undefined ? undefined : catalog.find(id);
}

const matches = (pattern: string, id: string): boolean =>
  pattern.endsWith("*") ? id.startsWith(pattern.slice(0, -1)) : id === pattern;
