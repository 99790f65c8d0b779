import "server-only";
import { AppError } from "@/lib/core/errors";
import { add, type Usd, ZERO } from "@/lib/core/money";
import {
  addDays,
  type CivilDay,
  civilDay,
  cutTime,
  isTimeZone,
  nameOfZone,
  startOfCivilDay,
} from "@/lib/core/period";
import { type Db, engineOf } from "@/lib/db/client.server";
import { WITHOUT_JIT } from "@/lib/db/without-jit.server";
import type { Dimension, Value } from "@/lib/ledger/dimensions";
import { narrowTo } from "@/lib/ledger/narrow-to";
import { namesOf } from "./labels.server";
import { createReader, MOST_ROWS, type Reader } from "./reader.server";
import { noSums, type Sums } from "./sums";
import { askForZone } from "./zones.server";

/** Days of a place, oldest first: the last one is today, which still fills. */
export type Days = {
  timeZone: string;
  today: CivilDay;
  /** What day each is, on the calendar. */
  days: CivilDay[];
  /** When each begins, then the end of the last. */
  boundaries: Date[];
};

export type DaySums = { cost: Usd; generations: number; unknown: number; upstreamCost: Usd };

/** @throws AppError `invalid_request` for an unknown time zone */
export function lastCivilDays(now: Date, before: number, zone: string): Days {
  if (!isTimeZone(zone))
    throw new AppError("invalid_request", { issues: [{ path: "timeZone", message: "is not a time zone" }] });
  const timeZone = nameOfZone(zone);
  const today = civilDay(now, timeZone);
  const [from, to] = [addDays(today, -before), addDays(today, 1)].map((day) =>
    startOfCivilDay(day, timeZone),
  );
  const boundaries = cutTime(from ?? now, to ?? now, "day", timeZone);
  return { timeZone, today, boundaries, days: boundaries.slice(0, -1).map((at) => civilDay(at, timeZone)) };
}

type DaysOf = {
  account: string;
  /** Whose alone; undefined for everyone's. */
  memberId?: string | undefined;
  days: Days;
  now: Date;
};

/** Reads sums of days, all of the same moment, from roll-ups where they serve. */
export async function readDays<Found>(
  db: Db,
  { account, memberId, days, now }: DaysOf,
  read: (reader: DailyReader) => Promise<Found>,
): Promise<Found> {
  await askForZone(db, days.timeZone, now);
  const { timeZone, boundaries } = days;
  const mostRows = MOST_ROWS[engineOf(db)];
  const span = { timeZone, boundaries, bucket: "day" as const, beforeFrom: null };
  return db.transaction(
    async (tx) => {
      await tx.execute(WITHOUT_JIT);
      const reader = await createReader(tx, {
        ...{ account, span, now, mostRows },
        choices: narrowTo(memberId, {}),
      });
      return read({
        sums: async () => {
          const all = noDays(boundaries.length - 1);
          for (const { bucket, sums } of await reader.cells(undefined, COSTS))
            all[bucket - 1] = toDaySums(sums);
          return all;
        },
        sumsBy: (dimension) => sumsBy(reader, dimension, boundaries.length - 1),
        costsBy: (dimension, of) => costsBy(reader, dimension, of),
        valuesOf: async (dimension) =>
          (await reader.groups(dimension, "cost", "costs")).map(({ value }) => value),
        nameOf: (dimension, values) => namesOf(tx, dimension, values),
      });
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
}

/** Days by their index, and of which values; of all where none are given. */
type SomeDays = { days: Iterable<number>; values?: readonly Value[] };

export type DailyReader = {
  sums(): Promise<DaySums[]>;
  /** The same for each value of a dimension. */
  sumsBy(dimension: Dimension): Promise<Map<Value, DaySums[]>>;
  /** What some of the days have cost, by their index, for each value that ran on them. */
  costsBy(dimension: Dimension, of: SomeDays): Promise<Map<Value, Map<number, Usd>>>;
  /** Whatever ran on any of the days. */
  valuesOf(dimension: Dimension): Promise<Value[]>;
  /** What people call these values. */
  nameOf(dimension: Dimension, values: readonly Value[]): Promise<(value: Value) => string>;
};

async function sumsBy(reader: Reader, dimension: Dimension, days: number): Promise<Map<Value, DaySums[]>> {
  const found = new Map<Value, DaySums[]>();
  for (const { bucket, value, sums } of await reader.cells(dimension, COSTS)) {
    const own = found.get(value) ?? noDays(days);
    own[bucket - 1] = toDaySums(sums);
    found.set(value, own);
  }
  return found;
}

async function costsBy(
  reader: Reader,
  dimension: Dimension,
  { days, values }: SomeDays,
): Promise<Map<Value, Map<number, Usd>>> {
  const buckets = [...new Set(days)].sort((left, right) => left - right).map((index) => index + 1);
  const found = new Map<Value, Map<number, Usd>>();
  for (const { bucket, value, sums } of await reader.cells(dimension, { ...COSTS, buckets, values })) {
    const own = found.get(value) ?? new Map<number, Usd>();
    found.set(value, own.set(bucket - 1, sums.cost));
  }
  return found;
}

const noDays = (count: number): DaySums[] => Array.from({ length: count }, () => toDaySums(noSums()));

/** All that sums of days tell. */
const COSTS = { figures: "costs" } as const;

const toDaySums = ({ cost, generations, unknown, upstreamCost }: Sums): DaySums => ({
  ...{ cost, generations, unknown },
  upstreamCost: upstreamCost ?? ZERO,
});

/** What all of these days come to. */
export const addDaySums = (all: readonly DaySums[]): DaySums => ({
  cost: add(...all.map(({ cost }) => cost)),
  generations: all.reduce((sum, { generations }) => sum + generations, 0),
  unknown: all.reduce((sum, { unknown }) => sum + unknown, 0),
  upstreamCost: add(...all.map(({ upstreamCost }) => upstreamCost)),
});

export const weekdayOf = (day: CivilDay): number => new Date(day).getUTCDay();

/** `2026-11-20`. */
export const dayText = (day: CivilDay): string => new Date(day).toISOString().slice(0, 10);
