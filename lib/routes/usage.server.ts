import "server-only";
import { and, asc, count, desc, eq, gte, type SQLWrapper, sql } from "drizzle-orm";
import { NORMAL_95, shareInterval } from "@/lib/core/confidence";
import { AppError } from "@/lib/core/errors";
import { meanUsd } from "@/lib/core/mean-usd";
import { parseUsd } from "@/lib/core/money";
import type { Db } from "@/lib/db/client.server";
import { vote, voteAnswer } from "@/lib/db/schema/conversations";
import { generation } from "@/lib/db/schema/ledger";
import { route } from "@/lib/db/schema/routes";
import { member, virtualKey } from "@/lib/db/schema/team";
import { MOST_RECENT, recentSince, windowStart } from "@/lib/spend/recent.server";
import type { ArmUsage, RouteUsage } from "./usage-api";

type Scope = {
  account: string;
  /** Whose alone; left out for everyone's. */
  memberId?: string | undefined;
  now: Date;
  /** For tests. */
  most?: number;
};

/** What each version and arm of a route did lately, and for whom. @throws AppError `not_found` */
export async function routeUsage(db: Db, name: string, scope: Scope): Promise<RouteUsage> {
  const { now, most = MOST_RECENT } = scope;
  const [found] = await db.select({ id: route.id }).from(route).where(eq(route.name, name));
  if (!found) throw new AppError("not_found", {}, { message: "There is no such route." });
  const recent = recentOf(db, found.id, scope);
  const [rows, votes, users] = await Promise.all([
    readArms(db, recent),
    readVotes(db, recent, scope.account),
    readUsers(db, recent),
  ]);
  const generations = rows.reduce((sum, row) => sum + row.generations, 0);
  const oldest = rows.reduce<Date | null>(
    (first, row) => (first === null || row.oldest < first ? row.oldest : first),
    null,
  );
  return {
    from: windowStart(now, generations, oldest, most),
    to: now,
    arms: rows.map((row) => toArmUsage(row, votes)),
    users,
  };
}

/** The latest generations of a route; a busy one's window is shorter, and says so. */
const recentOf = (db: Db, routeId: string, { account, memberId, now, most = MOST_RECENT }: Scope) =>
  db
    .select({
      id: generation.id,
      version: sql<number>`${generation.routeVersion}`.as("version"),
      arm: sql<string>`${generation.routeArm}`.as("arm"),
      memberId: generation.memberId,
      keyId: generation.keyId,
      state: generation.state,
      cost: generation.cost,
      ttftMs: generation.ttftMs,
      durationMs: generation.durationMs,
      startedAt: generation.startedAt,
    })
    .from(generation)
    .where(
      and(
        eq(generation.routeId, routeId),
        gte(generation.startedAt, recentSince(now)),
        eq(generation.account, account),
        memberId === undefined ? undefined : eq(generation.memberId, memberId),
      ),
    )
    .orderBy(desc(generation.startedAt))
    .limit(most)
    .as("recent");

type Latest = ReturnType<typeof recentOf>;

function readArms(db: Db, recent: Latest) {
  return db
    .select({
      version: recent.version,
      arm: recent.arm,
      generations: sql<number>`count(*)::int`,
      finished: sql<number>`(count(*) filter (where ${recent.state} = 'finished'))::int`,
      failed: sql<number>`(count(*) filter (where ${recent.state} in ('failed', 'lost')))::int`,
      cost: sql<string>`coalesce(sum(${recent.cost}), 0)::text`,
      unknown: sql<number>`(count(*) - count(${recent.cost}))::int`,
      // In square picodollars, of which a numeric holds all digits.
      squares: sql<string>`trunc(coalesce(sum(${recent.cost} * ${recent.cost}), 0) * 1e24)::text`,
      ttft: median(recent.ttftMs),
      duration: median(recent.durationMs),
      oldest: sql<Date>`min(${recent.startedAt})`.mapWith(recent.startedAt),
    })
    .from(recent)
    .groupBy(recent.version, recent.arm)
    .orderBy(desc(recent.version), asc(recent.arm));
}

/**
 * The middle one of the known figures, and the two between which the true median lies with 95 % confidence: those whose
 * ranks are 1.96 half roots of the count below the middle and above, rounded outwards. Fewer than eight have no such ranks.
 */
function median(figure: SQLWrapper) {
  const known = sql`(array_agg(${figure} order by ${figure}) filter (where ${figure} is not null))`;
  const rank = sql`floor((count(${figure}) - ${sql.raw(String(NORMAL_95))} * sqrt(count(${figure}))) / 2)::int`;
  return sql<{ ms: number | null; of: number; low: number | null; high: number | null }>`json_build_object(
    'ms', percentile_disc(0.5) within group (order by ${figure}),
    'of', count(${figure}),
    'low', ${known}[${rank}],
    'high', ${known}[count(${figure})::int + 1 - ${rank}])`;
}

function readVotes(db: Db, recent: Latest, account: string) {
  const those = (condition: SQLWrapper) => sql<number>`(count(*) filter (where ${condition}))::int`;
  return db
    .select({
      version: recent.version,
      arm: recent.arm,
      won: those(voteAnswer.won),
      lost: those(sql`${vote.outcome} = 'winner' and not ${voteAnswer.won}`),
      tied: those(sql`${vote.outcome} = 'tie'`),
      neither: those(sql`${vote.outcome} = 'bothBad'`),
    })
    .from(recent)
    .innerJoin(voteAnswer, eq(voteAnswer.generationId, recent.id))
    .innerJoin(vote, and(eq(vote.id, voteAnswer.voteId), eq(vote.account, account)))
    .groupBy(recent.version, recent.arm);
}

function readUsers(db: Db, recent: Latest) {
  return db
    .select({
      memberId: recent.memberId,
      member: member.name,
      keyId: recent.keyId,
      key: virtualKey.name,
      generations: sql<number>`count(*)::int`,
      lastUsedAt: sql<Date>`max(${recent.startedAt})`.mapWith(recent.startedAt),
    })
    .from(recent)
    .innerJoin(member, eq(member.id, recent.memberId))
    .leftJoin(virtualKey, eq(virtualKey.id, recent.keyId))
    .groupBy(recent.memberId, member.name, recent.keyId, virtualKey.name)
    .orderBy(desc(count()), asc(member.name), asc(virtualKey.name));
}

type ArmRow = Awaited<ReturnType<typeof readArms>>[number];
type VoteRow = Awaited<ReturnType<typeof readVotes>>[number];

function toArmUsage({ oldest: _, cost, squares, ...row }: ArmRow, votes: readonly VoteRow[]): ArmUsage {
  const cast = votes.find(({ version, arm }) => version === row.version && arm === row.arm);
  return {
    ...row,
    cost: parseUsd(cost),
    meanCost: meanUsd({
      count: row.generations - row.unknown,
      sum: parseUsd(cost),
      squares: BigInt(squares),
    }),
    ttft: toMedian(row.ttft),
    duration: toMedian(row.duration),
    errorRate: shareOf(row.failed, row.finished + row.failed),
    votes: cast ? { won: cast.won, lost: cast.lost, tied: cast.tied, neither: cast.neither } : null,
    winShare: cast ? shareOf(cast.won, cast.won + cast.lost + cast.tied + cast.neither) : null,
  };
}

function toMedian({ ms, of, low, high }: ArmRow["ttft"]): ArmUsage["ttft"] {
  if (ms === null) return null;
  return { ms, of, bounds: low === null || high === null ? null : { low, high } };
}

function shareOf(count: number, all: number): ArmUsage["errorRate"] {
  const interval = shareInterval(count, all);
  return interval && { share: count / all, ...interval };
}
