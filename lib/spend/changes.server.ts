import "server-only";
import type { CatalogState } from "@/lib/catalog/catalog.server";
import type { ChangesPage, Difference, ModelChange } from "@/lib/catalog/changes-api";
import { type RecordedChange, readChanges, readRecordedSince } from "@/lib/catalog/history.server";
import type { Db } from "@/lib/db/client.server";
import { decodeCursor, encodeCursor } from "@/lib/ledger/cursor";
import type { ChangesQuery } from "./changes-request";
import { priceEffect, thresholdsOf } from "./price-effect";
import type { Recent } from "./recent.server";
import { modelTraffic, modelUses, type Uses } from "./traffic.server";

const DAY = 86_400_000;

/** Whose changes and whose traffic: the list as it is now, and the account that is charged. */
export type Watch = {
  db: Db;
  upstream: string;
  catalog: CatalogState;
  account: string;
  /** Whose traffic alone; left out for everyone's. */
  memberId?: string | undefined;
  now: Date;
};

/** The traffic that a watch compares with, under the catalogue's names, also of models that are gone. */
export const recentOf = ({ account, memberId, now, catalog }: Watch): Recent => ({
  account,
  memberId,
  now,
  models: [...catalog.models, ...catalog.gone],
});

/**
 * One page of what changed in the model list, newest first, with what it means for the account.
 * @throws AppError `invalid_request` when the cursor is not one of ours
 */
export async function listChanges(watch: Watch, query: ChangesQuery): Promise<ChangesPage> {
  const { db, upstream, now } = watch;
  const place = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
  const uses = await modelUses(db, recentOf(watch));
  const rows = await readChanges(db, upstream, {
    since: new Date(now.getTime() - query.days * DAY),
    models: namesIn(query, uses),
    kinds: query.kind,
    after: place && { at: place.startedAt, id: place.id },
    // One more than asked tells whether there is a next page.
    limit: query.limit + 1,
  });
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    changes: await withEffects(watch, page, uses),
    nextCursor: last && rows.length > query.limit ? encodeCursor({ startedAt: last.at, id: last.id }) : null,
    recordedSince: await readRecordedSince(db, upstream),
    trafficFrom: uses.from,
  };
}

function namesIn({ model, used }: ChangesQuery, { byModel }: Uses): string[] | undefined {
  if (used === "false") return model === undefined ? undefined : [model];
  return model === undefined ? [...byModel.keys()] : byModel.has(model) ? [model] : [];
}

/** Changes with what is known of their models now, and what new prices cost on the account's own traffic. */
export async function withEffects(
  watch: Watch,
  changes: readonly RecordedChange[],
  uses: Uses,
): Promise<ModelChange[]> {
  const { db, catalog } = watch;
  const repriced = changes.filter(
    ({ model, differences }) => uses.byModel.has(model) && priceOf(differences),
  );
  const prices = repriced.flatMap(({ differences }) => priceOf(differences) ?? []);
  const traffic = await modelTraffic(
    db,
    recentOf(watch),
    [...new Set(repriced.map(({ model }) => model))],
    thresholdsOf(prices.flatMap(({ before, after }) => [before, after])),
  );
  const names = new Map(catalog.models.map(({ id, name }) => [id, name]));
  const gone = new Map(catalog.gone.map((one) => [one.id, one]));
  return changes.map((change): ModelChange => {
    const { model, differences } = change;
    const [price, ran] = [priceOf(differences), traffic.get(model)];
    return {
      ...change,
      name: names.get(model) ?? gone.get(model)?.name ?? model,
      isGone: !names.has(model),
      nearest: gone.get(model)?.nearest ?? null,
      uses: uses.byModel.get(model) ?? 0,
      effect: price && ran ? priceEffect(price, ran) : null,
    };
  });
}

export const priceOf = (differences: readonly Difference[]) =>
  differences.find((difference) => difference.kind === "price");
