/** Settings of a pane, as they are asked with. */
export type PaneSettings = {
  model: string | null;
  /** Asked in this order when the model fails. */
  fallbackModels: readonly string[];
  system: string | null;
  parameters: Readonly<Record<string, unknown>>;
};

/** A pane as the playground shows it, on record or not yet. */
export type PaneState = PaneSettings & {
  /** Stays the same while a new pane gets its id. */
  key: string;
  /** Null before it is on record. */
  paneId: string | null;
};

/** What a dragged pane is carried as. */
export const PANE_DRAG = "text/x-patchbay-pane";

/** What panes are called: their models, told apart by a number where two have the same. */
export function paneNames(models: readonly (string | null)[]): string[] {
  return models.map((model, index) => {
    if (model === null) return index === 0 ? "No model yet" : `No model yet (${index + 1})`;
    const before = models.slice(0, index).filter((other) => other === model).length;
    return before === 0 ? model : `${model} (${before + 1})`;
  });
}

/** Settings with another model, which is then no longer among those that are asked after it. */
export const withModel = ({ fallbackModels }: PaneSettings, model: string): Partial<PaneSettings> =>
  fallbackModels.includes(model)
    ? { model, fallbackModels: fallbackModels.filter((id) => id !== model) }
    : { model };

/** How much is set, in a few words; empty when nothing is. */
export function summaryOf({ system, parameters }: PaneSettings): string {
  const count = Object.keys(parameters).length;
  return [
    ...(system === null ? [] : ["system prompt"]),
    ...(count === 0 ? [] : [`${count} ${count === 1 ? "setting" : "settings"}`]),
  ].join(" · ");
}
