import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client.server";
import { WITHOUT_JIT } from "@/lib/db/without-jit.server";

export type VotedScope = { account: string; since: Date };

/** Votes that count; whoever has more sees the latest. */
const MOST_VOTES = 20_000;

/**
 * Asks about the answers that were voted on since a time. The query selects from `latest`, the votes, and from `voted`,
 * which has a row of `vote_id`, `model`, `won` and `cost` for each answer.
 *
 * An answer that called tools was made in steps, of which a vote names the last: it costs what all of them cost, back to
 * the question, and is unknown where one of them is. Votes outlive what was said. Without it nobody can tell what the
 * steps of an answer were, and its cost is known only where nothing had called a tool in its conversation before.
 */
export function readVoted<Row extends Record<string, unknown>>(
  db: Db,
  scope: VotedScope,
  query: SQL,
): Promise<Row[]> {
  return db.transaction(async (tx) => {
    await tx.execute(WITHOUT_JIT);
    const { rows } = await tx.execute(sql`${votedAnswers(scope)} ${query}`);
    return rows as Row[];
  });
}

const votedAnswers = ({ account, since }: VotedScope): SQL => sql`
  with recursive latest as (
    select id, outcome, created_at from vote
    where account = ${account} and created_at >= ${since.toISOString()}::timestamptz
    order by created_at desc, id desc limit ${MOST_VOTES}
  ),
  step (vote_id, answer_id, generation_id, parent_id, role, is_gone) as (
    select latest.id, vote_answer.generation_id, vote_answer.generation_id, last.parent_id, 'assistant', last.id is null
    from latest join vote_answer on vote_answer.vote_id = latest.id
    left join lateral (
      -- Copies of a message have copies of all that it follows: any of them will do.
      select id, parent_id from message where message.generation_id = vote_answer.generation_id limit 1
    ) last on true
    union all
    select step.vote_id, step.answer_id, message.generation_id, message.parent_id, message.role, false
    from step join message on message.id = step.parent_id and message.role <> 'user'
  ),
  whole as (
    select step.vote_id, step.answer_id, case
      when count(generation.cost) < count(*) then null
      when bool_or(case when step.is_gone then exists (
        select 1 from generation before
        where before.conversation_id = generation.conversation_id
          and before.started_at < generation.started_at and before.finish_reason = 'tool_calls'
      ) end) then null
      else sum(generation.cost) end as cost
    from step left join generation on generation.id = step.generation_id
    where step.role = 'assistant'
    group by step.vote_id, step.answer_id
  ),
  voted as (
    select vote_answer.vote_id, vote_answer.model, vote_answer.won, whole.cost
    from whole join vote_answer
      on vote_answer.vote_id = whole.vote_id and vote_answer.generation_id = whole.answer_id
  )`;
