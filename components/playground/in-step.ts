import { findModel } from "@/lib/catalog/find-model";
import type { CatalogModel } from "@/lib/catalog/model";
import { isSupported, type PaneSettings, settingsFrom } from "./pane-state";

/**
 * What a pane that is added in step takes from the first one: its instructions, and of its parameters what the new
 * model knows. The chain stays its own.
 */
export function settingsInStep(
  first: Pick<PaneSettings, "system" | "parameters">,
  model: string,
  models: readonly CatalogModel[],
): Pick<PaneSettings, "system" | "parameters"> {
  const row = findModel(models, model);
  const { system, parameters } = first;
  return settingsFrom({ system, parameters }, (name) => isSupported(row, name));
}
