import "server-only";
import { inArray } from "drizzle-orm";
import { Id } from "@/lib/core/wire";
import type { Db, Transaction } from "@/lib/db/client.server";
import { route } from "@/lib/db/schema/routes";
import { member, virtualKey } from "@/lib/db/schema/team";
import type { Dimension, Value } from "@/lib/ledger/dimensions";

/** What people call that there is no value. */
const NONE: Record<Dimension, string> = {
  model: "Model unknown",
  author: "Author unknown",
  provider: "Provider unknown",
  member: "Nobody",
  key: "No key",
  environment: "No key",
  route: "No route",
  source: "Source unknown",
  tag: "Untagged",
  finish: "Not finished",
  error: "No error",
  fallback: "No fallback",
};

/** What people call these values of a dimension. */
export async function namesOf(
  db: Db | Transaction,
  dimension: Dimension,
  values: readonly Value[],
): Promise<(value: Value) => string> {
  const names = await storedNames(db, dimension, values);
  return (value) => {
    if (value === null) return NONE[dimension];
    return names?.get(value) ?? inWords(dimension, value);
  };
}

async function storedNames(db: Db | Transaction, dimension: Dimension, values: readonly Value[]) {
  const table =
    dimension === "member" ? member : dimension === "key" ? virtualKey : dimension === "route" ? route : null;
  if (table === null) return null;
  const ids = values.filter((value) => value !== null && Id.safeParse(value).success) as string[];
  if (ids.length === 0) return null;
  const rows = await db.select({ id: table.id, name: table.name }).from(table).where(inArray(table.id, ids));
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Words of ours are spelled out; names that others gave stay as they are. */
function inWords(dimension: Dimension, value: string): string {
  if (dimension === "fallback") return "Fallback taken";
  if (dimension !== "source" && dimension !== "environment" && dimension !== "error") return value;
  const words = value.replaceAll("_", " ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
