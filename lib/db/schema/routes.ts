import { foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns";
import { member } from "./team";

/** A named answer to "which model, and what if it fails?". */
export const route = pgTable("route", {
  id: uuid().primaryKey(),
  /** Part of programs' code: it never changes, and an archived route keeps it. */
  name: text().notNull().unique(),
  /** What is being edited, in the shape of a version's spec. */
  draft: jsonb().$type<unknown>().notNull(),
  /** Counts saves of the draft, so that of two editors the second hears of the first. */
  revision: integer().notNull(),
  /** What programs get; null until something is published. */
  publishedVersion: integer(),
  createdAt: instant().notNull(),
  updatedAt: instant().notNull(),
  archivedAt: instant(),
});

/** What was published once; it never changes. */
export const routeVersion = pgTable(
  "route_version",
  {
    routeId: uuid()
      .notNull()
      .references(() => route.id),
    /** Counts from 1. */
    version: integer().notNull(),
    spec: jsonb().$type<unknown>().notNull(),
    /** Why it was published. */
    note: text().notNull(),
    /** The version it brings back, for one that brings one back. */
    restores: integer(),
    memberId: uuid()
      .notNull()
      .references(() => member.id),
    createdAt: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.routeId, table.version] })],
);

/** How each arm of a version did when it was last broken on purpose. */
export const routeBreak = pgTable(
  "route_break",
  {
    routeId: uuid().notNull(),
    version: integer().notNull(),
    arm: text().notNull(),
    report: jsonb().$type<unknown>().notNull(),
    memberId: uuid()
      .notNull()
      .references(() => member.id),
    ranAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.routeId, table.version, table.arm] }),
    foreignKey({
      columns: [table.routeId, table.version],
      foreignColumns: [routeVersion.routeId, routeVersion.version],
    }),
  ],
);

/** Another name for a route, like `default`: what it stands for can be changed without touching programs. */
export const routeAlias = pgTable(
  "route_alias",
  {
    name: text().primaryKey(),
    routeId: uuid()
      .notNull()
      .references(() => route.id),
    updatedAt: instant().notNull(),
    updatedBy: uuid()
      .notNull()
      .references(() => member.id),
  },
  (table) => [index().on(table.routeId)],
);
