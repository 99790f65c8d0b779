import "server-only";
import type { Db } from "@/lib/db/client.server";
import type { CatalogResponse } from "./api";
import { type Gone, readGone, readRepriced } from "./history.server";
import type { CatalogModel } from "./model";
import { nearestModels } from "./nearest-models";

type Marks = Pick<CatalogResponse, "repriced" | "gone">;

/**
 * What a list says beside its rows: which of them were repriced lately, and which models left it.
 * @param former what was said of an earlier list, in which nothing may have changed
 */
export async function readMarks(
  db: Db,
  upstream: string,
  { models, now, former }: { models: readonly CatalogModel[]; now: Date; former: Former },
): Promise<Marks> {
  const [repriced, gone] = [await readRepriced(db, upstream, now), await readGone(db, upstream)];
  // Some hundred thousand comparisons are not made every few minutes for nothing.
  const isSame = former.models === models && namesOf(former.gone) === namesOf(gone.map(toFacts));
  return { repriced, gone: isSame ? former.gone : gone.map((one) => toGoneModel(one, models)) };
}

type Former = Pick<CatalogResponse, "gone"> & { models: readonly CatalogModel[] };

const namesOf = (gone: readonly { id: string; goneAt: Date }[]): string =>
  gone.map(({ id, goneAt }) => `${id} ${goneAt.getTime()}`).join();

const toFacts = ({ model, goneAt }: Gone) => ({ id: model.id, goneAt });

const toGoneModel = (
  { model, goneAt }: Gone,
  models: readonly CatalogModel[],
): CatalogResponse["gone"][number] => ({
  id: model.id,
  canonicalSlug: model.canonicalSlug,
  name: model.name,
  goneAt,
  prices: model.prices,
  nearest: nearestModels(model, models, 1)[0]?.id ?? null,
});
