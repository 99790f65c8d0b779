import "server-only";
import { and, eq, inArray, lt, lte, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { Engine, Transaction } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import { spendDay, spendMark } from "@/lib/db/schema/spend";
import { type Choices, DIMENSIONS, type Dimension, type Value } from "@/lib/ledger/dimensions";
import { coverTime, joinCovers, type Piece, QUARTER, type Range } from "./cover";
import { MOST_TAGS, type Overview, type Rank } from "./overview-api";
import { type Answer, among, type Question, readSums } from "./read-sums.server";
import { HOURS } from "./rollup-hours.server";
import { weeksOf } from "./rollup-weeks.server";
import type { Span } from "./span";
import { areRolledUp, splitsOf } from "./splits";
import { noSums, type Sums, toFigures } from "./sums";
import { readProgress, tookTooLong, tooMuch } from "./too-much.server";

type Grouped = { value: Value; sums: Sums };
/** `others`: of how many tags it is the sum, which are too many to be told one by one; 0 of one. */
type Counted = Grouped & { others: number };

/** Reads figures of one time and one choice, all of the same moment. */
export type Reader = {
  /** One sum for each bucket, and what there was before. */
  buckets(): Promise<{ before: Overview["before"]; buckets: Sums[] }>;
  /** @param rank which tags are told one by one, where there are too many */
  groups(by: Dimension, rank?: Rank, figures?: Question["figures"]): Promise<Counted[]>;
  parts(by: Dimension, inside: Dimension): Promise<Map<Value, Grouped[]>>;
  /** For each of these values a sum for each bucket, from 1; all others together are 0. */
  lines(by: Dimension, values: readonly Value[]): Promise<Sums[][]>;
  /** One sum for each bucket, from 1, in which anything ran, and each value of a dimension where one is given. */
  cells(by?: Dimension, how?: Cells): Promise<{ bucket: number; value: Value; sums: Sums }[]>;
};

type Cells = {
  /** Of these buckets alone, in their order; all where none are given. */
  buckets?: readonly number[] | undefined;
  /** Of these values of the dimension alone. */
  values?: readonly Value[] | undefined;
  figures?: Question["figures"];
};

type Scope = {
  account: string;
  span: Span;
  choices: Choices;
  now: Date;
  /** More generations than so many are not read one by one. */
  mostRows?: number;
};

/** The choices of a query that has one for each dimension beside other things. */
export const choicesOf = (query: Choices): Choices =>
  Object.fromEntries(
    DIMENSIONS.flatMap((dimension) => (query[dimension] ? [[dimension, query[dimension]]] : [])),
  );

/** So many generations are read one by one. Of the embedded engine, all streams wait for that. */
export const MOST_ROWS: Readonly<Record<Engine, number>> = { pglite: 50_000, postgres: 400_000 };

/** @param tx everything is read in it, so it has to see one moment */
export async function createReader(tx: Transaction, scope: Scope): Promise<Reader> {
  const { account, span, choices: asked, now, mostRows = MOST_ROWS.postgres } = scope;
  const { boundaries, beforeFrom } = span;
  const [from, to] = [boundaries[0] ?? now, boundaries.at(-1) ?? now];
  const begin = beforeFrom ?? from;
  const { timeZone } = span;
  const pieces = await readPieces(tx, account, [weeksOf(timeZone), timeZone, HOURS], begin, to);
  const marked = await readMarks(tx, account, begin, to);

  /** @param times each by where it is cut, one after the other */
  async function ask(
    times: readonly (readonly Date[])[],
    { choices = asked, ...rest }: Ask,
  ): Promise<Answer[]> {
    const splits = splitsOf([...dimensionsOf(choices), ...rest.by]);
    const isRolled = areServed(choices, rest.by);
    const known = { pieces: isRolled ? pieces : [], marked, hasQuarters: isRolled && splits.length <= 1 };
    const cover = joinCovers(times.map((cuts) => coverTime(cuts.map(Number), known)));
    try {
      const found = await countRaw(tx, account, cover.raw, mostRows + 1);
      if (found > mostRows) throw await refusal(isRolled);
      // Planning what reads the ledger takes longer than all that is read of the roll-ups.
      const raw = found > 0 ? cover.raw : [];
      return await readSums(tx, {
        ...{ account, cover: { ...cover, raw }, splits, choices, figures: "all" as const },
        ...rest,
      });
    } catch (error) {
      throw tookTooLong(error) ? tooMuch(isRolled) : error;
    }
  }

  const refusal = async (isRolled: boolean) =>
    tooMuch(
      isRolled,
      isRolled ? await readProgress(tx, { account, pieces, timeZone, begin, to, now }) : null,
    );

  return {
    async buckets() {
      const withBefore = beforeFrom ? [beforeFrom, ...boundaries] : boundaries;
      const answers = await ask([withBefore], { by: [], boundaries: withBefore });
      const sums = new Map(answers.map((answer) => [answer.bucket, answer.sums]));
      const first = beforeFrom ? 2 : 1;
      const buckets = boundaries.slice(1).map((_, index) => sums.get(index + first) ?? noSums());
      const before =
        beforeFrom && (await hasBegun(tx, account, beforeFrom))
          ? { from: beforeFrom, to: from, totals: toFigures(sums.get(1) ?? noSums()) }
          : null;
      return { before, buckets };
    },
    async groups(by, rank = "cost", figures = "all") {
      const best = by === "tag" ? { rank, most: MOST_TAGS } : undefined;
      const answers = await ask([[from, to]], { by: [by], best, figures });
      return answers.map(({ first, others, sums }) => ({ value: first, others, sums }));
    },
    async parts(by, inside) {
      const answers = await ask([[from, to]], { by: [by, inside] });
      const parts = new Map<Value, Grouped[]>();
      for (const { first, second, sums } of answers) {
        const known = parts.get(first) ?? [];
        known.push({ value: second, sums });
        parts.set(first, known);
      }
      return parts;
    },
    async lines(by, values) {
      const answers = await ask([boundaries], { by: [by], boundaries, only: values, figures: "amounts" });
      const lines: Sums[][] = [];
      for (const { bucket, first, sums } of answers) {
        const line = lines[Number(first)] ?? [];
        line[bucket - 1] = sums;
        lines[Number(first)] = line;
      }
      return lines;
    },
    async cells(by, { buckets, values, figures = "amounts" } = {}) {
      const times = buckets
        ? runsOf(buckets).map(([first, end]) => boundaries.slice(first - 1, end + 1))
        : [boundaries];
      const choices = by && values ? { ...asked, [by]: { exclude: false, values: [...values] } } : asked;
      const answers = await ask(times, { by: by ? [by] : [], boundaries, figures, choices });
      return answers.map(({ bucket, first, sums }) => ({ bucket, value: first, sums }));
    },
  };
}

type Ask = Pick<Question, "by"> &
  Partial<Pick<Question, "boundaries" | "only" | "figures" | "best" | "choices">>;

const dimensionsOf = (choices: Choices): Dimension[] => Object.keys(choices) as Dimension[];

/** First and last of the numbers that follow one on another. */
function runsOf(numbers: readonly number[]): [first: number, last: number][] {
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run?.[1] === number - 1) run[1] = number;
    else runs.push([number, number]);
  }
  return runs;
}

/** Whether roll-ups tell these groups of what these choices leave, once they are built. */
export const areServed = (choices: Choices, by: readonly Dimension[]): boolean =>
  areRolledUp([...dimensionsOf(choices), ...by]) && servesTags(choices, by);

/** A generation with two tags is in two of their sums: those serve where one tag is asked for, or each by itself. */
function servesTags(choices: Choices, by: readonly Dimension[]): boolean {
  if (!choices.tag) return true;
  return !by.includes("tag") && !choices.tag.exclude && choices.tag.values.length === 1;
}

async function readPieces(
  tx: Transaction,
  account: string,
  names: string[],
  from: Date,
  to: Date,
): Promise<Piece[]> {
  // Times as numbers: a year is hundreds of rows, and dates would be made of them only to be numbers again.
  const { rows } = await tx.execute<Piece>(sql`
    select zone as name, ${milliseconds(spendDay.start)} as "from", ${milliseconds(spendDay.end)} as "to"
    from ${spendDay} where ${eq(spendDay.account, account)} and ${inArray(spendDay.zone, names)}
      and ${spendDay.start} >= ${from.toISOString()}::timestamptz and ${spendDay.end} <= ${to.toISOString()}::timestamptz`);
  return rows;
}

const milliseconds = (instant: PgColumn): SQL => sql`(extract(epoch from ${instant}) * 1000)::float8`;

async function readMarks(tx: Transaction, account: string, from: Date, to: Date): Promise<Set<number>> {
  const rows = await tx
    .selectDistinct({ quarter: spendMark.quarter })
    .from(spendMark)
    .where(
      and(
        eq(spendMark.account, account),
        sql`${spendMark.quarter} > ${new Date(from.getTime() - QUARTER).toISOString()}::timestamptz`,
        lt(spendMark.quarter, to),
      ),
    );
  return new Set(rows.map(({ quarter }) => quarter.getTime()));
}

/** Whether anything had started by then: what began later is not to be compared with, only a part of it is on record. */
async function hasBegun(tx: Transaction, account: string, by: Date): Promise<boolean> {
  const [row] = await tx
    .select({ id: generation.id })
    .from(generation)
    .where(and(eq(generation.account, account), lte(generation.startedAt, by)))
    .limit(1);
  return row !== undefined;
}

/** How many generations would have to be read one by one. @param most no more than so many are counted */
async function countRaw(
  tx: Transaction,
  account: string,
  raw: readonly Range[],
  most: number,
): Promise<number> {
  if (raw.length === 0) return 0;
  const { rows } = await tx.execute<{ found: number }>(sql`
    select count(*)::float8 as found from (
      select 1 from ${among(raw)} cross join lateral (
        select 1 from ${generation} where ${generation.account} = ${account}
          and ${generation.startedAt} >= among.from and ${generation.startedAt} < among.to limit ${most}
      ) as found limit ${most}
    ) as row`);
  return rows[0]?.found ?? 0;
}
