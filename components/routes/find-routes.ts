import type { RouteList } from "@/lib/routes/routes-api";

type Row = Pick<RouteList["routes"][number], "name" | "aliases"> & {
  spec: Pick<RouteList["routes"][number]["spec"], "arms">;
};

/** The routes that have every word of a search in one of their names or models. */
export function findRoutes<Found extends Row>(routes: readonly Found[], search: string): Found[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return routes.filter(({ name, aliases, spec }) => {
    const text = [name, ...aliases, ...spec.arms.flatMap(({ models }) => models)].join("\n").toLowerCase();
    // As it is asked for, it is found as well.
    return words.every((word) => text.includes(word.replace(/^route\//, "")));
  });
}
