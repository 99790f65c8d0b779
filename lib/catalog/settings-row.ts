import { findModel } from "./find-model";
import type { CatalogModel } from "./model";

/**
 * What can be set for a chain: whatever one of its models takes. A default is only told where there is one model,
 * since others have others. Null when none of them is known.
 */
export function settingsRow(models: readonly CatalogModel[], ids: readonly string[]): CatalogModel | null {
  const rows = ids.flatMap((id) => findModel(models, id) ?? []);
  const [first, ...others] = rows;
  if (first === undefined || others.length === 0) return first ?? null;
  const longest = rows.map(({ maxCompletionTokens }) => maxCompletionTokens);
  return {
    ...first,
    supportedParameters: [...new Set(rows.flatMap(({ supportedParameters }) => supportedParameters))],
    defaultParameters: {},
    // Where one does not say, nobody knows how long an answer may be.
    maxCompletionTokens: longest.includes(null) ? null : Math.max(...longest.map(Number)),
    reasoning: mergedReasoning(rows.flatMap(({ reasoning }) => reasoning ?? [])),
  };
}

type Reasoning = NonNullable<CatalogModel["reasoning"]>;

function mergedReasoning(all: readonly Reasoning[]): CatalogModel["reasoning"] {
  if (all.length === 0) return null;
  const efforts = all.map((one) => one.efforts);
  return {
    mandatory: all.every(({ mandatory }) => mandatory),
    defaultEnabled: null,
    efforts: efforts.includes(null) ? null : [...new Set(efforts.flatMap((some) => some ?? []))],
    defaultEffort: null,
  };
}
