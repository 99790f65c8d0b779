import "server-only";
import { randomInt } from "node:crypto";

/** The same items in an order that nobody can foresee; each order is as likely as any other. */
export function shuffled<Item>(items: readonly Item[]): Item[] {
  const left = [...items];
  return items.flatMap(() => left.splice(randomInt(left.length), 1));
}
