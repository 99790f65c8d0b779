import "server-only";
import { and, eq, isNull, notInArray, or, type SQL, sql } from "drizzle-orm";
import { type Prepared, prepared, slot, slots } from "@/lib/db/prepared.server";
import { entry, generation, hold } from "@/lib/db/schema/ledger";
import type { Settlement } from "./settlement";
import { UNLIMITED } from "./token-limits.server";

type NewGeneration = typeof generation.$inferInsert;
type NewHold = typeof hold.$inferInsert;

/** What is known of a generation before anything is sent, all of it named. */
const OPENED = [
  ...(["id", "account", "memberId", "keyId", "source", "conversationId", "messageId"] as const),
  ...(["models", "parameters", "tags", "routeId", "routeVersion", "routeArm"] as const),
  ...(["estimate", "priceSnapshot", "state", "leaseOwner", "leaseUntil", "startedAt"] as const),
] as const satisfies readonly (keyof NewGeneration)[];
export type OpenedRow = Required<Pick<NewGeneration, (typeof OPENED)[number]>>;

const HELD = [
  ...(["id", "generationId", "account", "amount", "isBinding", "createdAt"] as const),
] as const satisfies readonly (keyof NewHold)[];
export type HeldRow = Required<Pick<NewHold, (typeof HELD)[number]>>;

/** What is written of a generation at its end. */
const ENDED = [
  ...(["state", "failure", "model", "provider", "attempts", "finishReason", "nativeFinishReason"] as const),
  ...(["promptTokens", "completionTokens", "reasoningTokens", "cachedTokens", "cacheWriteTokens"] as const),
  ...(["upstreamId", "cost", "costState", "upstreamCost", "isByok", "confirmAt"] as const),
  ...(["sentAt", "endedAt", "settledAt", "ttftMs", "durationMs", "leaseOwner", "leaseUntil"] as const),
] as const satisfies readonly (keyof NewGeneration)[];
export type EndedRow = Required<Pick<NewGeneration, (typeof ENDED)[number]>>;

/** Puts one generation and its hold on record. */
export const openOne: Prepared<{ generation: OpenedRow; hold: HeldRow }> = prepared((db) => {
  const opened = db.$with("opened").as(
    db
      .insert(generation)
      .values(slots(generation, OPENED, "generation"))
      .returning({ id: generation.id }),
  );
  return db
    .with(opened)
    .insert(hold)
    .values(slots(hold, HELD, "hold"));
});

const isGivenUp = sql`${generation.state} <> 'running' and ${generation.cost} is null`;

/** Writes down an upstream's id where there is none; a generation that was given up without it is asked about at once. */
export const keepId: Prepared<Required<Pick<NewGeneration, "id" | "upstreamId" | "sentAt">>> = prepared(
  (db) =>
    db
      .update(generation)
      .set({
        ...slots(generation, ["upstreamId", "sentAt"]),
        confirmAt: sql`case when ${isGivenUp} then now() else ${generation.confirmAt} end`,
      })
      .where(and(eq(generation.id, slot("id", generation.id)), isNull(generation.upstreamId))),
);

/** Whether a hold is to end like that: what was released costs nothing, whatever is heard of it later. */
export const isToEnd = (outcome: NonNullable<Settlement["holdOutcome"]>): SQL | undefined =>
  or(isNull(hold.outcome), notInArray(hold.outcome, ["released", outcome]));

/**
 * Settles a generation of known cost with all that belongs to it: its row, its entry and its hold. Finds none where someone
 * else settled it or holds its lease, or where tokens have to be counted, too. The counters of budgets, which all share,
 * are locked by triggers, hence last.
 */
export const settleOne: Prepared<{ id: string; owner: string; entryId: string; row: EndedRow }> = prepared(
  (db) => {
    const settled = db.$with("settled").as(
      db
        .update(generation)
        .set(slots(generation, ENDED, "row"))
        .where(
          and(
            eq(generation.id, slot("id", generation.id)),
            eq(generation.state, "running"),
            eq(generation.leaseOwner, slot("owner", generation.leaseOwner)),
            UNLIMITED,
          ),
        )
        .returning({ id: generation.id, account: generation.account }),
    );
    const booked = db.$with("booked").as(
      db.insert(entry).select((query) =>
        query
          .select({
            id: sql`${slot("entryId", entry.id)}`.as("id"),
            generationId: settled.id,
            account: settled.account,
            kind: sql`'settle'`.as("kind"),
            amount: sql`${slot("row.cost", entry.amount)}`.as("amount"),
            basis: sql`'usage'`.as("basis"),
            bookedAt: sql`${slot("row.endedAt", entry.bookedAt)}`.as("booked_at"),
          })
          .from(settled),
      ),
    );
    const ended = db.$with("ended").as(
      db
        .update(hold)
        .set({
          endedAt: sql`coalesce(${hold.endedAt}, ${slot("row.endedAt", hold.endedAt)}::timestamptz)`,
          outcome: "booked",
        })
        .from(settled)
        .where(and(eq(hold.generationId, settled.id), isToEnd("booked")))
        .returning({ id: hold.id }),
    );
    return db.with(settled, booked, ended).select({ id: settled.id }).from(settled);
  },
);
