import { stripVariant } from "./find-model";

/**
 * Whether a workspace's list names a model: by its id, with which go the variants that only steer (`:nitro`), or by how
 * its id begins, `author/*`. A preset may ask any model at all, so it is named in full or not at all. Null is a list of everything.
 */
export function isModelAllowed(patterns: readonly string[] | null, model: string): boolean {
  if (patterns === null) return true;
  return patterns.some((pattern) =>
    pattern.endsWith("*")
      ? model.startsWith(pattern.slice(0, -1)) && !model.includes("@")
      : pattern === model || pattern === stripVariant(model),
  );
}
