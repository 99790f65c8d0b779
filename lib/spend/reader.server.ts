import "server-only";
import { and, eq, inArray, lt, lte, sql } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import type { Transaction } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import { spendDay, spendMark } from "@/lib/db/schema/spend";
import { type Choices, DIMENSIONS, type Dimension, type Value } from "@/lib/ledger/dimensions";
import { coverTime, type Piece, QUARTER, type Range } from "./cover";
import type { Overview } from "./overview-api";
import { type Answer, among, type Question, readSums } from "./read-sums.server";
import { HOURS } from "./rollup-hours.server";
import { weeksOf } from "./rollup-weeks.server";
import type { Span } from "./span";
import { areRolledUp, splitsOf } from "./splits";
import { noSums, type Sums, toFigures } from "./sums";

type Grouped = { value: Value; sums: Sums };

/** Reads figures of one time and one choice, all of the same moment. */
export type Reader = {
  /** One sum for each bucket, and what there was before. */
  buckets(): Promise<{ before: Overview["before"]; buckets: Sums[] }>;
  groups(by: Dimension): Promise<Grouped[]>;
  parts(by: Dimension, inside: Dimension): Promise<Map<Value, Grouped[]>>;
  /** For each of these values a sum for each bucket, from 1; all others together are 0. */
  lines(by: Dimension, values: readonly Value[]): Promise<Sums[][]>;
  /** One sum for each bucket, from 1, in which anything ran, and each value of a dimension where one is given. */
  cells(by?: Dimension): Promise<{ bucket: number; value: Value; sums: Sums }[]>;
};

type Scope = {
  account: string;
  span: Span;
  choices: Choices;
  now: Date;
  /** More generations than so many are read one by one only of so short a time, in milliseconds. */
  mostRows?: number;
  mostRaw?: number;
};

/** The choices of a query that has one for each dimension beside other things. */
export const choicesOf = (query: Choices): Choices =>
  Object.fromEntries(
    DIMENSIONS.flatMap((dimension) => (query[dimension] ? [[dimension, query[dimension]]] : [])),
  );

const DAY = 86_400_000;
/** For so long a time generations are read one by one where no roll-up serves; an hour more, for the clocks. */
const MOST_RAW = 31 * DAY + DAY / 24;
/** And so many of any time. */
const MOST_ROWS = 200_000;

/** @param tx everything is read in it, so it has to see one moment */
export async function createReader(tx: Transaction, scope: Scope): Promise<Reader> {
  const { account, span, choices, now, mostRows = MOST_ROWS, mostRaw = MOST_RAW } = scope;
  const { boundaries, beforeFrom } = span;
  const [from, to] = [boundaries[0] ?? now, boundaries.at(-1) ?? now];
  const begin = beforeFrom ?? from;
  const { timeZone } = span;
  const pieces = await readPieces(tx, account, [weeksOf(timeZone), timeZone, HOURS], begin, to);
  const marked = await readMarks(tx, account, begin, to);

  async function ask(
    cuts: readonly Date[],
    rest: Pick<Question, "by"> & Partial<Pick<Question, "boundaries" | "only" | "figures">>,
  ): Promise<Answer[]> {
    const chosen = Object.keys(choices) as Dimension[];
    const dimensions = [...chosen, ...rest.by];
    const splits = splitsOf(dimensions);
    const isRolled = areServed(choices, rest.by);
    const cover = coverTime(
      cuts.map((cut) => cut.getTime()),
      {
        pieces: isRolled ? pieces : [],
        ...{ marked, hasQuarters: isRolled && splits.length <= 1 },
      },
    );
    await refuseTooMuch(tx, {
      account,
      raw: cover.raw,
      span: [from, now < to ? now : to],
      isRolled,
      mostRows,
      mostRaw,
    });
    return readSums(tx, {
      ...{ account, cover, splits, choices, figures: "all" as const },
      ...rest,
    });
  }

  return {
    async buckets() {
      const withBefore = beforeFrom ? [beforeFrom, ...boundaries] : boundaries;
      const answers = await ask(withBefore, { by: [], boundaries: withBefore });
      const sums = new Map(answers.map((answer) => [answer.bucket, answer.sums]));
      const first = beforeFrom ? 2 : 1;
      const buckets = boundaries.slice(1).map((_, index) => sums.get(index + first) ?? noSums());
      const before =
        beforeFrom && (await hasBegun(tx, account, beforeFrom))
          ? { from: beforeFrom, to: from, totals: toFigures(sums.get(1) ?? noSums()) }
          : null;
      return { before, buckets };
    },
    async groups(by) {
      const answers = await ask([from, to], { by: [by] });
      return answers.map(({ first, sums }) => ({ value: first, sums }));
    },
    async parts(by, inside) {
      const answers = await ask([from, to], { by: [by, inside] });
      const parts = new Map<Value, Grouped[]>();
      for (const { first, second, sums } of answers) {
        const known = parts.get(first) ?? [];
        known.push({ value: second, sums });
        parts.set(first, known);
      }
      return parts;
    },
    async lines(by, values) {
      const answers = await ask(boundaries, { by: [by], boundaries, only: values, figures: "amounts" });
      const lines: Sums[][] = [];
      for (const { bucket, first, sums } of answers) {
        const line = lines[Number(first)] ?? [];
        line[bucket - 1] = sums;
        lines[Number(first)] = line;
      }
      return lines;
    },
    async cells(by) {
      const dimensions = by === undefined ? [] : [by];
      const answers = await ask(boundaries, { by: dimensions, boundaries, figures: "amounts" });
      return answers.map(({ bucket, first, sums }) => ({ bucket, value: first, sums }));
    },
  };
}

/** Whether roll-ups tell these groups of what these choices leave, once they are built. */
export const areServed = (choices: Choices, by: readonly Dimension[]): boolean =>
  areRolledUp([...(Object.keys(choices) as Dimension[]), ...by]) && servesTags(choices, by);

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
  const rows = await tx
    .select({ name: spendDay.zone, start: spendDay.start, end: spendDay.end })
    .from(spendDay)
    .where(
      and(
        eq(spendDay.account, account),
        inArray(spendDay.zone, names),
        sql`${spendDay.start} >= ${from.toISOString()}::timestamptz`,
        sql`${spendDay.end} <= ${to.toISOString()}::timestamptz`,
      ),
    );
  return rows.map(({ name, start, end }) => ({ name, from: start.getTime(), to: end.getTime() }));
}

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

type Much = {
  account: string;
  raw: readonly Range[];
  span: readonly [Date, Date];
  isRolled: boolean;
  mostRows: number;
  mostRaw: number;
};

/** What would hold up everybody else is refused, with what can be done. */
async function refuseTooMuch(
  tx: Transaction,
  { account, raw, span, isRolled, mostRows, mostRaw }: Much,
): Promise<void> {
  const [from, to] = span.map((end) => end.getTime()) as [number, number];
  const length = raw.reduce(
    (sum, range) => sum + Math.max(0, Math.min(range.to, to) - Math.max(range.from, from)),
    0,
  );
  if (length <= mostRaw) return;
  const { rows } = await tx.execute<{ found: number }>(sql`
    select count(*)::float8 as found from (
      select 1 from ${among(raw)} cross join lateral (
        select 1 from ${generation} where ${generation.account} = ${account}
          and ${generation.startedAt} >= among.from and ${generation.startedAt} < among.to limit ${mostRows + 1}
      ) as found limit ${mostRows + 1}
    ) as row`);
  if ((rows[0]?.found ?? 0) <= mostRows) return;
  if (!isRolled) {
    const message = "choose at most 31 days for this combination of groups and filters, or fewer of them";
    throw new AppError("invalid_request", { issues: [{ path: "span", message }] });
  }
  const message = "These figures are being summed up for the first time. Try again in some minutes.";
  throw new AppError("unavailable", { retryAfter: 60 }, { message });
}
