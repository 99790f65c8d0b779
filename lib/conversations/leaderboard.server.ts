import "server-only";
import { and, count, desc, eq, gte, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client.server";
import { vote, voteAnswer } from "@/lib/db/schema/conversations";
import { generation } from "@/lib/db/schema/ledger";
import { leaderboard, type Verdict } from "./leaderboard";
import type { Leaderboard } from "./votes-api";

type Scope = { account: string; since: Date };

/** Votes that count; whoever has more sees the latest. */
const MOST_VOTES = 20_000;

/** Boards that are kept ready: a few periods of a few accounts. */
const MOST_BOARDS = 16;
const boards = new WeakMap<Db, Map<string, Promise<Leaderboard>>>();

/**
 * How models do in the team's blind votes since a time, for one account. Thousands of votes take a while to weigh, so
 * each board is made once; it is made anew when a vote comes or leaves the period, or the cost of an answer changes.
 */
export async function readLeaderboard(db: Db, scope: Scope): Promise<Leaderboard> {
  const version = `${scope.account} ${await versionOf(db, scope)}`;
  const kept = boards.get(db) ?? new Map<string, Promise<Leaderboard>>();
  boards.set(db, kept);
  const board = kept.get(version) ?? makeBoard(db, scope);
  // Whatever was asked for last goes last.
  kept.delete(version);
  kept.set(version, board);
  for (const [oldest] of kept) if (kept.size > MOST_BOARDS) kept.delete(oldest);
  board.catch(() => kept.delete(version));
  return board;
}

const latestOf = (db: Db, { account, since }: Scope) =>
  db
    .select({ id: vote.id, outcome: vote.outcome, createdAt: vote.createdAt })
    .from(vote)
    .where(and(eq(vote.account, account), gte(vote.createdAt, since)))
    .orderBy(desc(vote.createdAt), desc(vote.id))
    .limit(MOST_VOTES)
    .as("latest");

/** Votes only ever come at the end and go at the beginning: how many, and the newest, say which they are. */
async function versionOf(db: Db, scope: Scope): Promise<string> {
  const latest = latestOf(db, scope);
  const [newest] = await db
    .select({ id: latest.id })
    .from(latest)
    .orderBy(desc(latest.createdAt), desc(latest.id))
    .limit(1);
  if (!newest) return "none";
  const [state] = await db
    .select({
      votes: sql<string>`count(distinct ${latest.id})::text`,
      priced: count(generation.cost),
      spent: sql<string | null>`sum(${generation.cost})::text`,
    })
    .from(latest)
    .innerJoin(voteAnswer, eq(voteAnswer.voteId, latest.id))
    .leftJoin(generation, eq(generation.id, voteAnswer.generationId));
  return [newest.id, state?.votes, state?.priced, state?.spent].join(" ");
}

async function makeBoard(db: Db, scope: Scope): Promise<Leaderboard> {
  const latest = latestOf(db, scope);
  const rows = await db
    .select({
      id: latest.id,
      outcome: latest.outcome,
      model: voteAnswer.model,
      won: voteAnswer.won,
      cost: generation.cost,
    })
    .from(latest)
    .innerJoin(voteAnswer, eq(voteAnswer.voteId, latest.id))
    .leftJoin(generation, eq(generation.id, voteAnswer.generationId));
  const verdicts = new Map<string, { outcome: Verdict["outcome"]; answers: Verdict["answers"][number][] }>();
  for (const { id, outcome, ...answer } of rows) {
    const known = verdicts.get(id);
    if (known) known.answers.push(answer);
    else verdicts.set(id, { outcome, answers: [answer] });
  }
  return leaderboard([...verdicts.values()]);
}
