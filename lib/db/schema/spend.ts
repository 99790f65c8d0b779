import { bigint, index, integer, numeric, pgTable, primaryKey, smallint, text } from "drizzle-orm/pg-core";
import { instant } from "./columns";

/** Picodollars as exact text, of any size: sums and list prices may pass what a single cost can hold. */
const dollars = () => numeric();
const tokens = () => bigint({ mode: "number" });

/**
 * Sums of an account's generations by the time at which they started, over a quarter of an hour, an hour, or a day or a
 * week of a zone.
 * Derived and replaced as a whole; what is authoritative is `generation`.
 */
export const spendRollup = pgTable(
  "spend_rollup",
  {
    account: text().notNull(),
    /**
     * The zone whose day it is, `… weeks` after it for weeks, and `hours` for hours, which are every zone's; empty for
     * quarters of an hour, of which every zone's hours and days are made.
     */
    zone: text().notNull(),
    start: instant().notNull(),
    /** By which dimensions it is split, as numbers; 0 for none. */
    first: smallint().notNull(),
    firstValue: text(),
    second: smallint().notNull(),
    secondValue: text(),

    generations: integer().notNull(),
    cost: dollars().notNull(),
    unknown: integer().notNull(),
    failedPatchbay: integer().notNull(),
    failedOpenrouter: integer().notNull(),
    failedProvider: integer().notNull(),
    failedNobody: integer().notNull(),
    cancelled: integer().notNull(),
    fallbacks: integer().notNull(),
    promptTokens: tokens(),
    completionTokens: tokens(),
    reasoningTokens: tokens(),
    cachedTokens: tokens(),
    cacheWriteTokens: tokens(),
    pricedTokens: tokens(),
    pricedCost: dollars(),
    listCost: dollars(),
    cacheSavings: dollars(),
    upstreamCost: dollars(),
    /** Histograms: each number is a count and the position of its bar; a bar may be there several times. */
    ttft: integer().array(),
    speed: integer().array(),
  },
  (table) => [
    index("spend_rollup_by_split").on(table.account, table.zone, table.first, table.second, table.start),
    index("spend_rollup_by_start").on(table.account, table.zone, table.start),
  ],
);

/**
 * A quarter of an hour of which the roll-up is out of date, once for every change. Only ever added to by whoever
 * writes generations, so that none of them waits for another.
 */
export const spendMark = pgTable("spend_mark", {
  id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
  account: text().notNull(),
  quarter: instant().notNull(),
});

/** A day, a week or an hour whose roll-up is there and was right when it was made; gone once one of its quarters is rebuilt. */
export const spendDay = pgTable(
  "spend_day",
  {
    account: text().notNull(),
    zone: text().notNull(),
    start: instant().notNull(),
    end: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.account, table.zone, table.start] })],
);

/** A zone in which someone looks at spend: its days are rolled up. */
export const spendZone = pgTable("spend_zone", {
  zone: text().primaryKey(),
  askedAt: instant().notNull(),
});
