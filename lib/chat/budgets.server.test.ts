import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createBudget, listBudgets } from "@/lib/budgets/budgets.server";
import { aBudget } from "@/lib/budgets/testing.server";
import { catalogModel } from "@/lib/catalog/testing";
import { formatDecimal } from "@/lib/core/money";
import type { Database } from "@/lib/db/client.server";
import { openTestDatabase } from "@/lib/db/testing.server";
import { giveUpUnaskable } from "@/lib/ledger/unaskable.server";
import { recoverAbandoned } from "./recover.server";
import { type Chat, createChat } from "./testing.server";

const MODELS = [
  catalogModel("acme/demo"),
  catalogModel("acme/dear", { prices: { prompt: "0.001", completion: "0.001" } }),
  catalogModel("acme/router", { kind: "router", prices: {} }),
];

describe("in the playground, under a hard budget of the member", () => {
  let database: Database;
  let chat: Chat;
  const figures = async () => {
    const { budgets } = await listBudgets(database.db, chat.actor, { account: "sandbox", now: chat.now() });
    return budgets.map(({ spent, held }) => [spent, held].map(formatDecimal));
  };

  beforeAll(async () => {
    database = await openTestDatabase();
    chat = await createChat(database.db, { models: MODELS });
    const scope = { type: "member" as const, id: chat.actor.memberId };
    await createBudget(database.db, chat.actor, aBudget({ scope, limit: "1" }), {
      account: "sandbox",
      now: chat.now(),
    });
  }, 60_000);
  afterAll(async () => {
    await chat.runner.close(0);
    await database.close();
  });

  test("the pane that does not fit says why, the others answer, and the limits are sent and on record", async () => {
    const panes = ["acme/demo", "acme/dear", "acme/router"].map((model) => ({ model, parameters: {} }));
    const { generations } = await chat.start({ message: "Hi", panes });
    await chat.runner.idle();
    expect(chat.network.calls.map(({ body }) => [body.model, body.max_tokens, body.provider])).toEqual([
      ["acme/demo", 2_000, { max_price: { prompt: "1", completion: "2", request: "0" } }],
    ]);
    const rows = await database.db.query.generation.findMany();
    const of = (model: string) =>
      rows.find(({ id }) => id === generations.find((one) => one.model === model)?.generationId);
    expect(of("acme/demo")).toMatchObject({ state: "finished", parameters: { max_tokens: 2_000 } });
    expect(of("acme/dear")).toMatchObject({
      state: "failed",
      failure: { code: "budget_exceeded", message: expect.stringContaining("$1.00 left") },
    });
    expect(of("acme/router")).toMatchObject({
      failure: { code: "budget_unbounded", message: expect.stringContaining("acme/router") },
    });
    expect(await figures()).toEqual([["0.25", "0"]]);
    const { budgets } = await listBudgets(database.db, chat.actor, { account: "sandbox", now: chat.now() });
    expect(budgets[0]?.refusedAt).toEqual(expect.any(Date));
  });

  test("one that another instance has just made binds the next message", async () => {
    const here = await createChat(database.db, { models: MODELS });
    await here.ask();
    await here.runner.idle();
    const scope = { type: "member" as const, id: here.actor.memberId };
    const place = { account: "sandbox", now: here.now() };
    await createBudget(database.db, here.actor, aBudget({ scope, limit: "1" }), place);
    await here.ask();
    await here.runner.close(0);
    expect(here.network.calls.map(({ body }) => body.max_tokens)).toEqual([undefined, 2_000]);
  });

  test("what a dead process held comes back an hour after another one takes over", async () => {
    chat.network.answer(() => new Promise(() => {}));
    await chat.ask("Hello?");
    expect((await figures())[0]?.[1]).not.toBe("0");
    const now = new Date(chat.now().getTime() + 20_000);
    const lease = { owner: "another", until: new Date(now.getTime() + 15_000) };
    expect(await recoverAbandoned(database.db, lease, now, { everything: false })).toBe(1);
    expect((await figures())[0]?.[1]).not.toBe("0");
    expect(await giveUpUnaskable(database.db, new Date(now.getTime() + 3_600_000))).toBe(1);
    expect(await figures()).toEqual([["0.25", "0"]]);
  });
});
