import "server-only";
import { and, desc, eq, gte, inArray, lt, or, type SQL } from "drizzle-orm";
import { newId } from "@/lib/core/ids";
import { endsOfSpan } from "@/lib/core/span";
import type { Db, Transaction } from "@/lib/db/client.server";
import { auditEvent, member } from "@/lib/db/schema/team";
import { AUDIT_SUBJECTS, type AuditAction, type AuditPage } from "./audit-api";
import { networkOf } from "./network";
import type { AuditAsked } from "./team-request";

export type Event = {
  actorId: string;
  action: AuditAction;
  objectId?: string;
  /** What the object is called and what changed of it; never a secret. */
  details?: Record<string, string | null>;
  /** From where; of IPv6 only the network is kept. */
  address?: string | undefined;
};

/** Puts on record who did what, in the transaction in which it is done. */
export async function recordEvent(db: Db | Transaction, event: Event, at: Date): Promise<void> {
  const { actorId, action, objectId = null, details = {}, address } = event;
  await db.insert(auditEvent).values({
    ...{ id: newId(), at, actorId, action, objectId, details },
    address: address === undefined ? null : networkOf(address),
  });
}

/** What of the log is looked at: about what, done by whom, and from when until just before when. */
export type AuditFilter = Pick<AuditAsked, "about" | "action" | "actor"> & {
  between?: [from: Date, to: Date] | undefined;
};

/** What is asked for, with its span as it lies now. @throws AppError `invalid_request` for a zone or days that cannot be */
export function auditFilterOf({ about, action, actor, ...time }: AuditAsked, now: Date): AuditFilter {
  const { span, from, to } = time;
  const isAll = span === undefined && from === undefined && to === undefined;
  return {
    ...{ about, action, actor },
    between: isAll ? undefined : endsOfSpan({ ...time, span: span ?? "today" }, now),
  };
}

type Asked = AuditFilter & { before?: string | undefined; limit: number };

/** What was done, the latest first; `before` is the id of the last one seen. */
export async function listEvents(db: Db, asked: Asked): Promise<AuditPage> {
  const { about, action, actor, between, before, limit } = asked;
  const rows = await db
    .select({
      id: auditEvent.id,
      at: auditEvent.at,
      actor: member.name,
      actorId: auditEvent.actorId,
      action: auditEvent.action,
      objectId: auditEvent.objectId,
      details: auditEvent.details,
      address: auditEvent.address,
    })
    .from(auditEvent)
    .innerJoin(member, eq(member.id, auditEvent.actorId))
    .where(
      and(
        about && inArray(auditEvent.action, [...AUDIT_SUBJECTS[about]]),
        action && eq(auditEvent.action, action),
        actor === undefined ? undefined : eq(auditEvent.actorId, actor),
        between && and(gte(auditEvent.at, between[0]), lt(auditEvent.at, between[1])),
        before ? await earlierThan(db, before) : undefined,
      ),
    )
    .orderBy(desc(auditEvent.at), desc(auditEvent.id))
    .limit(limit + 1);
  const events = rows.slice(0, limit);
  return { events, next: rows.length > limit ? (events.at(-1)?.id ?? null) : null };
}

async function earlierThan(db: Db, id: string): Promise<SQL | undefined> {
  const [seen] = await db.select({ at: auditEvent.at }).from(auditEvent).where(eq(auditEvent.id, id));
  if (!seen) return undefined;
  return or(lt(auditEvent.at, seen.at), and(eq(auditEvent.at, seen.at), lt(auditEvent.id, id)));
}
