import { asArray, type JsonRecord } from "@/lib/core/lenient";

/**
 * A body with older spellings of settings in the words that routes use. What says the same twice is left as the newer
 * one has it.
 */
export function modernised(body: JsonRecord, leave: (field: string, reason: string) => void): JsonRecord {
  const { reasoning_effort: effort, include_reasoning: include, transforms, ...rest } = body;
  const reasoning = {
    ...(isSet(effort) && { effort }),
    ...(include === false && { exclude: true }),
  };
  const isReasoningSet = isSet(rest.reasoning);
  for (const [name, value] of Object.entries({ reasoning_effort: effort, include_reasoning: include })) {
    if (isReasoningSet && isSet(value)) leave(name, "says again what `reasoning` says");
  }
  const isSquashed = asArray(transforms).includes("middle-out");
  const hasPlugins = isSet(rest.plugins);
  if (isSet(transforms) && (hasPlugins || !isSquashed)) leave("transforms", "is what `plugins` says today");
  return {
    ...rest,
    ...(!isReasoningSet && Object.keys(reasoning).length > 0 && { reasoning }),
    ...(isSquashed && !hasPlugins && { plugins: [{ id: "context-compression", engine: "middle-out" }] }),
  };
}

const isSet = (value: unknown): boolean => value !== undefined && value !== null;
