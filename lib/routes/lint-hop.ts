import { findModel, stripVariant } from "@/lib/catalog/find-model";
import { hopConcerns } from "@/lib/catalog/hop-warnings";
import type { CatalogModel } from "@/lib/catalog/model";
import { nearestModels } from "@/lib/catalog/nearest-models";
import { formatContext } from "@/lib/core/format";
import { formatDay } from "@/lib/core/format-instant";
import { type Found, finding, type LintFacts } from "./finding";
import { lintParameters, lintServed } from "./lint-settings";
import type { RouteSpecView } from "./routes-api";

/** What is wrong with one model of a chain. */
export function lintHop(
  chain: readonly string[],
  hop: number,
  spec: RouteSpecView,
  facts: LintFacts,
): Found[] {
  const { models } = facts.catalog;
  const id = chain[hop] ?? "";
  if (models.length === 0) return [];
  const row = findModel(models, id);
  if (row === null) return [unlisted(id, facts)];
  const first = findModel(models, chain[0] ?? "");
  const endpoints = facts.endpoints[id];
  return [
    ...compared(id, hop === 0 ? null : first, facts),
    ...expiry(id, row, facts),
    ...(hop === 0 || first === null ? [] : features(id, first, row)),
    ...freeness(id, row),
    ...reproducible(id, row, spec),
    ...answerLength(id, row, spec),
    ...(endpoints === undefined || row.kind === "router"
      ? lintParameters(id, row.supportedParameters, row, spec)
      : lintServed(id, endpoints, row, spec)),
  ];
}

function unlisted(id: string, { catalog: { models, gone } }: LintFacts): Found {
  const lost = gone.find((model) => model.id === stripVariant(id));
  const nearest = lost?.nearest ?? nearestModels({ id }, models, 1)[0]?.id ?? null;
  const instead = nearest === null ? "" : ` The nearest living model is ${nearest}.`;
  return lost
    ? finding("gone_model", "error", `${id} is listed no more.${instead}`, { nearest })
    : finding(
        "unknown_model",
        "error",
        `${id} is not in the catalogue: OpenRouter refuses the whole request.${instead}`,
        { nearest },
      );
}

const COMPARED = {
  batch: ["batch_model", "error"],
  dearer: ["much_dearer", "warning"],
  shorter: ["shorter_context", "warning"],
  narrower: ["fewer_modalities", "warning"],
} as const;

function compared(id: string, first: CatalogModel | null, { catalog }: LintFacts): Found[] {
  return hopConcerns(id, first, catalog.models).flatMap(({ code, sentence }) => {
    // Those that are gone or going are told with what could take their place.
    if (code === "unlisted" || code === "going") return [];
    const [name, severity] = COMPARED[code];
    return [finding(name, severity, `${id}: ${uncapitalised(sentence)}`)];
  });
}

const uncapitalised = (sentence: string) => sentence.charAt(0).toLowerCase() + sentence.slice(1);

function expiry(id: string, row: CatalogModel, { catalog: { models }, now }: LintFacts): Found[] {
  if (row.expiresOn === null) return [];
  const nearest = nearestModels(row, models, 1)[0]?.id ?? null;
  const instead = nearest === null ? "" : ` The nearest living model is ${nearest}.`;
  const isDue = row.expiresOn <= now.toISOString().slice(0, 10);
  const day = formatDay(row.expiresOn);
  return [
    finding(
      "expiring_model",
      isDue ? "error" : "warning",
      isDue
        ? `${id} was to go on ${day} and may refuse any moment.${instead}`
        : `${id} may be gone from ${day} on.${instead}`,
      { nearest },
    ),
  ];
}

/** What callers use without the route saying so, and notice only when the fallback answers. */
const FEATURES: Record<string, string> = {
  tools: "call tools",
  structured_outputs: "keep to a JSON schema",
  reasoning: "reason",
};

function features(id: string, first: CatalogModel, row: CatalogModel): Found[] {
  const lost = Object.keys(FEATURES).filter(
    (name) => first.supportedParameters.includes(name) && !row.supportedParameters.includes(name),
  );
  if (lost.length === 0 || row.id === first.id) return [];
  const said = lost.map((name) => FEATURES[name]).join(", or ");
  return [finding("fewer_features", "hint", `${id} cannot ${said}, as the first can.`)];
}

function freeness(id: string, row: CatalogModel): Found[] {
  if (!row.isFree) return [];
  const message = `${id} is free: few requests a minute and day for the whole account, and prompts may be kept and trained on.`;
  return [finding("free_model", "warning", message)];
}

function reproducible(id: string, row: CatalogModel, { parameters }: RouteSpecView): Found[] {
  if (row.kind !== "router" || !isSet(parameters.seed)) return [];
  const message = `${id} chooses a model each time, so \`seed\` repeats nothing.`;
  return [finding("seed_with_router", "warning", message, { setting: "seed" })];
}

function answerLength(id: string, row: CatalogModel, { parameters }: RouteSpecView): Found[] {
  const setting = isSet(parameters.max_completion_tokens) ? "max_completion_tokens" : "max_tokens";
  const asked = parameters[setting];
  const most = row.maxCompletionTokens;
  if (typeof asked !== "number" || most === null || asked <= most) return [];
  const message = `${id} writes ${formatContext(most)} tokens at most; the route allows ${formatContext(asked)}.`;
  return [finding("shorter_answers", "hint", message, { setting })];
}

const isSet = (value: unknown): boolean => value !== undefined && value !== null;
