import type { Dimension } from "@/lib/ledger/dimensions";

/**
 * What roll-ups are split by. Author and environment are not among them: they follow from the model and the key; nor are
 * fallbacks, which every sum counts by itself.
 * Positions are what the tables hold, so they never change; tags come last, since a generation may have several.
 */
export const SPLITS = [
  "none",
  "model",
  "provider",
  "member",
  "key",
  "route",
  "source",
  "finish",
  "error",
  "tag",
] as const;
export type Split = Exclude<(typeof SPLITS)[number], "none">;

export const positionOf = (split: Split): number => SPLITS.indexOf(split);

/** The split from which a dimension's value is told; null of what only the ledger tells. */
export const splitOf = (dimension: Dimension): Split | null =>
  dimension === "author"
    ? "model"
    : dimension === "environment"
      ? "key"
      : dimension === "fallback"
        ? null
        : dimension;

/** Whether roll-ups can tell all of these dimensions, no more than two at once. */
export const areRolledUp = (dimensions: readonly Dimension[]): boolean =>
  splitsOf(dimensions).length <= 2 && dimensions.every((dimension) => splitOf(dimension) !== null);

/** The splits that these dimensions take, each once, in the order of the tables. */
export const splitsOf = (dimensions: readonly Dimension[]): Split[] =>
  [...new Set(dimensions.flatMap((dimension) => splitOf(dimension) ?? []))].sort(
    (left, right) => positionOf(left) - positionOf(right),
  );
