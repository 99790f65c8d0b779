import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { noBounder } from "@/lib/budgets/testing.server";
import { newId } from "@/lib/core/ids";
import { parseUsd, type Usd } from "@/lib/core/money";
import type { Database } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import { openTestDatabase } from "@/lib/db/testing.server";
import { addMember } from "@/lib/ledger/testing.server";
import { accountOf, createOpenRouter, keyHashOf } from "@/lib/openrouter/client.server";
import { createManagement } from "@/lib/openrouter/management.server";
import { SANDBOX_KEY, SANDBOX_MANAGEMENT_KEY } from "@/lib/sandbox/keys";
import { createSandbox } from "@/lib/sandbox/sandbox";
import { ask } from "@/lib/sandbox/testing";
import { spendReconciliation } from "@/lib/spend/reconciliation.server";
import { noRules } from "@/lib/team/testing.server";
import { createRunner } from "./runner.server";
import { startChat } from "./start.server";

const DAY = 86_400_000;
const BASE = "http://sandbox.invalid/api/v1";
const MODELS = ["openai/gpt-4o", "openai/gpt-4.1", "minimax/minimax-m3"];

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

test("what Patchbay books is what the upstream says it charged; what was tampered with is found", async () => {
  const { db } = database;
  let time = Date.parse("2026-11-18T09:00:00Z");
  const now = () => new Date(time);
  const sandbox = createSandbox({ seed: 4, speed: 0, now: () => time, freeLimits: false });
  const client = (apiKey: string) =>
    createOpenRouter({
      ...{ baseUrl: BASE, apiKey, firstByteTimeout: 60_000, appUrl: "http://localhost:3000" },
      transport: (url, request) => sandbox.handle(new Request(url, request)),
    });
  const [openrouter, account] = [client(SANDBOX_KEY), accountOf(BASE, SANDBOX_KEY)];
  const errors: unknown[] = [];
  const onError = (...error: unknown[]) => void errors.push(error);
  const limits = { idleTimeout: 60_000, timeout: null };
  const runner = createRunner({ db, openrouter, owner: newId(), now, onError, ...limits });
  const quote = async () => ({ estimate: null, ceiling: null, prices: null });
  const actor = { memberId: await addMember(db), role: "member" } as const;
  const say = async (model: string): Promise<string> => {
    const request = { message: `Explain ${model}`, panes: [{ model, parameters: {} }] };
    const deps = { runner, account, quote, freeGuard: async () => null, bounder: noBounder, rules: noRules };
    const { generations } = await startChat(deps, db, actor, request);
    await runner.idle();
    return generations[0]?.generationId ?? "";
  };

  const ids: string[] = [];
  for (let day = 0; day < 2; day += 1, time += DAY)
    for (const model of MODELS) for (let run = 0; run < 2; run += 1) ids.push(await say(model));

  const management = createManagement({
    ...{ upstream: client(SANDBOX_MANAGEMENT_KEY), keyHash: keyHashOf(account) },
  });
  const reconcile = async () => {
    const found = await spendReconciliation(db, { account, management, query: {}, now: now() });
    if (found.state !== "compared") throw new Error("nothing was compared");
    return { ...found, wrong: found.lines.filter(({ verdict }) => verdict !== "matched") };
  };

  const honest = await reconcile();
  expect(honest.lines).toHaveLength(2 * MODELS.length);
  expect(honest.wrong).toEqual([]);
  expect(honest.ours).toBeGreaterThan(0n);
  const off = honest.difference < 0n ? -honest.difference : honest.difference;
  expect(off).toBeLessThanOrEqual(honest.tolerance.total);

  // Another program on the same key, on the second day.
  time -= DAY;
  await (await ask(sandbox, { model: "openai/gpt-4.1" })).text();
  time += DAY;
  const foreign = parseUsd(sandbox.bill().at(-1)?.cost ?? "0");
  // A generation that never was, and one that is booked too low.
  const [first] = await db
    .select()
    .from(generation)
    .where(eq(generation.id, ids[0] ?? ""));
  if (!first?.cost) throw new Error("the first one has no cost");
  const invented = newId();
  await db.insert(generation).values({ ...first, id: invented, cost: parseUsd("0.123456") });
  const altered = ids.at(-1) ?? "";
  const [last] = await db.select().from(generation).where(eq(generation.id, altered));
  const cut = parseUsd("0.00001");
  await db
    .update(generation)
    .set({ cost: ((last?.cost ?? 0n) - cut) as Usd })
    .where(eq(generation.id, altered));

  const { wrong, difference } = await reconcile();
  expect(wrong).toHaveLength(3);
  const near = (amount: Usd | undefined, expected: bigint) =>
    expect(Math.abs(Number((amount ?? 0n) - expected))).toBeLessThanOrEqual(2_000_000);
  const found = (day: string, model: string) =>
    wrong.find((line) => line.day === day && line.model === model);
  const extra = found("2026-11-18", "openai/gpt-4o");
  near(extra?.difference, -parseUsd("0.123456"));
  expect(extra?.suspects.filter(({ explains }) => explains)).toMatchObject([{ id: invented }]);
  const theirs = found("2026-11-19", "openai/gpt-4.1");
  near(theirs?.difference, foreign);
  expect(theirs).toMatchObject({ ours: { generations: 2 }, theirs: { requests: 3 } });
  expect(theirs?.reasons).toContain("other_programs");
  near(found("2026-11-19", MODELS[2] ?? "")?.difference, cut);
  near(difference, foreign + cut - parseUsd("0.123456"));
  expect(errors).toEqual([]);
});
