import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import type { JsonRecord } from "@/lib/core/lenient";
import type { Db } from "@/lib/db/client.server";
import { route, routeAlias, routeVersion } from "@/lib/db/schema/routes";
import { applyRoute, type Routed } from "./apply-route";
import { CHAT_SPELLING } from "./chat-spelling";
import { closestNames } from "./closest-names";
import { drawArm } from "./draw-arm";
import { parseRouteId } from "./route-id";
import { RouteSpec } from "./spec-request";
import type { Spelling } from "./spelling";

/** Who asks, as far as it is known: what an arm may stick to. */
export type Asker = { session: string | null; user: string | null; key: string | null };

/** What a route made of a request, and what goes on record of it. */
export type RoutedRequest = Routed & {
  record: { routeId: string; routeVersion: number; routeArm: string };
  name: string;
};

/**
 * Has a route choose the models of a request and fill in what the caller left open.
 * @param model what was asked for: a route's name or alias, with or without a version
 * @param once stands for whoever asks where there is nothing to stick to
 * @param spelling how the body is written
 * @throws AppError `unknown_route`, naming the closest ones; `invalid_request` for locks that cannot be said
 */
export async function routeRequest(
  db: Db,
  model: string,
  body: JsonRecord,
  asker: Asker,
  once: string,
  spelling: Spelling = CHAT_SPELLING,
): Promise<RoutedRequest> {
  const { routeId, name, version, spec } = await findVersion(db, model);
  const key = { session: asker.session ?? asker.user, user: asker.user, key: asker.key, nobody: null };
  const arm = drawArm(spec.arms, routeId, key[spec.stickyBy] ?? once);
  return {
    ...applyRoute(spec, arm, body, spelling),
    record: { routeId, routeVersion: version, routeArm: arm.name },
    name,
  };
}

async function findVersion(db: Db, model: string) {
  const asked = parseRouteId(model);
  if (!asked) throw await unknown(db, model);
  const { name, version } = asked;
  // Where an alias points may change, and a version with it: versions are asked for by the route's own name.
  const byAlias =
    version === null
      ? sql`(select ${routeAlias.routeId} from ${routeAlias} where ${routeAlias.name} = ${name})`
      : sql`null`;
  const [row] = await db
    .select({
      routeId: route.id,
      name: route.name,
      version: routeVersion.version,
      spec: routeVersion.spec,
    })
    .from(route)
    .innerJoin(routeVersion, eq(routeVersion.routeId, route.id))
    .where(
      and(
        isNull(route.archivedAt),
        eq(routeVersion.version, version ?? route.publishedVersion),
        sql`${route.id} = coalesce(
          (select ${route.id} from ${route} where ${route.name} = ${name}), ${byAlias})`,
      ),
    );
  if (!row) throw await unknown(db, model);
  return { ...row, spec: RouteSpec.parse(row.spec) };
}

/** Says what is wrong, and what may have been meant. */
async function unknown(db: Db, model: string): Promise<AppError> {
  const [routes, aliases] = await Promise.all([
    db
      .select({
        id: route.id,
        name: route.name,
        published: route.publishedVersion,
        archivedAt: route.archivedAt,
      })
      .from(route),
    db.select({ name: routeAlias.name, routeId: routeAlias.routeId }).from(routeAlias),
  ]);
  const { name = model.replace(/^route\//, "").slice(0, 64), version = null } = parseRouteId(model) ?? {};
  const target = aliases.find((alias) => alias.name === name)?.routeId;
  const known = routes.find((one) => one.name === name || one.id === target);
  if (known?.archivedAt) return failure(`The route ${known.name} is archived.`);
  if (known && known.published === null)
    return failure(`The route ${known.name} has not been published yet.`);
  if (known && known.id === target && known.name !== name && version !== null)
    return failure(
      `A version is of a route, not of an alias: route/${name} is another name for route/${known.name}.`,
    );
  if (known)
    return failure(`The route ${known.name} has no version ${version}; the newest is ${known.published}.`);
  const living = routes.filter(({ archivedAt, published }) => archivedAt === null && published !== null);
  const leading = aliases.filter(({ routeId }) => living.some(({ id }) => id === routeId));
  const close = closestNames(
    name,
    [...living, ...leading].map((one) => one.name),
  );
  const hint = close.length === 0 ? "" : ` Closest: ${close.map((one) => `route/${one}`).join(", ")}.`;
  return failure(`There is no route ${name}.${hint}`);
}

const failure = (message: string) => new AppError("unknown_route", {}, { message });
