import "server-only";
import { sql } from "drizzle-orm";
import { parseUsdOrNull } from "@/lib/core/money";
import type { Db } from "@/lib/db/client.server";
import { leaderboard, type Verdict } from "./leaderboard";
import { readVoted, type VotedScope } from "./voted-answers.server";
import type { Leaderboard } from "./votes-api";

/** Boards that are kept ready: a few periods of a few accounts. */
const MOST_BOARDS = 16;
const boards = new WeakMap<Db, Map<string, Promise<Leaderboard>>>();

/**
 * How models do in the team's blind votes since a time, for one account. Thousands of votes take a while to weigh, so
 * each board is made once; it is made anew when a vote comes or leaves the period, or the cost of an answer changes.
 */
export async function readLeaderboard(db: Db, scope: VotedScope): Promise<Leaderboard> {
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

/** Votes only ever come at the end and go at the beginning: how many, and the newest, say which they are. */
async function versionOf(db: Db, scope: VotedScope): Promise<string> {
  const [state] = await readVoted<{ version: string }>(
    db,
    scope,
    sql`select concat_ws(' ', (select id from latest order by created_at desc, id desc limit 1),
      count(distinct vote_id), count(cost), sum(cost)) as version from voted`,
  );
  return state?.version ?? "";
}

type Row = {
  vote: string;
  outcome: Verdict["outcome"];
  model: string;
  won: boolean;
  cost: string | null;
};

async function makeBoard(db: Db, scope: VotedScope): Promise<Leaderboard> {
  const rows = await readVoted<Row>(
    db,
    scope,
    sql`select latest.id as vote, outcome, model, won, cost::text
      from latest join voted on voted.vote_id = latest.id`,
  );
  const verdicts = new Map<string, { outcome: Verdict["outcome"]; answers: Verdict["answers"][number][] }>();
  for (const { vote, outcome, model, won, cost } of rows) {
    const answer = { model, won, cost: parseUsdOrNull(cost) };
    const known = verdicts.get(vote);
    if (known) known.answers.push(answer);
    else verdicts.set(vote, { outcome, answers: [answer] });
  }
  return leaderboard([...verdicts.values()]);
}
