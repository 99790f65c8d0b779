import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import { ZERO } from "@/lib/core/money";
import { isTimeZone, nameOfZone } from "@/lib/core/period";
import type { Db, Transaction } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import { WITHOUT_JIT } from "@/lib/db/without-jit.server";
import type { Histogram } from "@/lib/ledger/api";
import { barBoundaries, LONGEST_SUMMED } from "@/lib/ledger/bars";
import { fitsChoices } from "@/lib/ledger/choices.server";
import type { Choices } from "@/lib/ledger/dimensions";
import { readHistogram } from "@/lib/ledger/histogram.server";
import type { HistogramQuery } from "@/lib/ledger/request";
import { QUARTER } from "./cover";
import { areServed, choicesOf, createReader } from "./reader.server";
import { instants } from "./rollup.server";
import { failedOf } from "./sums";
import { askForZone } from "./zones.server";

/** Where sums serve, so many generations are read beside them: those of quarters that just changed. */
const MOST_BESIDE = 10_000;

type Options = HistogramQuery & {
  account: string;
  now: Date;
  /** So many generations are counted one by one at most, the newest of the time. */
  most: number;
  /** For tests. */
  mostBeside?: number;
};

/**
 * How many generations started, time by time, how they ended and what they cost: of any time from roll-ups where they
 * tell what is asked for; else of the last 31 days, one by one.
 * @throws AppError `invalid_request` for an unknown time zone
 */
export async function countGenerations(db: Db, options: Options): Promise<Histogram> {
  const { account, now, most: _, mostBeside: __, timeZone, from, to, ...filter } = options;
  const choices = choicesOf(filter);
  const isPlain = Object.entries(filter).every(([name, wanted]) => wanted === undefined || name in choices);
  if (!isPlain || !isTimeZone(timeZone) || !areServed(choices, [])) return readHistogram(db, options);
  const bounds = barBoundaries({ from, to, timeZone, now, longest: LONGEST_SUMMED });
  // Of shorter bars no roll-up tells anything.
  if (Number(bounds[1]) - Number(bounds[0]) < QUARTER && bounds.length > 2) return readHistogram(db, options);
  await askForZone(db, nameOfZone(timeZone), now);
  try {
    return await db.transaction((tx) => fromSums(tx, { ...options, choices, bounds }), {
      isolationLevel: "repeatable read",
      accessMode: "read only",
    });
  } catch (error) {
    // Too much of it is not summed up yet.
    if (error instanceof AppError) return readHistogram(db, options);
    throw error;
  }
}

type Summed = Options & { choices: Choices; bounds: Date[] };

async function fromSums(tx: Transaction, { bounds, ...asked }: Summed): Promise<Histogram> {
  await tx.execute(WITHOUT_JIT);
  const { account, choices, now, timeZone, mostBeside = MOST_BESIDE } = asked;
  const [from = now, to = now] = [bounds[0], bounds.at(-1)];
  const starts = bounds.slice(0, -1);
  // The first bar and the last are drawn in full, of what was asked for.
  const begin = asked.from && asked.from > from ? asked.from : from;
  const end = asked.to && asked.to < to ? asked.to : to;
  const boundaries = begin < end ? [begin, ...bounds.slice(1, -1), end] : [begin, begin];
  const reader = await createReader(tx, {
    ...{ account, choices, now, mostRows: mostBeside },
    span: { timeZone: nameOfZone(timeZone), bucket: "day", boundaries, beforeFrom: null },
  });
  const sums = new Map((await reader.cells()).map((cell) => [cell.bucket, cell.sums]));
  const running = new Map(
    (await readRunning(tx, asked, boundaries)).map(({ bar, running }) => [bar, running]),
  );
  return {
    from,
    to,
    countedFrom: null,
    bars: starts.map((start, index) => {
      const all = sums.get(index + 1);
      const [failed, cancelled] = [all ? failedOf(all) : 0, all?.cancelled ?? 0];
      const live = running.get(index + 1) ?? 0;
      return {
        ...{ start, failed, cancelled, running: live },
        finished: (all?.generations ?? 0) - failed - cancelled - live,
        cost: all?.cost ?? ZERO,
      };
    }),
  };
}

/** Few ever run, by an index of their own: roll-ups count them with those that finished. */
function readRunning(tx: Transaction, { account, choices }: Omit<Summed, "bounds">, cuts: Date[]) {
  const { startedAt, state } = generation;
  const [from, to] = [cuts[0], cuts.at(-1)].map((cut) => cut?.toISOString());
  // As in the spend report: boundaries come with the question, and are read once.
  const bar = sql<number>`width_bucket(${startedAt}, ${instants(cuts.slice(0, -1))})`.as("bar");
  return tx
    .select({ bar, running: sql<number>`count(*)::int` })
    .from(generation)
    .where(
      and(
        eq(generation.account, account),
        sql`${state} = 'running'`,
        sql`${startedAt} >= ${from}::timestamptz and ${startedAt} < ${to}::timestamptz`,
        fitsChoices(choices),
      ),
    )
    .groupBy(sql`bar`);
}
