/**
 * What a hop is told apart by while its variants are switched: its base id, and a number where the chain has
 * several of one base.
 */
export function hopKeys(models: readonly string[]): string[] {
  const bases = models.map((id) => id.split(":")[0] ?? id);
  return bases.map((base, at) => {
    const before = bases.slice(0, at).filter((other) => other === base).length;
    return before === 0 ? base : `${base} ${before + 1}`;
  });
}
