import { parametersOf } from "@/components/routing/parameter-list";
import type { CatalogModel } from "@/lib/catalog/model";
import type { Untaken } from "@/lib/catalog/taken-parameters";
import { asRecord } from "@/lib/core/lenient";

/** Settings with tabs of their own. */
const TABBED = ["provider", "response_format", "tools", "plugins"];
/** These stand with the tools, where there are any. */
const OF_TOOLS = ["tool_choice", "parallel_tool_calls"];
/** Settings of which each part has a field. */
const GROUPS = ["reasoning", "web_search_options"];

/**
 * What is set and sent without having a field among a pane's settings: what came through the API or by a link, and all
 * of it where nothing is known of the model. By paths.
 */
export function fieldlessPaths(
  row: CatalogModel | null,
  parameters: Readonly<Record<string, unknown>>,
  untaken: readonly Untaken[],
): string[] {
  const shown = new Set([
    ...(row === null ? [] : parametersOf(row).map(({ name }) => name)),
    ...TABBED,
    ...(parameters.tools === undefined ? [] : OF_TOOLS),
  ]);
  const isUntaken = (path: string) =>
    untaken.some((one) => one.path === path || path.startsWith(`${one.path}.`));
  return Object.entries(parameters)
    .flatMap(([name, value]) =>
      GROUPS.includes(name) ? Object.keys(asRecord(value) ?? {}).map((field) => `${name}.${field}`) : [name],
    )
    .filter((path) => !shown.has(path) && !isUntaken(path));
}
