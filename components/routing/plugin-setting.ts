import { asArray, asRecord, type JsonRecord } from "@/lib/core/lenient";

type Settings = Readonly<Record<string, unknown>>;

/** What is set of a plugin; null when it is left as it is. */
export const pluginIn = (parameters: Settings, id: string): JsonRecord | null =>
  asArray(parameters.plugins)
    .map(asRecord)
    .find((plugin) => plugin?.id === id) ?? null;

/** The plugins with other options of one; null options leave it as it is, and no plugins are null. */
export function withPlugin(parameters: Settings, id: string, options: JsonRecord | null): unknown[] | null {
  const others = asArray(parameters.plugins).filter((plugin) => asRecord(plugin)?.id !== id);
  const plugins = options === null ? others : [...others, { id, ...options }];
  return plugins.length === 0 ? null : plugins;
}

/** Options with one of them changed; null and empty lists take it out. */
export function withOption({ id: _id, ...options }: JsonRecord, name: string, value: unknown): JsonRecord {
  const { [name]: _before, ...rest } = options;
  return value === null || (Array.isArray(value) && value.length === 0) ? rest : { ...rest, [name]: value };
}
