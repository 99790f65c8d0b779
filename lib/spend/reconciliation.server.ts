import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import { add, formatDecimal, parseUsd, subtract, type Usd, ZERO } from "@/lib/core/money";
import type { Db } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import { countedModel } from "@/lib/ledger/counted-model.server";
import type { Management } from "@/lib/openrouter/management.server";
import { readDays } from "./daily.server";
import { midnight } from "./free-quota";
import { type Cell, explain, type Facts, NO_FACTS, type OurSum, reconcile, TOLERANCE } from "./reconcile";
import { KEPT_DAYS, type Line, type Reason, type Reconciliation, type Suspect } from "./reconciliation-api";
import type { ReconciliationQuery } from "./reconciliation-request";

type Options = { account: string; management: Management | null; query: ReconciliationQuery; now: Date };

const DAY = 86_400_000;
/** Generations that are named for one line, and the largest differences of which they are looked up. */
const MOST_SUSPECTS = 10;
const MOST_LINES = 60;

/**
 * The ledger beside what the upstream says it charged, by UTC day and model.
 * @throws AppError `invalid_request` for days that are not kept; what befell the request for the upstream's figures
 */
export async function spendReconciliation(
  db: Db,
  { account, management, query, now }: Options,
): Promise<Reconciliation> {
  const { first, last } = daysOf(query, now);
  if (management === null) return { state: "no_management_key" };
  const [activity, ours] = await Promise.all([
    management.getActivity(),
    sumUp(db, account, { first, last, now }),
  ]);
  const [from, to] = [dayOf(first), dayOf(last)];
  const theirs = activity.rows.filter(({ day }) => from <= day && day <= to);
  const scope = account === "sandbox" ? "sandbox" : activity.ofOurKey ? "key" : "account";
  const cells = reconcile(ours, theirs);
  const asked = mostDifferent(cells);
  const behind = await lookBehind(db, account, asked);
  // Where nothing of ours is there, or both agree, there is nothing to look into.
  const isLookedInto = (cell: Cell) => !isToLookInto(cell) || asked.includes(cell);
  const reasons = explain(cells, (cell) => behind.get(cell)?.facts ?? NO_FACTS, scope);
  const [here, there] = [add(...ours.map(({ cost }) => cost)), add(...theirs.map(({ usage }) => usage))];
  return {
    ...{ state: "compared", from, to, at: now, scope },
    ...{ ours: here, theirs: there, difference: subtract(there, here) },
    tolerance: { line: TOLERANCE, total: (TOLERANCE * BigInt(Math.max(1, cells.length))) as Usd },
    lines: cells.map((cell) => ({
      ...toLine(cell, reasons.get(cell) ?? [], behind.get(cell)?.suspects ?? []),
      looked: isLookedInto(cell),
    })),
    unreadable: activity.unreadable,
  };
}

function toLine(
  { names: _names, ...cell }: Cell,
  reasons: Reason[],
  suspects: Suspect[],
): Omit<Line, "looked"> {
  const isOne = suspects.some(({ explains }) => explains);
  return { ...cell, suspects, reasons: isOne ? ["one_generation", ...reasons] : reasons };
}

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

function daysOf({ from, to }: ReconciliationQuery, now: Date): { first: Date; last: Date } {
  const today = midnight(now).getTime();
  const [oldest, newest] = [new Date(today - KEPT_DAYS * DAY), new Date(today - DAY)];
  const [first, last] = [from ? new Date(from) : oldest, to ? new Date(to) : newest];
  const refuse = (path: string, message: string) =>
    new AppError("invalid_request", { issues: [{ path, message }] });
  if (first < oldest)
    throw refuse("from", `must be ${dayOf(oldest)} or later: OpenRouter keeps ${KEPT_DAYS} days`);
  if (last > newest)
    throw refuse("to", `must be ${dayOf(newest)} or earlier: a day is reported once it is over`);
  if (last < first) throw refuse("to", "lies before the first day");
  return { first, last };
}

/** Ours by day and model, in the clock of the upstream's days, whatever zone anyone looks from. */
async function sumUp(
  db: Db,
  account: string,
  { first, last, now }: { first: Date; last: Date; now: Date },
): Promise<OurSum[]> {
  const count = Math.round((last.getTime() - first.getTime()) / DAY) + 1;
  const boundaries = Array.from({ length: count + 1 }, (_, day) => new Date(first.getTime() + day * DAY));
  const starts = boundaries.slice(0, -1);
  const days = { timeZone: "UTC", today: midnight(now).getTime(), days: starts.map(Number), boundaries };
  const sums = await readDays(db, { account, days, now }, (reader) => reader.sumsBy("model"));
  return [...sums].flatMap(([model, all]) =>
    all.flatMap(({ cost, generations, unknown }, index) =>
      generations === 0
        ? []
        : { day: dayOf(starts[index] ?? first), model: model ?? "", cost, generations, unknown },
    ),
  );
}

type Behind = { facts: Facts; suspects: Suspect[] };

const isToLookInto = ({ verdict, ours }: Cell): boolean => verdict !== "matched" && ours !== null;

const mostDifferent = (cells: readonly Cell[]): Cell[] =>
  cells
    .filter(isToLookInto)
    .toSorted((left, right) => (size(left.difference) > size(right.difference) ? -1 : 1))
    .slice(0, MOST_LINES);

/** What is behind differences, read from the ledger itself. */
async function lookBehind(db: Db, account: string, asked: readonly Cell[]): Promise<Map<Cell, Behind>> {
  const found = new Map<Cell, Behind>();
  if (asked.length === 0) return found;
  for (const row of await readBehind(db, account, asked)) {
    const cell = asked[Number(row.position)];
    if (cell === undefined) continue;
    const behind = found.get(cell) ?? { facts: toFacts(row), suspects: [] };
    behind.suspects.push(toSuspect(row));
    found.set(cell, behind);
  }
  return found;
}

const size = (amount: Usd): Usd => (amount < ZERO ? (-amount as Usd) : amount);

/** The one that explains it all first, then those of which least is known, then the dearest; each with its cell's facts. */
async function readBehind(
  db: Db,
  account: string,
  asked: readonly Cell[],
): Promise<Record<string, unknown>[]> {
  const wanted = JSON.stringify(
    asked.map(({ day, names, difference }, position) => ({
      ...{ position, day, names, surplus: formatDecimal(-difference as Usd) },
    })),
  );
  const { cost, costState, endedAt, isByok, startedAt, state } = generation;
  const explains = sql`coalesce(cell.surplus > 0 and abs(${cost} - cell.surplus) <= ${formatDecimal(TOLERANCE)}::numeric, false)`;
  const count = (which: SQL) =>
    sql`(count(*) filter (where ${which}) over (partition by cell.position))::float8`;
  const { rows } = await db.execute<Record<string, unknown>>(sql`
    select * from (
      select cell.position, ${generation.id} as id, (extract(epoch from ${startedAt}) * 1000)::float8 as started,
        ${cost}::text as cost, ${costState} as cost_state, ${state} as state, ${explains} as explains,
        ${count(sql`${costState} = 'reported'`)} as reported,
        ${count(sql`${state} = 'cancelled'`)} as cancelled,
        ${count(sql`${isByok}`)} as byok,
        ${count(sql`${endedAt} >= (cell.day + interval '1 day') at time zone 'UTC'`)} as overnight,
        row_number() over (
          partition by cell.position
          order by ${explains} desc, ${cost} is null desc, ${costState} = 'reported' desc,
            ${state} = 'cancelled' desc, ${cost} desc, ${generation.id}
        ) as place
      from jsonb_to_recordset(${wanted}::text::jsonb) as cell(position int, day timestamp, names text[], surplus numeric)
      join ${generation} on ${generation.account} = ${account}
        and ${startedAt} >= cell.day at time zone 'UTC'
        and ${startedAt} < (cell.day + interval '1 day') at time zone 'UTC'
        and ${countedModel} = any (cell.names)
    ) as ranked where place <= ${MOST_SUSPECTS} order by position, place`);
  return rows;
}

const toFacts = (row: Record<string, unknown>): Facts => ({
  reported: Number(row.reported),
  cancelled: Number(row.cancelled),
  byok: Number(row.byok),
  overnight: Number(row.overnight),
});

const toSuspect = (row: Record<string, unknown>): Suspect => ({
  id: String(row.id),
  startedAt: new Date(Number(row.started)),
  cost: row.cost === null ? null : parseUsd(String(row.cost)),
  costState: row.cost_state as Suspect["costState"],
  state: String(row.state),
  explains: row.explains === true,
});
