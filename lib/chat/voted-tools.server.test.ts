import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changeConversation } from "@/lib/conversations/change.server";
import { readLeaderboard } from "@/lib/conversations/leaderboard.server";
import { castVote } from "@/lib/conversations/votes.server";
import { newId } from "@/lib/core/ids";
import { parseUsd } from "@/lib/core/money";
import { eventually } from "@/lib/core/testing";
import type { Database } from "@/lib/db/client.server";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { billOf, chunkOf, createChat, DONE, eventStream, finishOf } from "./testing.server";

const CALL = { index: 0, id: "call_1", type: "function", function: { name: "f", arguments: "{}" } };
const CALLED = chunkOf("", { choices: [{ index: 0, delta: { content: null, tool_calls: [CALL] } }] });
const TOOLS = CALLED + finishOf("tool_calls") + billOf(0.5) + DONE;
const text = (cost: number) => chunkOf("Sunny.") + finishOf() + billOf(cost) + DONE;

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
  });
  afterAll(() => database.close());

  test("a vote on an answer that called a tool counts what all of it cost", async () => {
    const { db } = database;
    const chat = await createChat(db);
    const [memberId, account] = [chat.actor.memberId, newId()];
    chat.network.answer(({ body }) => eventStream(body.model === "acme/tools" ? TOOLS : text(0.125)));
    const { conversationId, turnId } = await chat.start({
      message: "Weather?",
      blind: true,
      panes: [{ model: "acme/tools" }, { model: "bolt/plain" }],
    });
    await chat.runner.idle();

    chat.network.answer(() => eventStream(text(0.25)));
    const waiting = await db.query.message.findFirst({
      where: (row, { sql }) => sql`${row.extras} ? 'toolCalls'`,
    });
    const paneId = waiting?.paneId ?? "";
    await chat.start({ conversationId, toolResults: { paneId, results: ["sun"] } });
    await chat.runner.idle();
    const request = { turnId, winner: paneId };
    await castVote(db, { memberId, account }, conversationId, request, new Date());

    const { standings } = await readLeaderboard(db, { account, since: new Date(0) });
    expect(standings.map(({ model, averageCost }) => [model, averageCost])).toEqual([
      ["acme/tools", parseUsd("0.75")],
      ["bolt/plain", parseUsd("0.125")],
    ]);
    await chat.runner.close(0);
    expect(chat.errors).toEqual([]);
  });

  test("an answer whose first step was seen before it became blind is not voted on", async () => {
    const { db } = database;
    const chat = await createChat(db);
    const { memberId } = chat.actor;
    chat.network.answer(() => eventStream(TOOLS));
    const { conversationId, turnId, generations } = await chat.start({
      message: "Weather?",
      panes: [{ model: "acme/tools" }, { model: "bolt/plain" }],
    });
    await chat.runner.idle();
    const later = new Date(Date.now() + 1);
    await changeConversation(db, memberId, conversationId, { blind: true }, later);
    await eventually(() => expect(Date.now()).toBeGreaterThan(later.getTime()));

    chat.network.answer(() => eventStream(text(0.25)));
    for (const { paneId } of generations) {
      await chat.start({ conversationId, toolResults: { paneId, results: ["sun"] } });
      await chat.runner.idle();
    }
    const request = { turnId, winner: "tie" } as const;
    await expect(
      castVote(db, { memberId, account: newId() }, conversationId, request, new Date()),
    ).rejects.toMatchObject({ code: "conflict" });
    await chat.runner.close(0);
    expect(chat.errors).toEqual([]);
  });
});
