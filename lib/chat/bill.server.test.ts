import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createBudget } from "@/lib/budgets/budgets.server";
import { aBudget, noBounder } from "@/lib/budgets/testing.server";
import { newId } from "@/lib/core/ids";
import { parseUsd, type Usd } from "@/lib/core/money";
import type { Database } from "@/lib/db/client.server";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { createConfirmer } from "@/lib/ledger/confirm.server";
import { createOpenRouter } from "@/lib/openrouter/client.server";
import { SANDBOX_KEY } from "@/lib/sandbox/keys";
import { createSandbox } from "@/lib/sandbox/sandbox";
import { LOCAL_OWNER } from "@/lib/team/actor";
import { authenticateKey, createKey, type KeyHolder } from "@/lib/team/keys.server";
import { KeyRequest } from "@/lib/team/keys-request";
import { ensureLocalOwner } from "@/lib/team/members.server";
import { readWorkspace } from "@/lib/team/workspace.server";
import { CHAT } from "./dialects/dialects";
import { createGateway } from "./gateway.server";
import { createRunner } from "./runner.server";
import { readAll } from "./wire/testing.server";

/** `npm run test:deep -- bill` asks for more. */
const DEEP = process.env.DEEP === "1";
const GENERATIONS = DEEP ? 100_000 : 1_000;
const CONCURRENT = 16;
const HEALTHY = ["openai/gpt-4o", "openai/gpt-4.1", "minimax/minimax-m3"] as const;
/** Each strikes one model, and one request in ten is for one of these. */
const FAULTS = [
  ["openai/gpt-4o-mini", "no-usage", {}],
  ["cohere/command-a", "usage-null", {}],
  ["cohere/command-r-08-2024", "cost-null", {}],
  ["mistralai/codestral-2508", "stream-error-a", { after: "1" }],
  ["mistralai/mistral-nemo", "stream-error-c", { after: "1" }],
  ["meta-llama/llama-4-scout", "no-done", {}],
  ["meta-llama/llama-4-maverick", "half-json", {}],
  ["deepseek/deepseek-v3.2", "cut", { at: "777" }],
  ["moonshotai/kimi-k2-0905", "status", { code: "503" }],
  ["google/gemini-2.5-flash-lite", "reset", {}],
] as const;
const ACCOUNT = "sandbox";

/** Reading a record takes longer than an answer: of what the stream told already only some are read. */
const KNOWN_ENOUGH = sql`update generation set confirm_at = null where cost is not null and right(id::text, 1) > '1'`;

let database: Database;
beforeAll(async () => {
  // The server where there is one: it does several things at a time.
  database = await openTestDatabase(TEST_ENGINES.at(-1));
  await ensureLocalOwner(database.db);
}, 60_000);
afterAll(() => database.close());

test(`over ${GENERATIONS} requests of programs, one in ten struck by a fault, the ledger is the upstream's bill`, {
  timeout: 7_200_000,
}, async () => {
  const { db } = database;
  const errors: unknown[] = [];
  const [now, owner] = [() => new Date(), newId()];
  const onError = (...error: unknown[]) => void errors.push(error);
  const sandbox = createSandbox({
    seed: 7,
    speed: 0,
    generationDelayMs: 0,
    keep: GENERATIONS,
    credits: "100000",
  });
  for (const [model, fault, params] of FAULTS) sandbox.setFault({ fault, model, params });
  const openrouter = createOpenRouter({
    ...{ baseUrl: "http://sandbox.invalid/api/v1", apiKey: SANDBOX_KEY, firstByteTimeout: 60_000 },
    appUrl: "http://localhost:3000",
    transport: (url, request) => sandbox.handle(new Request(url, request)),
  });
  const limits = { idleTimeout: 60_000, timeout: null };
  const runner = createRunner({ db, openrouter, owner, now, onError, ...limits });
  const gateway = createGateway({
    ...{ db, openrouter, runner, bounder: noBounder, account: ACCOUNT, owner, now, onError },
    quote: async () => ({ estimate: null, ceiling: null, prices: null }),
    freeGuard: async () => null,
    ...{ idleTimeout: 60_000, maxStreams: 1_000, maxStreamsPerKey: 1_000 },
    rules: { current: () => readWorkspace(db) },
  });
  const { key } = await createKey(db, LOCAL_OWNER.memberId, KeyRequest.parse({ name: "CI" }), now());
  const holder: KeyHolder = await authenticateKey(db, key, now());

  /** Some want it streamed and some whole, and of those some leave at the first word. */
  async function ask(index: number): Promise<void> {
    const struck = index % 10 === 9 ? FAULTS[Math.floor(index / 10) % FAULTS.length] : undefined;
    const model = struck?.[0] ?? HEALTHY[index % HEALTHY.length];
    const stream = index % 4 !== 0;
    const messages = [{ role: "user", content: `Explain tides ${index}` }];
    const request = { model, stream, max_tokens: 8, messages };
    const leaving = new AbortController();
    const { body } = await gateway.complete({
      ...{ holder, body: JSON.stringify(request), request: CHAT.readRequest(request, null) },
      ...{ route: null, dialect: CHAT, signal: leaving.signal },
    });
    if (body instanceof Uint8Array) return;
    if (index % 25 !== 1) return void (await readAll({ body: body.stream() }));
    const reader = body.stream().getReader();
    await reader.read();
    leaving.abort();
    await reader.cancel().catch(() => {});
  }

  let begun = 0;
  const worker = async () => {
    // A refusal is an answer, too.
    while (begun < GENERATIONS) await ask(begun++).catch(() => {});
  };
  await Promise.all(Array.from({ length: CONCURRENT }, worker));
  await runner.idle();
  if (!DEEP) await db.execute(KNOWN_ENOUGH);
  const confirmer = createConfirmer({ db, upstream: openrouter, account: ACCOUNT });
  const later = new Date(Date.now() + 6_000);
  const confirmAll = async () => {
    for (let asked = 1; asked > 0; ) asked = await confirmer.confirmDue(later);
  };
  await Promise.all(Array.from({ length: 4 }, confirmAll));

  const bill = sandbox.bill();
  const { rows } = await db.execute<{
    upstream_id: string | null;
    cost: string | null;
    booked: string | null;
  }>(sql`
    select g.upstream_id, g.cost::text, sum(e.amount)::text as booked
    from generation g left join entry e on e.generation_id = g.id group by g.id`);
  expect(rows).toHaveLength(GENERATIONS);
  expect(errors).toEqual([]);
  const known = new Map(rows.map((row) => [row.upstream_id, row]));
  expect(bill.length).toBeGreaterThan(GENERATIONS * 0.9);
  const wrong = bill.filter(({ id, cost }) => {
    const row = known.get(id);
    return [row?.cost, row?.booked].some((amount) => !amount || parseUsd(amount) !== parseUsd(cost));
  });
  expect(wrong).toEqual([]);
  const billed = sum(bill.map(({ cost }) => cost));
  expect(sum(rows.map(({ booked }) => booked ?? "0"))).toBe(billed);

  // A budget that is made now counts the same.
  const terms = aBudget({ limit: "1000000", period: "total" });
  const { spent, held } = await createBudget(db, LOCAL_OWNER, terms, { account: ACCOUNT, now: now() });
  expect([spent, held]).toEqual([billed, 0n]);
});

const sum = (amounts: readonly string[]) =>
  amounts.reduce((total, amount) => (total + parseUsd(amount)) as Usd, 0n as Usd);
