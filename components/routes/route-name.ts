import { ROUTE_NAME } from "@/lib/routes/route-id";

/** What is wrong with the name of a route or an alias, for people; null when nothing is. */
export function nameProblem(name: string): string | null {
  if (name === "") return "Give it a name that says what it is for.";
  if (name === "aliases") return "This name is taken by an address of Patchbay.";
  return ROUTE_NAME.test(name)
    ? null
    : "Small letters, digits, dots, _ and -, beginning with a letter or digit, 64 at most.";
}
