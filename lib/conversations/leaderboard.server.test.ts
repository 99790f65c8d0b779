import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import { parseUsd } from "@/lib/core/money";
import type { Database } from "@/lib/db/client.server";
import { vote, voteAnswer } from "@/lib/db/schema/conversations";
import { generation } from "@/lib/db/schema/ledger";
import { openTestDatabase } from "@/lib/db/testing.server";
import { addMember, openAndSettle } from "@/lib/ledger/testing.server";
import { readLeaderboard } from "./leaderboard.server";

let database: Database;
let memberId: string;
beforeAll(async () => {
  database = await openTestDatabase();
  memberId = await addMember(database.db);
});
afterAll(() => database.close());

const at = (day: number) => new Date(Date.UTC(2026, 0, day));

/** One of two models wins. @returns the generation of the winner */
async function addVote(account: string, day: number): Promise<string> {
  const { db } = database;
  const voteId = newId();
  const [won, lost] = [(await openAndSettle(db, memberId)).id, (await openAndSettle(db, memberId)).id];
  const place = { id: voteId, memberId, account, conversationId: newId(), turnId: newId() };
  await db.insert(vote).values({ ...place, outcome: "winner", createdAt: at(day) });
  await db.insert(voteAnswer).values([
    { voteId, generationId: won, model: "acme/a", won: true },
    { voteId, generationId: lost, model: "acme/b", won: false },
  ]);
  return won;
}

test("a board is made once for the votes that there are, and anew for others", async () => {
  const account = newId();
  const read = (since = at(1)) => readLeaderboard(database.db, { account, since });
  await addVote(account, 2);
  const first = await read();
  expect(first.votes).toBe(1);
  // The same votes, though the period has moved on.
  expect(await read(new Date(at(1).getTime() + 1))).toBe(first);
  expect((await readLeaderboard(database.db, { account: newId(), since: at(1) })).votes).toBe(0);

  const won = await addVote(account, 3);
  const second = await read();
  expect(second.votes).toBe(2);
  expect(await read()).toBe(second);
  // One has left the period.
  expect((await read(at(3))).votes).toBe(1);

  await database.db
    .update(generation)
    .set({ cost: parseUsd("7") })
    .where(eq(generation.id, won));
  const third = await read();
  expect(third).not.toBe(second);
  expect(third.standings[0]?.averageCost).not.toEqual(second.standings[0]?.averageCost);
});

test("only a few boards are kept", async () => {
  const account = newId();
  for (let day = 1; day <= 20; day += 1) await addVote(account, day);
  const read = (day: number) => readLeaderboard(database.db, { account, since: at(day) });
  const first = await read(1);
  expect(await read(1)).toBe(first);
  for (let day = 2; day <= 20; day += 1) await read(day);
  expect(await read(1)).not.toBe(first);
  expect(await read(1)).toEqual(first);
});
