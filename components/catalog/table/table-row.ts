import type { GoneModel, Pricing } from "@/lib/catalog/api";
import type { ListedModel } from "@/lib/catalog/listing";
import type { Prices } from "@/lib/catalog/model";
import type { ModelUsage } from "@/lib/catalog/usage-api";
import type { Usd } from "@/lib/core/money";

/** A line of the table: a listed model, or one that is listed no more. */
export type TableRow = {
  id: string;
  name: string;
  listed: ListedModel | null;
  gone: GoneModel | null;
  /** What it cost before its last change of price. */
  before: Pricing | undefined;
  own: Own | null;
  /** Whether a provider of it keeps nothing; null when that is not known. */
  keepsNothing: boolean | null;
  /** What the account's average request costs on it. */
  average: Usd | null;
};

/** Own measurements of the last 30 days; null as a whole while they are not known, `usage` null for no use at all. */
type Own = { usage: ModelUsage | null };

/** A price as the row states it; null where that says nothing, as units of models that write no text do not. */
export function priceIn(row: TableRow, component: keyof Prices): Prices["prompt"] | null {
  if (row.gone) return row.gone.prices[component] ?? null;
  const { listed } = row;
  if (!listed || listed.input === null || listed.output === null) return null;
  return listed.model.prices[component] ?? null;
}

/** No use at all is a nought, and known. */
export const generationsIn = ({ own }: TableRow): number | null =>
  own === null ? null : (own.usage?.generations ?? 0);

/** The sum of what is known; null when nothing is known of any. */
export function spendIn({ own }: TableRow): Usd | null {
  if (own === null) return null;
  if (own.usage === null) return 0n as Usd;
  return own.usage.unknown === own.usage.generations ? null : own.usage.cost;
}
