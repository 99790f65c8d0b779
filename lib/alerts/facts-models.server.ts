import "server-only";
import { and, eq, gt, isNotNull, isNull, or } from "drizzle-orm";
import type { CatalogState } from "@/lib/catalog/catalog.server";
import { findModel, stripVariant } from "@/lib/catalog/find-model";
import { readChanges } from "@/lib/catalog/history.server";
import { modelPath } from "@/lib/catalog/model-path";
import type { Db } from "@/lib/db/client.server";
import { route, routeVersion } from "@/lib/db/schema/routes";
import { virtualKey } from "@/lib/db/schema/team";
import { generationsPath } from "@/lib/ledger/paths";
import { isRoute } from "@/lib/routes/is-route";
import { RouteSpec } from "@/lib/routes/spec-request";
import { priceOf } from "@/lib/spend/changes.server";
import { modelUses } from "@/lib/spend/traffic.server";
import type { InUse, LeavingModel, RepricedModel } from "./judge-models";

type ModelList = { upstream: string; catalog: CatalogState };

/** Whose traffic, and where models stand: in the ordinary list, or in that of embeddings, which an upstream may lack. */
export type ModelWatch = { account: string; lists: readonly [ModelList, ModelList]; now: Date };

type Use = { uses: number; routes: Set<string>; keys: Set<string> };

/** The models in use, by the catalogue's ids: lately asked, in a published route, or on a key's list. */
export async function readInUse(db: Db, { account, lists, now }: ModelWatch): Promise<Map<string, InUse>> {
  const { listed, gone } = rowsOf(lists);
  const inUse = new Map<string, Use>();
  const noted = (asked: string): Use => {
    const id = findModel(listed, asked)?.id ?? stripVariant(asked);
    const use = inUse.get(id) ?? { uses: 0, routes: new Set(), keys: new Set() };
    inUse.set(id, use);
    return use;
  };
  const { byModel } = await modelUses(db, { account, now, models: [...listed, ...gone] });
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

const rowsOf = (lists: ModelWatch["lists"]) => ({
  listed: lists.flatMap(({ catalog }) => catalog.models),
  gone: lists.flatMap(({ catalog }) => catalog.gone),
});

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
  const { lists, now } = watch;
  if (lists[0].catalog.fetchedAt === null) return null;
  const inUse = await readInUse(db, watch);
  const week = new Date(now.getTime() - PRICE_DAYS * DAY);
  const filter = {
    since: since > week ? since : week,
    models: [...inUse.keys()],
    kinds: ["price" as const],
    limit: MOST_CHANGES,
  };
  const changes = await Promise.all(lists.map(({ upstream }) => readChanges(db, upstream, filter)));
  return changes.flat().flatMap(({ id, model, at, differences }) => {
    const [price, use] = [priceOf(differences), inUse.get(model)];
    if (!price || !use) return [];
    const { before, after } = price;
    return [{ ...{ id, at, before, after, use }, ...aboutOf(lists, model) }];
  });
}

/** Models in use that have a last day, or are gone; null without a model list. */
export async function readLeavingModels(db: Db, watch: ModelWatch): Promise<LeavingModel[] | null> {
  const { lists } = watch;
  if (lists[0].catalog.fetchedAt === null) return null;
  const rows = rowsOf(lists);
  const listed = new Map(rows.listed.map((model) => [model.id, model]));
  const gone = new Map(rows.gone.map((model) => [model.id, model]));
  return [...(await readInUse(db, watch))].flatMap(([model, use]): LeavingModel[] => {
    const [row, lost] = [listed.get(model), gone.get(model)];
    const about = { ...aboutOf(lists, model), use };
    if (row) return row.expiresOn === null ? [] : [{ ...about, on: row.expiresOn, nearest: null }];
    return lost ? [{ ...about, on: null, nearest: lost.nearest }] : [];
  });
}

/** What a model is called, and where it can be looked at: those for embeddings have no page, but their generations. */
function aboutOf([ordinary, embeddings]: ModelWatch["lists"], model: string) {
  const named = ({ catalog }: ModelList) =>
    [...catalog.models, ...catalog.gone].find(({ id }) => id === model)?.name;
  const name = named(ordinary);
  return {
    ...{ model, name: name ?? named(embeddings) ?? model },
    link: name === undefined ? generationsPath({ model }) : `/models/${modelPath(model)}`,
  };
}
