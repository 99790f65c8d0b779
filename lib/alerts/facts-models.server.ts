import "server-only";
import { and, eq, gt, isNotNull, isNull, or } from "drizzle-orm";
import type { CatalogState } from "@/lib/catalog/catalog.server";
import { findModel, stripVariant } from "@/lib/catalog/find-model";
import { readChanges } from "@/lib/catalog/history.server";
import type { Db } from "@/lib/db/client.server";
import { route, routeVersion } from "@/lib/db/schema/routes";
import { virtualKey } from "@/lib/db/schema/team";
import { isRoute } from "@/lib/routes/is-route";
import { RouteSpec } from "@/lib/routes/spec-request";
import { priceOf } from "@/lib/spend/changes.server";
import { modelUses } from "@/lib/spend/traffic.server";
import type { InUse, LeavingModel, RepricedModel } from "./judge-models";

export type ModelWatch = { account: string; upstream: string; catalog: CatalogState; now: Date };

type Use = { uses: number; routes: Set<string>; keys: Set<string> };

/** The models in use, by the catalogue's ids: lately asked, in a published route, or on a key's list. */
export async function readInUse(db: Db, { account, catalog, now }: ModelWatch): Promise<Map<string, InUse>> {
  const models = [...catalog.models, ...catalog.gone];
  const inUse = new Map<string, Use>();
  const noted = (asked: string): Use => {
    const id = findModel(catalog.models, asked)?.id ?? stripVariant(asked);
    const use = inUse.get(id) ?? { uses: 0, routes: new Set(), keys: new Set() };
    inUse.set(id, use);
    return use;
  };
  const { byModel } = await modelUses(db, { account, now, models });
  for (const [model, uses] of byModel) noted(model).uses += uses;
  for (const { name, spec } of await publishedRoutes(db)) {
    const read = RouteSpec.safeParse(spec);
    const asked = read.success ? read.data.arms.flatMap((arm) => arm.models) : [];
    for (const model of asked) noted(model).routes.add(name);
  }
  for (const { name, models: listed } of await listingKeys(db, now)) {
    for (const model of listed ?? []) if (!isRoute(model)) noted(model).keys.add(name);
  }
  return new Map(
    [...inUse].map(([id, { uses, routes, keys }]) => [
      id,
      { uses, routes: [...routes].sort(), keys: [...keys].sort() },
    ]),
  );
}

const publishedRoutes = (db: Db) =>
  db
    .select({ name: route.name, spec: routeVersion.spec })
    .from(route)
    .innerJoin(
      routeVersion,
      and(eq(routeVersion.routeId, route.id), eq(routeVersion.version, route.publishedVersion)),
    )
    .where(isNull(route.archivedAt));

const listingKeys = (db: Db, now: Date) =>
  db
    .select({ name: virtualKey.name, models: virtualKey.models })
    .from(virtualKey)
    .where(
      and(
        isNull(virtualKey.revokedAt),
        or(isNull(virtualKey.expiresAt), gt(virtualKey.expiresAt, now)),
        isNotNull(virtualKey.models),
      ),
    );

/** How long a new price is news. */
const PRICE_DAYS = 7;
const DAY = 86_400_000;
const MOST_CHANGES = 500;

/** New prices of models in use, no older than a week and the rule; null without a model list. */
export async function readRepricedModels(
  db: Db,
  watch: ModelWatch,
  since: Date,
): Promise<RepricedModel[] | null> {
  const { upstream, catalog, now } = watch;
  if (catalog.fetchedAt === null) return null;
  const inUse = await readInUse(db, watch);
  const week = new Date(now.getTime() - PRICE_DAYS * DAY);
  const changes = await readChanges(db, upstream, {
    since: since > week ? since : week,
    models: [...inUse.keys()],
    kinds: ["price"],
    limit: MOST_CHANGES,
  });
  return changes.flatMap(({ id, model, at, differences }) => {
    const [price, use] = [priceOf(differences), inUse.get(model)];
    if (!price || !use) return [];
    const { before, after } = price;
    return [{ ...{ id, model, at, before, after, use }, name: nameOf(catalog, model) }];
  });
}

/** Models in use that have a last day, or are gone; null without a model list. */
export async function readLeavingModels(db: Db, watch: ModelWatch): Promise<LeavingModel[] | null> {
  const { catalog } = watch;
  if (catalog.fetchedAt === null) return null;
  const listed = new Map(catalog.models.map((model) => [model.id, model]));
  const gone = new Map(catalog.gone.map((model) => [model.id, model]));
  return [...(await readInUse(db, watch))].flatMap(([model, use]): LeavingModel[] => {
    const [row, lost] = [listed.get(model), gone.get(model)];
    const about = { model, use, name: nameOf(catalog, model) };
    if (row) return row.expiresOn === null ? [] : [{ ...about, on: row.expiresOn, nearest: null }];
    return lost ? [{ ...about, on: null, nearest: lost.nearest }] : [];
  });
}

const nameOf = ({ models, gone }: CatalogState, id: string): string =>
  models.find((model) => model.id === id)?.name ?? gone.find((model) => model.id === id)?.name ?? id;
