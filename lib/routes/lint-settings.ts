import type { ModelEndpoint } from "@/lib/catalog/endpoints-api";
import type { CatalogModel } from "@/lib/catalog/model";
import { describeNarrowed, type Narrowed, narrowEndpoints } from "@/lib/catalog/narrow-endpoints";
import { missingParameters, wantedParameters } from "@/lib/catalog/wanted-parameters";
import { type Found, finding } from "./finding";
import type { RouteSpecView } from "./routes-api";
import { preferencesOf } from "./spec-preferences";

/** Without these an answer is not what was asked for; any other setting is dropped in silence. */
const NEEDED = new Set(["tools", "tool_choice", "response_format", "structured_outputs"]);

/** Settings of the route that nobody who serves the model heeds. */
export function lintParameters(
  id: string,
  supported: readonly string[],
  row: CatalogModel,
  spec: RouteSpecView,
): Found[] {
  // Those who say nothing at all may well support everything.
  const missing =
    supported.length === 0 ? [] : missingParameters(wantedParameters(spec.parameters), supported);
  const outputs = asTexts(spec.parameters.modalities).filter((kind) => !row.outputModalities.includes(kind));
  const drawn = outputs.map((kind) =>
    finding("unsupported_parameters", "error", `${id} makes no ${kind}.`, { setting: "modalities" }),
  );
  // Routers take what the model of their choice takes.
  if (missing.length === 0 || row.kind === "router") return drawn;
  const isStrict = preferencesOf(spec).require_parameters === true;
  const isNeeded = missing.some((name) => NEEDED.has(name));
  const message = isStrict
    ? `${id} does not support ${missing.join(", ")}, and \`require_parameters\` rules it out.`
    : `${id} does not support ${missing.join(", ")}${isNeeded ? "." : ", and drops it in silence."}`;
  const severity = isStrict || missing.includes("tools") ? "error" : isNeeded ? "warning" : "hint";
  const setting = missing[0] === "structured_outputs" ? "response_format" : (missing[0] ?? null);
  return [...drawn, finding("unsupported_parameters", severity, message, { setting })];
}

/** What the preferences leave of those who serve the model, and whether what is left heeds the settings. */
export function lintServed(
  id: string,
  endpoints: readonly ModelEndpoint[],
  row: CatalogModel,
  spec: RouteSpecView,
): Found[] {
  const preferences = preferencesOf(spec);
  const narrowed = narrowEndpoints(endpoints, { model: id, preferences, parameters: spec.parameters });
  const admitted = narrowed.verdicts.filter(({ fate }) => fate !== "out");
  if (admitted.length === 0) return [nobody(id, narrowed)];
  const supported = [...new Set(admitted.flatMap(({ endpoint }) => endpoint.supportedParameters))];
  return [
    ...(narrowed.left === 0 ? [doubtful(id, narrowed)] : []),
    ...lintParameters(id, supported, row, spec),
  ];
}

function nobody(id: string, narrowed: Narrowed): Found {
  if (narrowed.total === 0 && narrowed.verdicts.length === 0)
    return finding("no_endpoints", "error", `No provider serves ${id} at present.`);
  const [by, because] = mostSaid(narrowed);
  const setting = by === "tier" ? "service_tier" : `provider.${by}`;
  return finding(
    "no_endpoints",
    "error",
    `The preferences leave ${id} ${describeNarrowed(narrowed)}: ${because}.`,
    { setting },
  );
}

function doubtful(id: string, narrowed: Narrowed): Found {
  const [by, because] = mostSaid(narrowed);
  return finding(
    "unsure_endpoints",
    "hint",
    `The preferences leave ${id} ${describeNarrowed(narrowed)}: ${because}.`,
    { setting: `provider.${by}` },
  );
}

/** The preference that speaks against the most endpoints, and its words for one of them. */
function mostSaid({ verdicts }: Narrowed): [by: string, because: string] {
  const objections = verdicts
    .filter(({ fate }) => fate !== "left")
    .flatMap(({ endpoint, objections: all }) => all.map((one) => ({ ...one, provider: endpoint.provider })))
    .filter(({ by }) => by !== "tier" || verdicts.length === 1);
  const count = (by: string) => objections.filter((one) => one.by === by).length;
  const [top] = objections.toSorted((left, right) => count(right.by) - count(left.by));
  return top ? [top.by, `${top.provider} ${top.because}`] : ["tier", "what is there must be asked for"];
}

const asTexts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
