import "server-only";
import type { Db, Transaction } from "@/lib/db/client.server";
import { WITHOUT_JIT } from "@/lib/db/without-jit.server";
import type { Dimension, Value } from "@/lib/ledger/dimensions";
import { knownCost } from "./derived-figures";
import { namesOf } from "./labels.server";
import { MOST_GROUPS, MOST_PARTS, MOST_SERIES, type Overview } from "./overview-api";
import type { OverviewQuery } from "./overview-request";
import { inOrder } from "./rank";
import { choicesOf, createReader, type Reader } from "./reader.server";
import { type Span, spanOf } from "./span";
import { addSums, failedOf, noSums, type Sums, toFigures, tokensOf } from "./sums";
import { askForZone } from "./zones.server";

type Options = { account: string; query: OverviewQuery; now: Date; mostRows?: number };
type Grouped = { value: Value; sums: Sums };

/**
 * All that the page of spend shows, as it was at one moment, by the time at which generations started.
 * @throws AppError `invalid_request` for a time or a choice that cannot be answered
 */
export async function spendOverview(db: Db, { query, ...scope }: Options): Promise<Overview> {
  const span = spanOf(query, scope.now);
  await askForZone(db, span.timeZone, scope.now);
  return db.transaction(
    async (tx) => {
      await tx.execute(WITHOUT_JIT);
      const reader = await createReader(tx, { ...scope, span, choices: choicesOf(query) });
      return await assemble(tx, reader, span, query);
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
}

async function assemble(
  tx: Transaction,
  reader: Reader,
  span: Span,
  query: OverviewQuery,
): Promise<Overview> {
  const { groupBy, rank } = query;
  const inside = query.inside === groupBy ? undefined : query.inside;
  const starts = span.boundaries.slice(0, -1);
  const { before, buckets } = await reader.buckets();
  const found = await reader.groups(groupBy, rank);
  const [groups, untold] = [
    inOrder(
      found.filter(({ others }) => others === 0),
      rank,
    ),
    found.filter(({ others }) => others > 0),
  ];
  const [shown, beyond] = [groups.slice(0, MOST_GROUPS), groups.slice(MOST_GROUPS)];
  const parts = inside === undefined ? null : await reader.parts(groupBy, inside);
  const top = shown.slice(0, MOST_SERIES);
  const lines = await reader.lines(
    groupBy,
    top.map(({ value }) => value),
  );
  const nameOf = await namesOf(
    tx,
    groupBy,
    shown.map(({ value }) => value),
  );
  const named = (value: Value) => ({ key: value, label: nameOf(value) });
  const nameOfPart = await namesOfParts(tx, inside, parts);
  return {
    from: span.boundaries[0] ?? new Date(0),
    to: span.boundaries.at(-1) ?? new Date(0),
    timeZone: query.timeZone,
    bucket: span.bucket,
    groupBy,
    totals: toFigures(addSums(buckets)),
    before,
    buckets: starts.map((start, index) => ({ start, figures: toFigures(buckets[index] ?? noSums()) })),
    groups: shown.map(({ value, sums }) => {
      const all = inOrder(parts?.get(value) ?? [], rank);
      return {
        ...named(value),
        figures: toFigures(sums),
        parts: all
          .slice(0, MOST_PARTS)
          .map((part) => ({ key: part.value, label: nameOfPart(part.value), figures: toFigures(part.sums) })),
        rest: restOf(all.slice(MOST_PARTS)),
      };
    }),
    groupCount: untold.reduce((count, { others }) => count + others, groups.length),
    rest: restOf([...beyond, ...untold]),
    series: top.map(({ value }, index) => ({ ...named(value), points: pointsOf(starts, lines[index + 1]) })),
    other: groups.length > top.length ? pointsOf(starts, lines[0]) : null,
    overlapping: groupBy === "tag",
  };
}

const restOf = (beyond: readonly Grouped[]) =>
  beyond.length === 0 ? null : toFigures(addSums(beyond.map(({ sums }) => sums)));

const pointsOf = (starts: readonly Date[], line: readonly Sums[] = []) =>
  starts.map((_, index) => {
    const sums = line[index] ?? noSums();
    return {
      cost: knownCost(sums),
      unknown: sums.unknown,
      generations: sums.generations,
      tokens: tokensOf(sums),
      failed: failedOf(sums),
    };
  });

async function namesOfParts(
  tx: Transaction,
  inside: Dimension | undefined,
  parts: ReadonlyMap<Value, Grouped[]> | null,
): Promise<(value: Value) => string> {
  if (inside === undefined || parts === null) return () => "";
  const values = new Set([...parts.values()].flat().map(({ value }) => value));
  return namesOf(tx, inside, [...values]);
}
