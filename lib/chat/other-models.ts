import { asArray, asRecord, asText, type JsonRecord } from "@/lib/core/lenient";
import { asLabel } from "@/lib/core/storable";

/** Tools and plugins known to ask no model but the one that answers. Whatever is new counts as one that does. */
const TOOLS = new Set([
  "function",
  "openrouter:web_search",
  "openrouter:web_fetch",
  "openrouter:datetime",
  "openrouter:bash",
  "openrouter:files",
  "openrouter:experimental__search_models",
  "web_search",
  "web_search_preview",
  "web_search_preview_2025_03_11",
  "web_search_2025_08_26",
]);
const PLUGINS = new Set([
  "web",
  "web-fetch",
  "file-parser",
  "response-healing",
  "context-compression",
  "moderation",
  // These steer a router, which has to be asked for by its own name.
  "auto-router",
  "auto-beta-router",
  "pareto-router",
  "switchyard-router",
]);

/** What the account has set for who names no model. */
export const DEFAULT_MODEL = "@default";

/**
 * What a request names besides its models that can make other models run, and be billed: a preset of the
 * account as `@preset/name`, tools and plugins that ask further models, by their own names, and the models that these name.
 * @param isOwnTool tools of the API in use that are known to ask none
 */
export function otherModels(
  { preset, tools, tool_choice, plugins }: JsonRecord,
  isOwnTool: (type: string) => boolean = () => false,
): string[] {
  const presets = preset === undefined || preset === null ? [] : [`@preset/${asLabel(preset) ?? ""}`];
  const types = [...asArray(tools), tool_choice].map((tool) => asLabel(asRecord(tool)?.type));
  // Elsewhere a choice in one word is a way to choose; of OpenRouter's own tools it would be the name.
  const chosen = asLabel(tool_choice);
  const servers = asArray(tools)
    .map(asRecord)
    .filter((tool) => asText(tool?.type)?.startsWith("openrouter:"));
  const active = asArray(plugins)
    .map(asRecord)
    .filter((plugin) => plugin?.enabled !== false);
  return [
    ...presets,
    ...types.filter((type) => type !== null && !TOOLS.has(type) && !isOwnTool(type)),
    ...(chosen?.includes(":") && !TOOLS.has(chosen) ? [chosen] : []),
    ...active.map((plugin) => asLabel(plugin?.id)).filter((id) => id !== null && !PLUGINS.has(id)),
    ...[...servers, ...active].flatMap(modelsIn),
  ].filter((name) => name !== null);
}

/** By which names tools and plugins name models that are to be asked. */
const NAMES = ["model", "models", "analysis_models", "fallbacks"];

function modelsIn(settings: JsonRecord | null): string[] {
  return [settings, asRecord(settings?.parameters)].flatMap((record) =>
    NAMES.flatMap((name) => {
      const named = record?.[name];
      const list = Array.isArray(named) ? named : [named];
      return list.flatMap((one) => asLabel(asRecord(one)?.model ?? one) ?? []);
    }),
  );
}
