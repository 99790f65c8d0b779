import "server-only";
import { asc, eq } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { add, parseUsd, type Usd, ZERO } from "@/lib/core/money";
import type { Db } from "@/lib/db/client.server";
import { entry, generation, hold } from "@/lib/db/schema/ledger";
import { member } from "@/lib/db/schema/team";
import type { Usage } from "@/lib/openrouter/usage";
import { type Facts, type Lease, type Opening, openGenerations, settle } from "./ledger.server";
import type { Ending } from "./settlement";

export const T0 = Date.parse("2026-11-20T12:00:00.000Z");
export const at = (ms: number) => new Date(T0 + ms);

export const NO_FACTS: Facts = {
  sentAt: null,
  model: null,
  provider: null,
  attempts: null,
  finishReason: null,
  nativeFinishReason: null,
  ttftMs: null,
  durationMs: null,
};

export const usageOf = (cost: string | null): Usage => ({
  promptTokens: 10,
  completionTokens: 20,
  reasoningTokens: null,
  cachedTokens: null,
  cacheWriteTokens: null,
  cost: cost === null ? null : parseUsd(cost),
  upstreamCost: null,
  isByok: false,
});

export const anEnding = (changes: Partial<Ending> = {}): Ending => ({
  state: "finished",
  failure: null,
  at: at(1_000),
  billed: "unknown",
  upstreamId: "gen-1",
  usage: usageOf("0.25"),
  ...changes,
});

export async function addMember(db: Db): Promise<string> {
  const id = newId();
  await db.insert(member).values({ id, role: "member", name: "Ada" });
  return id;
}

export const aLease = (owner: string, until = at(15_000)): Lease => ({ owner, until });

/** A running generation with its hold, as the runner leaves it before anything is sent. */
export async function open(
  db: Db,
  changes: Partial<Opening> & { memberId: string },
  lease = aLease("me"),
): Promise<string> {
  const id = newId();
  const opening: Opening = {
    id,
    account: "sandbox",
    source: "playground",
    conversationId: null,
    messageId: null,
    models: ["acme/demo"],
    parameters: {},
    estimate: null,
    ceiling: parseUsd("1"),
    priceSnapshot: null,
    ...changes,
  };
  await db.transaction((tx) => openGenerations(tx, [opening], lease, at(0)));
  return opening.id;
}

/** All that the ledger holds of a generation. */
export async function ledgerOf(db: Db, id: string) {
  const [row] = await db.select().from(generation).where(eq(generation.id, id));
  const [held] = await db.select().from(hold).where(eq(hold.generationId, id));
  const entries = await db
    .select()
    .from(entry)
    .where(eq(entry.generationId, id))
    .orderBy(asc(entry.bookedAt), asc(entry.id));
  if (!row || !held) throw new Error("the generation or its hold is missing");
  const booked: Usd | null = entries.length === 0 ? null : add(ZERO, ...entries.map(({ amount }) => amount));
  return { row, hold: held, entries, booked };
}

/** A generation that has ended, with an id to ask about. */
export async function openAndSettle(
  db: Db,
  memberId: string,
  changes: Partial<Ending> = {},
  account = "sandbox",
): Promise<{ id: string; upstreamId: string }> {
  const id = await open(db, { memberId, account });
  const upstreamId = `gen-${id}`;
  await settle(db, id, "me", anEnding({ upstreamId, ...changes }), NO_FACTS);
  return { id, upstreamId };
}

/** An upstream with these costs on record; everything else is not there (yet). */
export function upstreamWith(costs: Record<string, unknown>) {
  const asked: string[] = [];
  return {
    asked,
    async getGeneration(id: string): Promise<unknown> {
      asked.push(id);
      if (!(id in costs)) throw new AppError("no_endpoints");
      return { data: { total_cost: costs[id], provider_name: "Acme" } };
    },
  };
}
