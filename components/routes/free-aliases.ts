import type { RouteList } from "@/lib/routes/routes-api";

const SUGGESTED = [
  { name: "default", purpose: "what programs ask for unless they need something else" },
  { name: "fast", purpose: "for whoever waits for the answer" },
  { name: "cheap", purpose: "for much work that need not be perfect" },
] as const;

type Named = Pick<RouteList["routes"][number], "name" | "aliases">;

/** The suggested aliases that no route has yet, not even as its own name. */
export function freeAliases(routes: readonly Named[]): (typeof SUGGESTED)[number][] {
  const taken = new Set(routes.flatMap(({ name, aliases }) => [name, ...aliases]));
  return SUGGESTED.filter(({ name }) => !taken.has(name));
}
