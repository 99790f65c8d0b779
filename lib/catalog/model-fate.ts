import type { CatalogResponse } from "./api";
import { findModel, stripVariant } from "./find-model";

/** What became of a model, or will: `on` is the day from which it may be gone, `YYYY-MM-DD`. */
export type ModelFate = { kind: "gone"; nearest: string | null } | { kind: "going"; on: string };

/** Null for a model that stays, and for one that was never known. */
export function modelFate(
  { models, gone }: Pick<CatalogResponse, "models" | "gone">,
  id: string,
): ModelFate | null {
  const row = findModel(models, id);
  if (row) return row.expiresOn === null ? null : { kind: "going", on: row.expiresOn };
  const lost = gone.find((model) => model.id === stripVariant(id));
  return lost ? { kind: "gone", nearest: lost.nearest } : null;
}
