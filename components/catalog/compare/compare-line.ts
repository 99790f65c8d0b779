import type { ModelEndpoint } from "@/lib/catalog/endpoints-api";
import type { CatalogModel } from "@/lib/catalog/model";
import type { ModelUsage } from "@/lib/catalog/usage-api";
import { UNKNOWN } from "@/lib/core/format";
import type { Usd } from "@/lib/core/money";

/** A model with all that it is compared by. */
export type Compared = {
  model: CatalogModel;
  /** Own measurements; null when it was not used or nothing is known yet. */
  own: ModelUsage | null;
  /** What the account's average request costs on it. */
  average: Usd | null;
  /** Null while its providers are not known. */
  endpoints: readonly ModelEndpoint[] | null;
};

/** `best` only where another one is worse. */
export type ComparedCell = { text: string; best: boolean };
export type ComparedLine = { label: string; cells: ComparedCell[]; differs: boolean };

/** What makes a line of several models. */
export type Line = (models: readonly Compared[]) => ComparedLine;

type Value = string | number | bigint | boolean;
type Better = "least" | "most";

/** A line of one figure: `line("Context", ({ model }) => model.contextLength).as(formatContext, "most")`. */
export const line = <Known extends Value>(
  label: string,
  get: (one: Compared) => Known | null | undefined,
) => ({
  as:
    (format: (value: Known) => string, better?: Better): Line =>
    (models) => {
      const values = models.map((one) => get(one) ?? null);
      const texts = values.map((value) => (value === null ? UNKNOWN : format(value)));
      return toLine(label, texts, better && bestOf(values, texts, better));
    },
});

export function toLine(label: string, texts: readonly string[], best?: readonly boolean[]): ComparedLine {
  return {
    label,
    cells: texts.map((text, at) => ({ text, best: best?.[at] ?? false })),
    differs: new Set(texts).size > 1,
  };
}

/** Which values are the best of those that are known, as they read; none when all known ones read alike. */
export function bestOf(
  values: readonly (Value | null)[],
  texts: readonly string[],
  better: Better,
): boolean[] {
  const known = values.filter((value) => value !== null);
  const best = known.reduce<Value | null>(
    (top, value) => (top === null || (better === "least" ? value < top : value > top) ? value : top),
    null,
  );
  const said = texts[values.indexOf(best)];
  const isTelling = values.some((value, at) => value !== null && texts[at] !== said);
  return values.map((value, at) => isTelling && value !== null && texts[at] === said);
}

/** Several in one cell. */
export const words = (list: readonly string[], between = ", "): string | null => list.join(between) || null;
export const asIs = (text: string): string => text;
export const yesOrNo = (is: boolean): string => (is ? "Yes" : "No");
