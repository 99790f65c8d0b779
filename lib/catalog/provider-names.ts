import type { ModelEndpoint } from "./endpoints-api";

type Named = Pick<ModelEndpoint, "provider" | "tag" | "tier">;

/** The provider's own slug: the tag without what it says of region, quantization and tier. */
const slugOf = ({ tag, provider }: Named): string =>
  tag?.split("/")[0] ?? provider.toLowerCase().replaceAll(/[^\w.]+/g, "-");

/** Whether a preference means this endpoint: a base slug names all of a provider's, a full tag just one kind. */
export function isNamed(slug: string, endpoint: Named): boolean {
  const wanted = slug.toLowerCase();
  return (
    wanted === endpoint.tag?.toLowerCase() ||
    wanted === slugOf(endpoint).toLowerCase() ||
    wanted === endpoint.provider.toLowerCase()
  );
}

/** What can be written in a list of providers for these endpoints: slugs first, then the tags that say more. */
export function namesOf(endpoints: readonly Named[]): string[] {
  const tags = endpoints.flatMap(({ tag }) => (tag?.includes("/") ? [tag] : []));
  return [...new Set([...endpoints.map(slugOf).toSorted(), ...tags.toSorted()])];
}
