import type { Searched } from "@/lib/catalog/search";
import { parseRouteId } from "./route-id";
import type { RouteList } from "./routes-api";

/** A name that a route is asked for by: its own, or an alias. Names are folded as they are. */
export type ListedRoute = Searched & {
  route: RouteList["routes"][number];
  /** What programs get. */
  version: number;
  isAlias: boolean;
};

/** All names that answer, in order: of what is published and not archived. */
export function listedRoutes(routes: readonly RouteList["routes"][number][]): ListedRoute[] {
  return routes
    .flatMap((route) => {
      const { publishedVersion: version, archivedAt } = route;
      if (version === null || archivedAt !== null) return [];
      return [route.name, ...route.aliases].map((name): ListedRoute => {
        const isAlias = name !== route.name;
        const id = `route/${name}`;
        const words = isAlias ? `${id} ${route.name}` : id;
        return { id, slug: name, name, title: name, words, route, version, isAlias };
      });
    })
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}

/** `route/support-bot` of `route/support-bot@3`; any other id as it is. */
export const stripVersion = (id: string): string => {
  const asked = parseRouteId(id);
  return asked === null ? id : `route/${asked.name}`;
};

/** The id with the version that it names, where it is this route's own and exists; versions are counted through. */
export function versionedId({ id, version, isAlias }: ListedRoute, asked: string): string | null {
  const named = parseRouteId(asked);
  const isOne =
    !isAlias && named?.version != null && `route/${named.name}` === id && named.version <= version;
  return isOne ? `${id}@${named.version}` : null;
}
