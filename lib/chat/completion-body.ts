import type { UpstreamMessage } from "./history";

type Settings = {
  model: string;
  fallbackModels: readonly string[];
  parameters: Readonly<Record<string, unknown>>;
};

/** What a pane asks, as the upstream reads it. How the answer is to come is not a part of it. */
export function completionBody({ model, fallbackModels, parameters }: Settings, messages: UpstreamMessage[]) {
  const fallbacks = fallbackModels.filter((id) => id !== model);
  return { ...parameters, model, ...(fallbacks.length === 0 ? {} : { models: fallbacks }), messages };
}
