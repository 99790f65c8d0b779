import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import { newId } from "@/lib/core/ids";
import type { Transaction } from "@/lib/db/client.server";
import { goneModel, priceChange } from "@/lib/db/schema/catalog";
import type { ChangeKind } from "./changes-api";
import { compareLists } from "./differences";
import type { CatalogModel } from "./model";
import { readModel, readModels } from "./read-model";

/** Rows per statement; each takes seven parameters. */
const BATCH = 500;

type List = { rows: readonly unknown[] };

/** Writes down what changed from one list to the next; models that vanished keep their last row. */
export async function recordChanges(
  tx: Transaction,
  upstream: string,
  before: List,
  after: List & { digest: string; fetchedAt: Date },
): Promise<void> {
  const [old, now] = [readModels(before.rows).models, readModels(after.rows).models];
  const known = new Set(old.map(({ id }) => id));
  const newcomers = now.map(({ id }) => id).filter((id) => !known.has(id));
  const changes = compareLists(old, now, await readLost(tx, upstream, newcomers));
  const { digest, fetchedAt: at } = after;
  for (let start = 0; start < changes.length; start += BATCH) {
    const part = changes.slice(start, start + BATCH).map(({ model, differences }) => ({
      ...{ id: newId(), upstream, digest, model, at, differences },
      kinds: differences.map(({ kind }) => kind),
    }));
    await tx.insert(priceChange).values(part).onConflictDoNothing();
  }
  await keepGone(tx, upstream, before.rows, idsWith("gone"), at);
  const back = idsWith("returned");
  if (back.length > 0)
    await tx.delete(goneModel).where(and(eq(goneModel.upstream, upstream), inArray(goneModel.model, back)));

  function idsWith(kind: ChangeKind): string[] {
    return changes
      .filter(({ differences }) => differences.some((difference) => difference.kind === kind))
      .map(({ model }) => model);
  }
}

/** Which of these models had vanished before, as their rows were. */
async function readLost(
  tx: Transaction,
  upstream: string,
  ids: string[],
): Promise<Map<string, CatalogModel>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .select({ row: goneModel.row })
    .from(goneModel)
    .where(and(eq(goneModel.upstream, upstream), inArray(goneModel.model, ids)));
  return new Map(
    rows.flatMap(({ row }) => {
      const model = readModel(row);
      return model === null ? [] : [[model.id, model] as const];
    }),
  );
}

async function keepGone(
  tx: Transaction,
  upstream: string,
  rows: readonly unknown[],
  ids: string[],
  goneAt: Date,
): Promise<void> {
  const gone = new Set(ids);
  const last = new Map(
    rows.flatMap((row) => {
      const id = readModel(row)?.id;
      return id !== undefined && gone.has(id) ? [[id, row] as const] : [];
    }),
  );
  const values = [...last].map(([model, row]) => ({ upstream, model, row, goneAt }));
  for (let start = 0; start < values.length; start += BATCH)
    await tx
      .insert(goneModel)
      .values(values.slice(start, start + BATCH))
      .onConflictDoUpdate({
        target: [goneModel.upstream, goneModel.model],
        set: { row: sql`excluded.row`, goneAt: sql`excluded.gone_at` },
      });
}
