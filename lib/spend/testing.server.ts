import "server-only";
import { sql } from "drizzle-orm";
import { newId } from "@/lib/core/ids";
import type { Usd } from "@/lib/core/money";
import type { Db } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import { route } from "@/lib/db/schema/routes";
import { member, virtualKey } from "@/lib/db/schema/team";
import { columnwise } from "@/lib/db/seed-columns.server";
import { createRandom, type Random } from "@/lib/db/seed-random";
import type { Row } from "./testing";

export type Stored = Row & { id: string };

const BATCH = 2_000;
const GIVEN = columnwise(generation, new Set(["parameters", "confirmTries"]));
const MODELS = ["acme/one", "acme/two:free", "b/three", "b/three-20260928", "c/four", "c/four-mini"];
const TAGS = ["nightly", "eval", "a,b", "Ünï%"];
const ENVIRONMENTS = ["production", "staging", "development"] as const;

type Wanted = {
  size: number;
  now: Date;
  days: number /** Sees every row, in order. */;
  each: (row: Stored) => void;
};

/**
 * People, keys and routes, and generations of every kind at every time; the same on every run.
 * @returns the first rows, and how to make more
 */
export async function addHistory(db: Db, { size, now, days, each }: Wanted) {
  const random = createRandom(11);
  const members = [newId(), newId()];
  await db
    .insert(member)
    .values(members.map((id, index) => ({ id, role: "member" as const, name: `Member ${index}` })));
  const keys = ENVIRONMENTS.map((environment, index) => ({
    ...{ id: newId(), memberId: members[index % 2] ?? "", name: `Key ${index}`, environment },
    ...{ digest: newId(), prefix: "pb-v1", lastFour: "abcd", createdAt: now },
  }));
  await db.insert(virtualKey).values(keys);
  const routes = ["bot", "search"].map((name) => ({
    ...{ id: newId(), name, draft: {}, revision: 1, createdAt: now, updatedAt: now },
  }));
  await db.insert(route).values(routes);
  const make = () => invent(random, { now, days, members, keys, routes });
  const first: Stored[] = [];
  for (let at = 0; at < size; at += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, size - at) }, make);
    await insertRows(db, rows);
    for (const row of rows) each(row);
    if (at === 0) first.push(...rows);
  }
  return { first, make };
}

export async function insertRows(db: Db, rows: readonly Stored[], account = "sandbox"): Promise<void> {
  const all = rows.map(({ environment: _, cost, upstreamCost, failure, ...row }) => ({
    ...row,
    account,
    cost: cost as Usd | null,
    upstreamCost: upstreamCost as Usd | null,
    failure: failure as never,
  }));
  await db.execute(
    sql`insert into ${generation} (${GIVEN.names}) select ${GIVEN.values} from ${GIVEN.rows(all)}`,
  );
}

type World = {
  now: Date;
  days: number;
  members: string[];
  keys: { id: string; environment: string }[];
  routes: { id: string }[];
};

const some = <Of>(random: Random, items: readonly Of[]): Of =>
  items[random.between(0, items.length - 1)] as Of;

function invent(random: Random, { now, days, members, keys, routes }: World): Stored {
  const maybe = <Of>(make: () => Of, probability = 0.6): Of | null =>
    random.chance(probability) ? make() : null;
  const key = maybe(() => some(random, keys));
  const state = some(random, [
    "finished",
    "finished",
    "finished",
    "failed",
    "cancelled",
    "lost",
    "running",
  ] as const);
  const isFailed = state === "failed" || (state === "lost" && random.chance(0.5));
  const counts = (most: number) => maybe(() => random.between(0, most), 0.85);
  const ttftMs = maybe(() => random.skewed(800, 1.5), 0.8);
  return {
    id: newId(),
    startedAt: moment(random, now, days),
    state,
    memberId: some(random, members),
    keyId: key?.id ?? null,
    environment: key?.environment ?? null,
    routeId: maybe(() => some(random, routes).id, 0.3),
    source: some(random, ["playground", "gateway", "suite"]),
    models: Array.from({ length: random.between(1, 3) }, () => some(random, MODELS)),
    model: maybe(() => some(random, MODELS), 0.8),
    provider: maybe(() => some(random, ["Acme", "Bolt, Inc.", "Carbon"])),
    tags: Array.from({ length: Math.max(0, random.between(-1, 3)) }, () => some(random, TAGS)),
    finishReason: maybe(() => some(random, ["stop", "length", "error"])),
    failure: isFailed
      ? some(random, [
          { code: "provider_failed", by: "provider" },
          { code: "upstream_cut", by: "openrouter" },
          { code: "interrupted", by: "patchbay" },
        ])
      : null,
    attempts: maybe(
      () =>
        Array.from({ length: random.between(0, 3) }, () => ({
          ...{ provider: "Acme", model: null, latencyMs: 4 },
          status: some(random, [200, 200, 429, 502, null]),
        })),
      0.5,
    ),
    promptTokens: counts(200_000),
    completionTokens: counts(9_000),
    reasoningTokens: counts(9_000),
    cachedTokens: counts(200_000),
    cacheWriteTokens: counts(50_000),
    // From one picodollar to some thousand dollars, never representable as a float sum.
    cost: maybe(() => 10n ** BigInt(random.between(0, 15)) * BigInt(random.between(0, 9)), 0.8),
    upstreamCost: maybe(() => BigInt(random.between(0, 2 ** 31)), 0.1),
    isByok: maybe(() => random.chance(0.1)),
    priceSnapshot: maybe(() => inventPrices(random), 0.9),
    ttftMs,
    durationMs: ttftMs === null ? null : maybe(() => ttftMs + random.between(0, 20_000), 0.9),
  };
}

/** One in five on a quarter of an hour, where boundaries are. */
function moment(random: Random, now: Date, days: number): Date {
  const ago = random.between(-2 * 86_400, days * 86_400) * 1_000 + random.between(0, 999);
  const at = now.getTime() - ago;
  return new Date(random.chance(0.2) ? at - (at % 900_000) : at);
}

function inventPrices(random: Random): Record<string, unknown> {
  const text = () =>
    some(random, [
      "0.0000025",
      "2.5e-6",
      "0",
      "0.00000000000000351",
      "1.3e-5",
      "0.000000333333333333",
      "-1",
      "much",
    ]);
  const component = (name: string, probability: number) =>
    random.chance(probability) ? { [name]: text() } : {};
  return {
    model: "acme/one",
    ...component("prompt", 0.95),
    ...component("completion", 0.95),
    ...component("cacheRead", 0.6),
    ...component("cacheWrite", 0.4),
    ...component("reasoning", 0.2),
    ...component("request", 0.1),
  };
}
