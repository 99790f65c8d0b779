import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import { add, ZERO } from "@/lib/core/money";
import { isTimeZone, nameOfZone } from "@/lib/core/period";
import { type Db, type Engine, engineOf, type Transaction } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import { WITHOUT_JIT } from "@/lib/db/without-jit.server";
import type { Histogram } from "@/lib/ledger/api";
import { barBoundaries, LONGEST_SUMMED } from "@/lib/ledger/bars";
import { fitsChoices } from "@/lib/ledger/choices.server";
import type { Choices } from "@/lib/ledger/dimensions";
import { readHistogram } from "@/lib/ledger/histogram.server";
import { ERROR_STATES } from "@/lib/ledger/paths";
import type { HistogramQuery } from "@/lib/ledger/request";
import { QUARTER } from "./cover";
import { areServed, choicesOf, createReader, type Reader } from "./reader.server";
import { instants } from "./rollup.server";
import { failedOf } from "./sums";
import { askForZone } from "./zones.server";

/** Where sums serve, so many generations are read beside them: those of quarters, or of days, that just changed. */
const MOST_BESIDE: Readonly<Record<Engine, number>> = { pglite: 10_000, postgres: 50_000 };

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
  const {
    account,
    now,
    most: _,
    mostBeside = MOST_BESIDE[engineOf(db)],
    timeZone,
    from,
    to,
    state,
    ...filter
  } = options;
  const choices = choicesOf(filter);
  const onlyFailed = state !== undefined && isEveryFailure(state);
  const isPlain = Object.entries(filter).every(([name, wanted]) => wanted === undefined || name in choices);
  if (!isPlain || (state && !onlyFailed) || !isTimeZone(timeZone)) return readHistogram(db, options);
  if (!areServed(choices, onlyFailed ? ["error"] : [])) return readHistogram(db, options);
  const bounds = barBoundaries({ from, to, timeZone, now, longest: LONGEST_SUMMED });
  // Of shorter bars no roll-up tells anything.
  if (Number(bounds[1]) - Number(bounds[0]) < QUARTER && bounds.length > 2) return readHistogram(db, options);
  await askForZone(db, nameOfZone(timeZone), now);
  try {
    const summed = await db.transaction(
      (tx) => fromSums(tx, { ...options, mostBeside, choices, bounds, onlyFailed }),
      {
        isolationLevel: "repeatable read",
        accessMode: "read only",
      },
    );
    return summed ?? (await readHistogram(db, options));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    // Too much of it is not summed up yet.
    const counted = await readHistogram(db, options);
    return { ...counted, isBehind: bounds[0] !== undefined && bounds[0] < counted.from };
  }
}

/** Roll-ups do not tell those that failed from those that were lost. */
const isEveryFailure = (states: readonly string[]): boolean =>
  ERROR_STATES.every((state) => states.includes(state)) && new Set(states).size === ERROR_STATES.length;

type Summed = Options & { mostBeside: number; choices: Choices; bounds: Date[]; onlyFailed: boolean };

/** @returns null where sums do not tell it after all */
async function fromSums(
  tx: Transaction,
  { bounds, onlyFailed, ...asked }: Summed,
): Promise<Histogram | null> {
  await tx.execute(WITHOUT_JIT);
  const { account, choices, now, timeZone, mostBeside } = asked;
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
  const bars = await (onlyFailed ? failures(reader) : all(tx, reader, asked, boundaries));
  if (bars === null) return null;
  const drawn = starts.map((start, index) => ({ start, ...(bars.get(index + 1) ?? NOTHING) }));
  return { from, to, countedFrom: null, isBehind: false, bars: drawn };
}

type AllOf = Pick<Summed, "account" | "choices">;
type Bar = Omit<Histogram["bars"][number], "start">;
const NOTHING: Bar = { finished: 0, failed: 0, cancelled: 0, running: 0, cost: ZERO };

async function all(
  tx: Transaction,
  reader: Reader,
  asked: AllOf,
  boundaries: Date[],
): Promise<Map<number, Bar>> {
  const sums = await reader.cells();
  const rows = await readRunning(tx, asked, boundaries);
  const live = new Map(rows.map(({ bar, running }) => [bar, running]));
  return new Map(
    sums.map(({ bucket, sums }) => {
      const { cancelled, cost } = sums;
      const [failed, running] = [failedOf(sums), live.get(bucket) ?? 0];
      const finished = sums.generations - failed - cancelled - running;
      return [bucket, { finished, failed, cancelled, running, cost }];
    }),
  );
}

/**
 * Sums know how many failed, but not what these cost by themselves; told apart by error, all of a sum failed or none.
 * @returns null where some of a sum failed: of those that failed without a word of why
 */
async function failures(reader: Reader): Promise<Map<number, Bar> | null> {
  const bars = new Map<number, Bar>();
  for (const { bucket, sums } of await reader.cells("error")) {
    const failed = failedOf(sums);
    if (failed === 0) continue;
    if (failed !== sums.generations) return null;
    const bar = bars.get(bucket) ?? NOTHING;
    bars.set(bucket, { ...bar, failed: bar.failed + failed, cost: add(bar.cost, sums.cost) });
  }
  return bars;
}

/** Few ever run, by an index of their own: roll-ups count them with those that finished. */
function readRunning(tx: Transaction, { account, choices }: AllOf, cuts: Date[]) {
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
