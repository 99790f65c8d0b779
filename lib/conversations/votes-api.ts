import * as z from "zod/mini";
import { Id, WireUsd } from "@/lib/core/wire";

/** The answer to `POST /api/conversations/{id}/votes`: whose answers they were. */
export const VoteAnswer = z.object({
  answers: z.array(
    z.object({
      paneId: Id,
      /** What the pane was called until now. */
      alias: z.string(),
      model: z.string(),
      won: z.boolean(),
    }),
  ),
});
export type VoteAnswer = z.infer<typeof VoteAnswer>;

/** One model as blind votes see it. Comparisons are pairs: a vote on three answers counts two of each. */
export const Standing = z.object({
  model: z.string(),
  /** Bradley–Terry, on the scale of chess: 1000 is the average, 400 more wins ten of eleven. */
  score: z.number(),
  /** The interval that holds the true score with 95 % confidence. */
  low: z.number(),
  high: z.number(),
  /** Votes with an answer of this model. */
  votes: z.int(),
  wins: z.int(),
  losses: z.int(),
  ties: z.int(),
  /** Votes that found all answers bad. */
  bad: z.int(),
  /** Of an answer with all its steps; null when none of them has a known cost. */
  averageCost: z.nullable(WireUsd),
  /** What all its answers cost, by the times it won; null without a win or a known cost. */
  costPerWin: z.nullable(WireUsd),
  /** Answers of which nobody knows what they cost; the costs above leave them out. */
  unpriced: z.int(),
});
export type Standing = z.infer<typeof Standing>;

/** `GET /api/votes/leaderboard`, the best first. */
export const Leaderboard = z.object({
  votes: z.int(),
  standings: z.array(Standing),
});
export type Leaderboard = z.infer<typeof Leaderboard>;
