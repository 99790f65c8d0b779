import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import { parseUsd, type Usd } from "@/lib/core/money";
import type { Database } from "@/lib/db/client.server";
import { conversation, message, vote, voteAnswer } from "@/lib/db/schema/conversations";
import { generation } from "@/lib/db/schema/ledger";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { addMember, openAndSettle } from "@/lib/ledger/testing.server";
import { duplicateConversation } from "./duplicate.server";
import { readLeaderboard } from "./leaderboard.server";
import { addConversation } from "./testing.server";

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let memberId: string;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    memberId = await addMember(database.db);
  });
  afterAll(() => database.close());

  const at = (day: number) => new Date(Date.UTC(2026, 0, day));

  /** One of two models wins. @returns the generation of the winner */
  async function addVote(account: string, day: number, winner?: string): Promise<string> {
    const { db } = database;
    const voteId = newId();
    const won = winner ?? (await openAndSettle(db, memberId)).id;
    const lost = (await openAndSettle(db, memberId)).id;
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

  describe("an answer that called tools", () => {
    const set = (id: string, change: Partial<typeof generation.$inferInsert>) =>
      database.db.update(generation).set(change).where(eq(generation.id, id));

    /** Two questions, the second answered in as many steps as there are costs. @returns the steps' generations */
    async function answerInSteps(...costs: (Usd | null)[]) {
      const { db } = database;
      const { id, panes } = await addConversation(db, memberId, [{ turns: ["Hi", "Ho", "Weather?"] }]);
      const [pane] = panes;
      let parentId = pane?.messageIds.at(-1) ?? null;
      const steps: string[] = [];
      const place = { conversationId: id, paneId: pane?.id ?? "" };
      for (const [index, cost] of costs.entries()) {
        const isLast = index === costs.length - 1;
        const generationId = (await openAndSettle(db, memberId)).id;
        const startedAt = new Date(at(1).getTime() + index);
        const finishReason = isLast ? "stop" : "tool_calls";
        await set(generationId, { cost, conversationId: id, startedAt, finishReason });
        steps.push(generationId);
        const said = [
          { role: "assistant" as const, generationId },
          ...(isLast ? [] : [{ role: "tool" as const }]),
        ];
        for (const turn of said) {
          const row = { id: newId(), ...place, parentId, ...turn };
          await db.insert(message).values(row);
          parentId = row.id;
        }
      }
      return { conversationId: id, steps };
    }

    /** What the winner of a vote on an answer cost, and how many of its answers have no known cost. */
    async function votedOn(winner: string | undefined) {
      const account = newId();
      await addVote(account, 2, winner);
      return async () => {
        const { standings } = await readLeaderboard(database.db, { account, since: at(1) });
        const first = standings.find(({ model }) => model === "acme/a");
        return [first?.averageCost, first?.costPerWin, first?.unpriced];
      };
    }

    test("costs what all its steps cost, and not what was asked before", async () => {
      const { steps } = await answerInSteps(parseUsd("0.5"), parseUsd("0.25"), parseUsd("1"));
      const read = await votedOn(steps.at(-1));
      expect(await read()).toEqual([parseUsd("1.75"), parseUsd("1.75"), 0]);
      // The upstream's own record of a step comes later than the vote.
      await set(steps[0] ?? "", { cost: parseUsd("0.75") });
      expect(await read()).toEqual([parseUsd("2"), parseUsd("2"), 0]);
    });

    test("has an unknown cost where one of its steps has", async () => {
      const { steps } = await answerInSteps(null, parseUsd("0.25"));
      const read = await votedOn(steps.at(-1));
      expect(await read()).toEqual([null, null, 1]);
      await set(steps[0] ?? "", { cost: parseUsd("0.5") });
      expect(await read()).toEqual([parseUsd("0.75"), parseUsd("0.75"), 0]);
    });

    test("is counted once, however often its conversation was copied", async () => {
      const { conversationId, steps } = await answerInSteps(parseUsd("0.5"), parseUsd("0.25"));
      await duplicateConversation(database.db, memberId, conversationId, at(2));
      const read = await votedOn(steps.at(-1));
      expect(await read()).toEqual([parseUsd("0.75"), parseUsd("0.75"), 0]);
      await database.db.delete(conversation).where(eq(conversation.id, conversationId));
      expect(await read()).toEqual([parseUsd("0.75"), parseUsd("0.75"), 0]);
    });

    test("has an unknown cost once what was said is gone, which others keep", async () => {
      const { db } = database;
      const [tools, plain] = [
        await answerInSteps(parseUsd("0.5"), parseUsd("0.25")),
        await answerInSteps(parseUsd("0.25")),
      ];
      const read = [await votedOn(tools.steps.at(-1)), await votedOn(plain.steps.at(-1))];
      const both = () => Promise.all(read.map((each) => each()));
      const known = [parseUsd("0.25"), parseUsd("0.25"), 0];
      expect(await both()).toEqual([[parseUsd("0.75"), parseUsd("0.75"), 0], known]);
      for (const { conversationId } of [tools, plain])
        await db.delete(conversation).where(eq(conversation.id, conversationId));
      expect(await both()).toEqual([[null, null, 1], known]);
    });
  });
});
