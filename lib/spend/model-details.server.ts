import "server-only";
import type { Pricing } from "@/lib/catalog/api";
import type { ModelDetails } from "@/lib/catalog/details-api";
import { pricingOf } from "@/lib/catalog/differences";
import { findModel, stripVariant } from "@/lib/catalog/find-model";
import {
  type Gone,
  type RecordedChange,
  readChanges,
  readGoneModel,
  readRawRow,
  readRecordedSince,
} from "@/lib/catalog/history.server";
import type { CatalogModel } from "@/lib/catalog/model";
import { nearestModels } from "@/lib/catalog/nearest-models";
import { readExtras } from "@/lib/catalog/read-extras";
import { AppError } from "@/lib/core/errors";
import { priceOf, recentOf, type Watch, withEffects } from "./changes.server";
import { modelUsage } from "./model-usage.server";

/** Changes shown of one model, the latest ones. */
const MOST_CHANGES = 100;

/**
 * Everything known of one model, as it is listed or as it was last.
 * @throws AppError `not_found` for what was never listed
 */
export async function modelDetails(watch: Watch, id: string): Promise<ModelDetails> {
  const { db, upstream, catalog } = watch;
  const { model, goneAt } = await findListedOrGone(watch, id);
  const changes = await readChanges(db, upstream, { models: [model.id], limit: MOST_CHANGES });
  const usage = await modelUsage(db, recentOf(watch));
  const isLeaving = goneAt !== null || model.expiresOn !== null;
  return {
    model,
    goneAt,
    nearest: isLeaving ? nearestModels(model, catalog.models).map((one) => one.id) : [],
    ...relativesOf(model, catalog.models),
    ...readExtras(await readRawRow(db, upstream, model.id)),
    priceHistory: priceHistory(changes, pricingOf(model)),
    changes: await withEffects(watch, changes, {
      from: usage.from,
      byModel: new Map(usage.models.map((one) => [one.model, one.generations])),
    }),
    recordedSince: await readRecordedSince(db, upstream),
    usage: usage.models.find((one) => one.model === model.id) ?? null,
    usageFrom: usage.from,
    fetchedAt: catalog.fetchedAt,
  };
}

async function findListedOrGone(
  { db, upstream, catalog }: Watch,
  id: string,
): Promise<{ model: CatalogModel; goneAt: Date | null }> {
  const model = findModel(catalog.models, id);
  if (model) return { model, goneAt: null };
  const gone: Gone | null = await readGoneModel(db, upstream, stripVariant(id));
  if (gone === null) throw new AppError("not_found", {}, { message: "There is no such model." });
  return gone;
}

/** Rows that are the same model otherwise offered, and ids that stand for it. */
function relativesOf(model: CatalogModel, models: readonly CatalogModel[]) {
  const base = model.id.split(":")[0];
  const variants = models.filter((one) => one.id !== model.id && one.id.split(":")[0] === base);
  const aliases = models.filter(
    ({ aliasTarget }) => aliasTarget !== null && findModel(models, aliasTarget)?.id === model.id,
  );
  return { variants: variants.map(({ id }) => id), aliases: aliases.map(({ id }) => id) };
}

/** From the newest change back to what it cost when records began, or when the model came. */
function priceHistory(changes: readonly RecordedChange[], current: Pricing): ModelDetails["priceHistory"] {
  const history: ModelDetails["priceHistory"] = [];
  let pricing = current;
  for (const { at, differences } of changes) {
    const price = priceOf(differences);
    const isNew = differences.some(({ kind }) => kind === "new");
    if (!price && !isNew) continue;
    history.unshift({ from: at, pricing });
    if (isNew) return history;
    pricing = price?.before ?? pricing;
  }
  return [{ from: null, pricing }, ...history];
}
