import type { CatalogResponse, GoneModel } from "@/lib/catalog/api";
import { countFilters, type ModelFilters, passes } from "@/lib/catalog/filters";
import { stripVariant } from "@/lib/catalog/find-model";
import { fold, listingOf } from "@/lib/catalog/listing";
import { estimateCost } from "@/lib/catalog/pricing";
import { rankModels } from "@/lib/catalog/search";
import type { ModelUsageResponse } from "@/lib/catalog/usage-api";
import { orderOf } from "./column-values";
import { COLUMNS } from "./columns";
import type { TableRow } from "./table-row";

type Known = {
  catalog: Pick<CatalogResponse, "models" | "gone" | "repriced">;
  /** Null while it is not known. */
  usage: ModelUsageResponse | null;
  /** Ids of the models with a provider that keeps nothing; null when that is not known. */
  zeroRetention: ReadonlySet<string> | null;
  /** For prices that depend on the hour. */
  at: Date;
};

/** Every model with what is known of it, and those that are listed no more. */
export function tableRows({ catalog, usage, zeroRetention, at }: Known): TableRow[] {
  const measured = new Map(usage?.models.map((own) => [own.model, own]));
  const ownOf = (id: string) => (usage === null ? null : { usage: measured.get(id) ?? null });
  return [
    ...listingOf(catalog.models).map((listed): TableRow => {
      const { id, name } = listed.model;
      return {
        ...{ id, name, listed, gone: null, own: ownOf(id) },
        before: catalog.repriced[id]?.before,
        keepsNothing: zeroRetention?.has(id) ?? null,
        average: usage && estimateCost(listed.model, { ...tokensOf(usage), at }),
      };
    }),
    ...catalog.gone.map(
      (gone): TableRow => ({
        ...{ id: gone.id, name: gone.name, listed: null, gone, own: ownOf(gone.id) },
        ...{ before: undefined, keepsNothing: null, average: null },
      }),
    ),
  ];
}

const tokensOf = ({ average: { promptTokens, completionTokens } }: ModelUsageResponse) => ({
  promptTokens,
  completionTokens,
});

/** By which column the table is sorted; `name` is one as well. */
export type TableSort = { column: string; descending: boolean };

type Asked = {
  search: string;
  filters: ModelFilters;
  /** Null: the best finds first, or the newest models where nothing is searched for. */
  sort: TableSort | null;
  /** Whether models that are listed no more are shown without being looked for. */
  gone: boolean;
};

/** What is on screen, in its order. Models that are gone stand last, and pass no filter. */
export function findRows(rows: readonly TableRow[], asked: Asked): TableRow[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const uses = new Map(rows.map(({ id, own }) => [id, own?.usage?.generations ?? 0]));
  const keepers = new Set(rows.filter(({ keepsNothing }) => keepsNothing).map(({ id }) => id));
  const fitting = rows
    .flatMap(({ listed }) => listed ?? [])
    .filter((listed) => passes(listed, asked.filters, keepers));
  const found = asked.search.trim() === "" ? fitting : rankModels(fitting, asked.search, uses);
  const living = found.flatMap(({ model }) => byId.get(model.id) ?? []);
  const lost = rows.filter(({ gone }) => gone !== null && isWanted(gone, asked));
  const ordered = asked.sort ?? (asked.search.trim() === "" ? NEWEST : null);
  return ordered === null ? [...living, ...lost] : [...sortRows(living, ordered), ...sortRows(lost, ordered)];
}

export const NEWEST: TableSort = { column: "newest", descending: true };

function isWanted({ id, name }: GoneModel, { search, filters, gone }: Asked): boolean {
  if (countFilters(filters) > 0) return false;
  const words = fold(stripVariant(search)).split(/\s+/).filter(Boolean);
  if (words.length === 0) return gone;
  const text = fold(`${name} ${id}`);
  return words.every((word) => text.includes(word));
}

/** Equals stand by name, the unknown last. */
function sortRows(rows: readonly TableRow[], { column: key, descending }: TableSort): TableRow[] {
  const column = COLUMNS.find((one) => one.key === key);
  const way = descending ? -1 : 1;
  return rows
    .map((row) => ({ row, key: column ? orderOf(column, row) : fold(row.name) }))
    .sort((left, right) => {
      if (left.key === right.key) return byName(left.row, right.row);
      if (left.key === null) return 1;
      if (right.key === null) return -1;
      return left.key < right.key ? -way : way;
    })
    .map(({ row }) => row);
}

const byName = (left: TableRow, right: TableRow): number =>
  left.name < right.name ? -1 : left.name > right.name ? 1 : left.id < right.id ? -1 : 1;
