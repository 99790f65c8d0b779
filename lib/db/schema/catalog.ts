import { index, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns";

/** The newest model list of each upstream, as it was sent, so that a better reader can read it again. */
export const catalogSnapshot = pgTable("catalog_snapshot", {
  upstream: text().primaryKey(),
  rows: jsonb().$type<unknown[]>().notNull(),
  /** SHA-256 of the rows: an unchanged list costs a timestamp, not a megabyte. */
  digest: text().notNull(),
  fetchedAt: instant().notNull(),
  changedAt: instant().notNull(),
  /** When the first list came, from which changes are counted. */
  recordedSince: instant().notNull().defaultNow(),
});

/** What changed of a model between two lists fetched one after the other; written with the later one. */
export const priceChange = pgTable(
  "price_change",
  {
    id: uuid().primaryKey(),
    upstream: text().notNull(),
    /** Of the list that brought it. */
    digest: text().notNull(),
    model: text().notNull(),
    /** When that list was fetched. */
    at: instant().notNull(),
    kinds: text().array().notNull(),
    /** Both sides in full, prices with all their digits. */
    differences: jsonb().$type<unknown[]>().notNull(),
  },
  (table) => [
    uniqueIndex("price_change_once").on(table.upstream, table.model, table.at),
    index("price_change_by_time").on(table.upstream, table.at, table.id),
  ],
);

/** The last row of each model that is listed no more. */
export const goneModel = pgTable(
  "gone_model",
  {
    upstream: text().notNull(),
    model: text().notNull(),
    row: jsonb().$type<unknown>().notNull(),
    goneAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.upstream, table.model] }),
    index("gone_model_by_time").on(table.upstream, table.goneAt),
  ],
);

/** The endpoints of a model whenever someone looked at them. */
export const endpointSample = pgTable(
  "endpoint_sample",
  {
    upstream: text().notNull(),
    model: text().notNull(),
    at: instant().notNull(),
    /** As they were sent, so that a better reader can read them again. */
    rows: jsonb().$type<unknown[]>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.upstream, table.model, table.at] })],
);
