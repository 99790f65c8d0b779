import "server-only";
import type { Db } from "@/lib/db/client.server";
import { WITHOUT_JIT } from "@/lib/db/without-jit.server";
import type { Dimension, Value } from "@/lib/ledger/dimensions";
import { narrowTo } from "@/lib/ledger/narrow-to";
import { namesOf } from "./labels.server";
import type { DimensionValues } from "./overview-api";
import type { ValuesQuery } from "./overview-request";
import { inOrder } from "./rank";
import { createReader, MOST_ROWS, type Reader } from "./reader.server";
import { spanOf } from "./span";
import { addSums, noSums } from "./sums";

const MOST_VALUES = 100;

type Options = {
  account: string;
  /** Whose values alone; undefined for everyone's. */
  memberId?: string | undefined;
  query: ValuesQuery;
  now: Date;
  mostRows?: number;
};

/** Of all times: no roll-up is split by them, but each counts them. */
async function fallbacksOf(reader: Reader) {
  const { buckets } = await reader.buckets();
  const { generations, fallbacks } = addSums(buckets);
  const counted = (value: Value, count: number) => ({ value, sums: { ...noSums(), generations: count } });
  return [counted("taken", fallbacks), counted(null, generations - fallbacks)].filter(
    ({ sums }) => sums.generations > 0,
  );
}

/** Tags beyond those that are told one by one can be typed. */
const toldApart = async (reader: Reader, dimension: Dimension) =>
  (await reader.groups(dimension, "generations", "amounts")).filter(({ others }) => others === 0);

/**
 * What a dimension's filter can be set to: the values of a time that a search finds by name or by key, most used first.
 * @throws AppError `invalid_request` for a time that cannot be
 */
export async function dimensionValues(
  db: Db,
  { account, memberId, query, now, mostRows = MOST_ROWS.postgres }: Options,
): Promise<DimensionValues> {
  // Nothing is told apart by time.
  const span = spanOf({ ...query, bucket: "month" }, now);
  return db.transaction(
    async (tx) => {
      await tx.execute(WITHOUT_JIT);
      const reader = await createReader(tx, {
        account,
        span: { ...span, beforeFrom: null },
        choices: narrowTo(memberId, {}),
        now,
        mostRows,
      });
      const found = query.dimension === "fallback" ? fallbacksOf : () => toldApart(reader, query.dimension);
      const groups = inOrder(await found(reader), "generations");
      const nameOf = await namesOf(
        tx,
        query.dimension,
        groups.map(({ value }) => value),
      );
      const wanted = query.search.trim().toLowerCase();
      const values = groups
        .map(({ value, sums }) => ({ key: value, label: nameOf(value), generations: sums.generations }))
        .filter(({ key, label }) => [label, key ?? ""].some((text) => text.toLowerCase().includes(wanted)));
      return { values: values.slice(0, MOST_VALUES) };
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
}
