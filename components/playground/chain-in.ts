import { chainOf } from "@/lib/routing/preferences";
import type { PaneSettings } from "./pane-state";

/** What a pane asks, in order; nothing before a model is chosen. */
export const chainIn = ({
  model,
  fallbackModels,
}: Pick<PaneSettings, "model" | "fallbackModels">): string[] =>
  model === null || model === "" ? [] : chainOf(model, fallbackModels);
