import { encode } from "zod/mini";
import { readLeaderboard } from "@/lib/conversations/leaderboard.server";
import { LeaderboardQuery } from "@/lib/conversations/request";
import { Leaderboard } from "@/lib/conversations/votes-api";
import { handle } from "../../handler";

const DAY = 24 * 60 * 60_000;

export const GET = handle("chat:read", async ({ services, query }) => {
  const { db, account, now } = services;
  const since = new Date(now().getTime() - query(LeaderboardQuery).days * DAY);
  return Response.json(encode(Leaderboard, await readLeaderboard(db, { account, since })));
});
