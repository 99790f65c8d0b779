import "server-only";
import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Db, Transaction } from "@/lib/db/client.server";
import { spendDay, spendMark, spendRollup } from "@/lib/db/schema/spend";
import { WITHOUT_JIT } from "@/lib/db/without-jit.server";
import { factsWithin, SUM_COLUMNS, SUMS, SUMS_OF_SUMS, TAGS } from "./facts.server";
import { positionOf, SPLITS, type Split } from "./splits";

/** Any fixed number: whoever rebuilds takes it, so that no older sum is ever written over a newer one. */
const ROLLUP_LOCK = 5_118_302_447;
/** A day's quarters at a time: short transactions, few of them. */
export const QUARTERS_AT_ONCE = 96;

/** @returns false when another instance is at it */
export async function lockRollups(tx: Transaction): Promise<boolean> {
  await tx.execute(WITHOUT_JIT);
  const { rows } = await tx.execute<{ taken: boolean }>(
    sql`select pg_try_advisory_xact_lock(${ROLLUP_LOCK}) as taken`,
  );
  return rows[0]?.taken ?? false;
}

export type Quarter = { account: string; start: Date };

/** The quarters of an hour that changed since they were summed up, newest first. */
export async function quartersDue(db: Db): Promise<Quarter[]> {
  const { rows } = await db.execute<{ account: string; quarter: number }>(sql`
    select account, (extract(epoch from quarter) * 1000)::float8 as quarter
    from ${spendMark} group by account, spend_mark.quarter order by spend_mark.quarter desc, account`);
  return rows.map(({ account, quarter }) => ({ account, start: new Date(quarter) }));
}

/**
 * Rebuilds quarters of an hour that were marked, each in full from the ledger. What is marked meanwhile keeps its mark.
 * Several at once, on any instances, do no harm: all but one do nothing.
 * @returns false when another instance is at it
 */
export async function rebuildQuarters(db: Db, quarters: readonly Quarter[]): Promise<boolean> {
  return db.transaction(async (tx) => {
    if (!(await lockRollups(tx))) return false;
    for (const account of new Set(quarters.map((quarter) => quarter.account))) {
      const starts = quarters.filter((quarter) => quarter.account === account).map(({ start }) => start);
      // Each statement sees what is committed when it begins. Marks go first: whoever commits after that leaves one that
      // stays, and the sums that follow see at least everything whose mark is gone.
      const gone = await tx
        .delete(spendMark)
        .where(
          and(
            eq(spendMark.account, account),
            sql`${spendMark.quarter} = any(${instants(starts)}::timestamptz[])`,
          ),
        )
        .returning({ quarter: spendMark.quarter });
      // Of the others somebody else took the marks, and summed them up.
      const marked = new Set(gone.map(({ quarter }) => quarter.getTime()));
      if (marked.size > 0)
        await rebuild(
          tx,
          account,
          [...marked].map((start) => new Date(start)),
        );
    }
    return true;
  });
}

async function rebuild(tx: Transaction, account: string, quarters: Date[]): Promise<void> {
  const starts = instants(quarters);
  await tx.execute(sql`delete from ${spendRollup} where account = ${account} and zone = ''
    and start = any(${starts}::timestamptz[])`);
  await tx.execute(sql`delete from ${spendDay} using unnest(${starts}) as changed
    where account = ${account} and start <= changed and "end" > changed`);
  const facts = factsWithin(account, sql`>= quarter`, sql`< quarter + interval '15 minutes'`);
  await insertSums(tx, {
    ...{ account, zone: "", splits: SINGLES },
    facts: sql`select quarter as start, found.* from unnest(${starts}) as quarter cross join lateral (${facts}) as found`,
  });
}

/**
 * Sums facts with a `start` up by every split, and puts them in place. What was there before has to be gone.
 * Facts that are alike in every split are summed up first: there are many times fewer kinds of them than facts, and all
 * that follows costs by how many there are.
 */
export async function insertSums(
  tx: Transaction,
  { account, zone, facts, splits }: { account: string; zone: string; facts: SQL; splits: SQL },
): Promise<void> {
  await tx.execute(sql`
    with kind as materialized (
      select start, ${KINDS}, ${SUMS} from (${facts}) as fact group by start, ${KINDS}
    )
    insert into ${spendRollup} (account, zone, start, first, first_value, second, second_value, ${SUM_COLUMNS})
    select ${account}, ${zone}, start, first, first_value, second, second_value,
      ${SUMS_OF_SUMS}
    from kind as fact cross join lateral (${splits}) as split(first, first_value, second, second_value)
    group by start, first, first_value, second, second_value`);
}

const PLAIN = SPLITS.filter((split): split is Exclude<Split, "tag"> => split !== "none" && split !== "tag");
/** Whatever facts are told apart by. */
const KINDS = sql.raw([...PLAIN, "tags"].join(", "));
const TAG = sql.raw(String(positionOf("tag")));
const splitValue = (split: Split): SQL => sql.raw(`${positionOf(split)}, fact.${split}`);
const NONE = sql`0, null::text`;
const values = (rows: SQL[]): SQL =>
  sql`values ${sql.join(
    rows.map((row) => sql`(${row})`),
    sql`, `,
  )}`;

/** All of it, and each dimension by itself. */
const SINGLES = sql`${values([
  sql`${NONE}, ${NONE}`,
  ...PLAIN.map((split) => sql`${splitValue(split)}, ${NONE}`),
])} union all select ${TAG}, tag, ${NONE} from ${TAGS} as tag`;

/** And every two dimensions together. */
export const PAIRS = sql`${SINGLES} union all ${values(
  PLAIN.flatMap((first, index) =>
    PLAIN.slice(index + 1).map((second) => sql`${splitValue(first)}, ${splitValue(second)}`),
  ),
)} union all select other.split, other.value, ${TAG}, tag from ${TAGS} as tag
  cross join (${values(PLAIN.map(splitValue))}) as other(split, value)`;

/** Instants as one parameter, whatever the engine makes of lists. */
export const instants = (dates: readonly Date[]): SQL =>
  sql`(select ${`{${dates.map((date) => date.toISOString()).join(",")}}`}::text::timestamptz[])`;
