import "server-only";
import { and, asc, desc, eq } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { cleanJson } from "@/lib/core/storable";
import type { Db, Transaction } from "@/lib/db/client.server";
import { route, routeAlias, routeVersion } from "@/lib/db/schema/routes";
import { member } from "@/lib/db/schema/team";
import type { Route, RouteList } from "./routes-api";
import type { DraftChange, NewRoute, Publication } from "./routes-request";
import { RouteSpec } from "./spec-request";

const MOST_ROUTES = 1_000;

/** All routes by name, archived ones too. */
export async function listRoutes(db: Db): Promise<RouteList> {
  const rows = await db.select().from(route).orderBy(asc(route.name));
  const [aliases, versions] = await Promise.all([
    db.select().from(routeAlias).orderBy(asc(routeAlias.name)),
    db
      .select({ routeId: routeVersion.routeId, spec: routeVersion.spec })
      .from(routeVersion)
      .innerJoin(
        route,
        and(eq(route.id, routeVersion.routeId), eq(route.publishedVersion, routeVersion.version)),
      ),
  ]);
  const published = new Map(versions.map(({ routeId, spec }) => [routeId, spec]));
  return {
    routes: rows.map(({ draft, revision: _revision, createdAt: _createdAt, ...row }) => ({
      ...row,
      aliases: aliases.flatMap(({ name, routeId }) => (routeId === row.id ? [name] : [])),
      spec: RouteSpec.parse(published.get(row.id) ?? draft),
    })),
  };
}

/** One route with its draft and all versions. @throws AppError `not_found` */
export async function loadRoute(db: Db | Transaction, name: string): Promise<Route> {
  const [row] = await db.select().from(route).where(eq(route.name, name));
  if (!row) throw missing();
  const [aliases, versions] = await Promise.all([
    db
      .select({ name: routeAlias.name })
      .from(routeAlias)
      .where(eq(routeAlias.routeId, row.id))
      .orderBy(asc(routeAlias.name)),
    db
      .select({
        version: routeVersion.version,
        spec: routeVersion.spec,
        note: routeVersion.note,
        restores: routeVersion.restores,
        author: member.name,
        createdAt: routeVersion.createdAt,
      })
      .from(routeVersion)
      .innerJoin(member, eq(member.id, routeVersion.memberId))
      .where(eq(routeVersion.routeId, row.id))
      .orderBy(desc(routeVersion.version)),
  ]);
  return {
    ...row,
    draft: RouteSpec.parse(row.draft),
    aliases: aliases.map((alias) => alias.name),
    versions: versions.map((version) => ({ ...version, spec: RouteSpec.parse(version.spec) })),
  };
}

/** Keeps a route with a draft. @throws AppError `conflict` when the name is taken, or there are too many */
export async function createRoute(db: Db | Transaction, { name, spec }: NewRoute, at: Date): Promise<Route> {
  return db.transaction(async (tx) => {
    if (Number(await tx.$count(route)) >= MOST_ROUTES)
      throw conflict(`There are ${MOST_ROUTES} routes at most.`);
    const [alias] = await tx.select().from(routeAlias).where(eq(routeAlias.name, name));
    const row = { id: newId(), name, draft: cleanJson(spec), revision: 1, createdAt: at, updatedAt: at };
    const rows = alias ? [] : await tx.insert(route).values(row).onConflictDoNothing().returning();
    if (rows.length === 0) throw conflict(`The name ${name} is taken.`);
    return loadRoute(tx, name);
  });
}

/** Saves the draft over the revision that the sender has seen. @throws AppError `not_found`, `conflict` */
export async function saveDraft(
  db: Db,
  name: string,
  { spec, revision }: DraftChange,
  at: Date,
): Promise<Route> {
  return db.transaction(async (tx) => {
    const { id } = await lockRoute(tx, name, revision);
    await tx
      .update(route)
      .set({ draft: cleanJson(spec), revision: revision + 1, updatedAt: at })
      .where(eq(route.id, id));
    return loadRoute(tx, name);
  });
}

/**
 * Makes the draft, or an earlier version, what programs get from the next request on.
 * @throws AppError `not_found`, also for a version that never was; `conflict` for a draft that has changed since, as it
 * would be published, or lost to the version that comes back
 */
export async function publishRoute(
  db: Db | Transaction,
  memberId: string,
  name: string,
  { revision, note, ...rest }: Publication,
  at: Date,
): Promise<Route> {
  return db.transaction(async (tx) => {
    const row = await lockRoute(tx, name, revision);
    const restores = rest.restores ?? null;
    const { versions } = await loadRoute(tx, name);
    const spec = restores === null ? row.draft : versions.find(({ version }) => version === restores)?.spec;
    if (spec === undefined) throw missing(`The route ${name} has no version ${restores}.`);
    const version = (versions[0]?.version ?? 0) + 1;
    const facts = { note, restores, memberId, createdAt: at };
    await tx.insert(routeVersion).values({ routeId: row.id, version, spec, ...facts });
    await tx
      .update(route)
      .set({
        publishedVersion: version,
        // What is brought back is what one goes on from.
        ...(restores === null ? {} : { draft: spec, revision: row.revision + 1 }),
        updatedAt: at,
      })
      .where(eq(route.id, row.id));
    return loadRoute(tx, name);
  });
}

/** Takes a route out of use, or brings it back. @throws AppError `not_found` */
export async function archiveRoute(
  db: Db | Transaction,
  name: string,
  archived: boolean,
  at: Date,
): Promise<Route> {
  const set = { archivedAt: archived ? at : null, updatedAt: at };
  const rows = await db.update(route).set(set).where(eq(route.name, name)).returning({ id: route.id });
  if (rows.length === 0) throw missing();
  return loadRoute(db, name);
}

/** Points another name at a route. @throws AppError `not_found`, `conflict` when a route has that name itself */
export async function setAlias(
  db: Db | Transaction,
  memberId: string,
  { alias, target }: { alias: string; target: string },
  at: Date,
): Promise<Route> {
  return db.transaction(async (tx) => {
    const [named] = await tx.select({ id: route.id }).from(route).where(eq(route.name, alias));
    if (named) throw conflict(`The name ${alias} is taken.`);
    const { id: routeId } = await loadRoute(tx, target);
    const set = { routeId, updatedAt: at, updatedBy: memberId };
    await tx
      .insert(routeAlias)
      .values({ name: alias, ...set })
      .onConflictDoUpdate({ target: routeAlias.name, set });
    return loadRoute(tx, target);
  });
}

/** Takes an alias away. @throws AppError `not_found` */
export async function removeAlias(db: Db | Transaction, alias: string): Promise<void> {
  const rows = await db.delete(routeAlias).where(eq(routeAlias.name, alias)).returning();
  if (rows.length === 0) throw missing(`There is no alias ${alias}.`);
}

/** The row, for nobody else to change. @throws AppError `conflict` when its draft is not the one that was seen */
async function lockRoute(tx: Transaction, name: string, seen: number) {
  const [row] = await tx.select().from(route).where(eq(route.name, name)).for("update");
  if (!row) throw missing();
  if (row.revision !== seen)
    throw conflict("The draft was changed in the meantime. Reload to see what it is now.");
  return row;
}

const missing = (message = "There is no such route.") => new AppError("not_found", {}, { message });
const conflict = (message: string) => new AppError("conflict", {}, { message });
