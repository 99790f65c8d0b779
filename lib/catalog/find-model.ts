/** Suffixes that steer the choice among a model's providers. They work on any id and have no row of their own. */
const DYNAMIC_VARIANTS = new Set(["nitro", "floor", "exacto", "online"]);

/** The id of the catalogue row that stands for an id: `acme/one:free:online` is listed as `acme/one:free`. */
export function stripVariant(id: string): string {
  const [base = "", ...variants] = id.split(":");
  return [base, ...variants.filter((variant) => !DYNAMIC_VARIANTS.has(variant))].join(":");
}

/** The suffixes of an id that {@link stripVariant} takes away. */
export function dynamicVariants(id: string): string[] {
  return id
    .split(":")
    .slice(1)
    .filter((variant) => DYNAMIC_VARIANTS.has(variant));
}

/**
 * The row of an id, also of one with dynamic variants, and of a dated name such as answers carry; null when the
 * catalogue has none.
 */
export function findModel<Row extends { id: string; canonicalSlug?: string | null }>(
  models: readonly Row[],
  id: string,
): Row | null {
  const listed = stripVariant(id);
  return (
    models.find((model) => model.id === id) ??
    models.find((model) => model.id === listed) ??
    // Variants share the dated name of their model, and an alias may have its target's.
    models.find((model) => model.canonicalSlug === listed && !/[:~]/.test(model.id)) ??
    null
  );
}

type Row = { id: string; canonicalSlug: string | null; aliasTarget: string | null };

/** The id under which the upstream lists the endpoints of what was asked for: an alias has none of its own. */
export function endpointIdOf(models: readonly Row[], id: string): string {
  const row = findModel(models, id);
  if (row === null) return stripVariant(id);
  if (row.aliasTarget === null) return row.id;
  return findModel(models, row.aliasTarget)?.id ?? row.aliasTarget;
}
