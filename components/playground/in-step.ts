import { labelOf } from "@/components/routing/parameter-list";
import type { CatalogModel } from "@/lib/catalog/model";
import { takenParameters, untakenParameters } from "@/lib/catalog/taken-parameters";
import { chainIn } from "./chain-in";
import type { PaneSettings } from "./pane-state";

/**
 * What a pane that is added in step takes from the first one: its instructions, and of its parameters what the new
 * model takes. The chain stays its own.
 */
export const settingsInStep = (
  { system, parameters }: Pick<PaneSettings, "system" | "parameters">,
  model: string,
  models: readonly CatalogModel[],
): Pick<PaneSettings, "system" | "parameters"> => ({
  system,
  parameters: takenParameters(models, [model], parameters),
});

/** What a pane keeps from now on without sending it, where a change has it ask others: labels of settings. */
export function newlyUntaken(
  models: readonly CatalogModel[],
  pane: PaneSettings,
  change: Partial<PaneSettings>,
): string[] {
  const untakenBy = (settings: PaneSettings) =>
    untakenParameters(models, chainIn(settings), pane.parameters).map(({ path }) => path);
  const before = untakenBy(pane);
  return untakenBy({ ...pane, ...change })
    .filter((path) => !before.includes(path))
    .map(labelOf);
}
