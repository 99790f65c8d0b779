import "server-only";
import { and, asc, eq, inArray, lt, notInArray, or, type SQL, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import { member, virtualKey } from "@/lib/db/schema/team";
import { isAllowed } from "@/lib/team/actor";
import { ROLES } from "@/lib/team/policy";
import type { Lease } from "./ledger.server";

/** The roles that may ask no model anything. */
const SILENT = ROLES.filter((role) => !isAllowed({ role }, "chat:write"));

/** Several at once are locked in one order, lest two who share some of them wait for each other. */
const inOrder = (db: Db, where: SQL | undefined) =>
  db.$with("locked").as(
    db
      .select({ id: generation.id })
      .from(generation)
      .where(where)
      .orderBy(asc(generation.id))
      // Nobody who only refers to them, as the pieces of an answer do, has to wait, or to be waited for.
      .for("no key update"),
  );

/** Keeps running generations alive and learns which have to stop: someone asked for it, or their member or key may no longer. */
export async function renewLeases(
  db: Db,
  ids: string[],
  { owner, until }: Lease,
): Promise<{ id: string; stopRequested: boolean }[]> {
  const locked = inOrder(
    db,
    and(inArray(generation.id, ids), eq(generation.state, "running"), eq(generation.leaseOwner, owner)),
  );
  const rows = await db
    .with(locked)
    .update(generation)
    .set({ leaseUntil: until })
    .where(inArray(generation.id, db.select().from(locked)))
    .returning({
      id: generation.id,
      stopRequested: sql<boolean>`(${generation.stopRequestedAt} is not null or ${hasLostTheRight})`,
    });
  return rows;
}

/** Asked with each renewal, so that it holds for what was admitted at the moment of the suspension or revocation, too. */
const hasLostTheRight = sql`(exists (
  select 1 from ${member} where ${member.id} = ${generation.memberId}
    and (${member.suspendedAt} is not null or ${member.removedAt} is not null or ${inArray(member.role, SILENT)}))
  or exists (
    select 1 from ${virtualKey} where ${virtualKey.id} = ${generation.keyId} and ${virtualKey.revokedAt} is not null))`;

/** Asks whoever runs them to stop. Returns the ids that were still running. */
export async function requestStop(
  db: Db,
  conversationId: string,
  ids: string[] | undefined,
  at: Date,
): Promise<string[]> {
  const locked = inOrder(
    db,
    and(
      eq(generation.conversationId, conversationId),
      eq(generation.state, "running"),
      ids ? inArray(generation.id, ids) : undefined,
    ),
  );
  const rows = await db
    .with(locked)
    .update(generation)
    .set({ stopRequestedAt: at })
    .where(inArray(generation.id, db.select().from(locked)))
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
  const locked = inOrder(
    db,
    and(
      eq(generation.state, "running"),
      everything ? undefined : expired,
      running.length === 0 ? undefined : notInArray(generation.id, running),
    ),
  );
  return db
    .with(locked)
    .update(generation)
    .set({ leaseOwner: lease.owner, leaseUntil: lease.until })
    .where(inArray(generation.id, db.select().from(locked)))
    .returning({
      id: generation.id,
      messageId: generation.messageId,
      upstreamId: generation.upstreamId,
      sentAt: generation.sentAt,
      startedAt: generation.startedAt,
      stopRequestedAt: generation.stopRequestedAt,
    });
}
