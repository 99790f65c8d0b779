import "server-only";
import { and, eq, inArray, lt, notInArray, or, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import { member } from "@/lib/db/schema/team";
import { isAllowed } from "@/lib/team/actor";
import { ROLES } from "@/lib/team/policy";
import type { Lease } from "./ledger.server";

/** The roles that may ask no model anything. */
const SILENT = ROLES.filter((role) => !isAllowed({ role }, "chat:write"));

/** Keeps running generations alive and learns which have to stop: someone asked for it, or their member may no longer. */
export async function renewLeases(
  db: Db,
  ids: string[],
  { owner, until }: Lease,
): Promise<{ id: string; stopRequested: boolean }[]> {
  const rows = await db
    .update(generation)
    .set({ leaseUntil: until })
    .where(
      and(inArray(generation.id, ids), eq(generation.state, "running"), eq(generation.leaseOwner, owner)),
    )
    .returning({
      id: generation.id,
      stopRequested: sql<boolean>`(${generation.stopRequestedAt} is not null or ${hasLostTheRight})`,
    });
  return rows;
}

/** Asked with each renewal, so that it holds for what was admitted at the moment of the suspension, too. */
const hasLostTheRight = sql`exists (
  select 1 from ${member} where ${member.id} = ${generation.memberId}
    and (${member.suspendedAt} is not null or ${member.removedAt} is not null or ${inArray(member.role, SILENT)}))`;

/** Asks whoever runs them to stop. Returns the ids that were still running. */
export async function requestStop(
  db: Db,
  conversationId: string,
  ids: string[] | undefined,
  at: Date,
): Promise<string[]> {
  const rows = await db
    .update(generation)
    .set({ stopRequestedAt: at })
    .where(
      and(
        eq(generation.conversationId, conversationId),
        eq(generation.state, "running"),
        ids ? inArray(generation.id, ids) : undefined,
      ),
    )
    .returning({ id: generation.id });
  return rows.map(({ id }) => id);
}

export type Abandoned = Pick<
  typeof generation.$inferSelect,
  "id" | "messageId" | "upstreamId" | "sentAt" | "startedAt" | "stopRequestedAt"
>;

export type TakeOver = { everything: boolean; running?: string[] };

/**
 * Takes over generations whose runner no longer renews its lease. `everything` also takes those with time
 * left, for the embedded engine, where an earlier process cannot be alive. What this process itself still
 * runs is left alone: when the database was away, no lease could be renewed in time.
 */
export async function takeOver(
  db: Db,
  lease: Lease,
  now: Date,
  { everything, running = [] }: TakeOver,
): Promise<Abandoned[]> {
  const expired = or(lt(generation.leaseUntil, now), sql`${generation.leaseUntil} is null`);
  return db
    .update(generation)
    .set({ leaseOwner: lease.owner, leaseUntil: lease.until })
    .where(
      and(
        eq(generation.state, "running"),
        everything ? undefined : expired,
        running.length === 0 ? undefined : notInArray(generation.id, running),
      ),
    )
    .returning({
      id: generation.id,
      messageId: generation.messageId,
      upstreamId: generation.upstreamId,
      sentAt: generation.sentAt,
      startedAt: generation.startedAt,
      stopRequestedAt: generation.stopRequestedAt,
    });
}
