import "server-only";
import { and, asc, eq, exists, inArray, isNotNull, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { defang } from "@/lib/core/defang";
import type { Db, Transaction } from "@/lib/db/client.server";
import { alert, alertDelivery } from "@/lib/db/schema/alerts";
import type { AlertEvent } from "./channels";
import type { Message } from "./message";

const sibling = alias(alertDelivery, "sibling");

/** The message to the same channel that the same alert began, or is over, as long as it is not out. */
export const onTheWay = (db: Db | Transaction, event: AlertEvent) =>
  db
    .select({ one: sql`1` })
    .from(sibling)
    .where(
      and(
        ...[eq(sibling.alertId, alertDelivery.alertId), eq(sibling.channelId, alertDelivery.channelId)],
        ...[eq(sibling.event, event), isNotNull(sibling.nextAttemptAt)],
      ),
    );

/** What a message says that has these deliveries, as things stand now. @param url where this Patchbay is opened */
export async function composeMessage(
  db: Db,
  { rows, messageId }: { rows: readonly { id: string }[]; messageId: string },
  url: string,
  now: Date,
): Promise<Message> {
  const told = await db
    .select({
      ...{ row: alert, event: alertDelivery.event },
      // Told by a message of its own, and not by one that comes back under the id of an attempt before.
      isToldApart: sql<boolean>`${exists(onTheWay(db, "over"))}`,
    })
    .from(alertDelivery)
    .innerJoin(alert, eq(alert.id, alertDelivery.alertId))
    .where(
      inArray(
        alertDelivery.id,
        rows.map(({ id }) => id),
      ),
    )
    .orderBy(asc(alertDelivery.createdAt), asc(alert.openedAt), asc(alert.id));
  return {
    id: messageId,
    type: told.length === 1 ? "alert" : "digest",
    at: now,
    alerts: told.map(({ row, event, isToldApart }) => ({
      ...{ id: row.id, event, kind: row.kind, rule: defang(row.ruleName), isUrgent: row.isUrgent },
      title: defang(row.title),
      sentence: defang((event === "over" ? row.ending : null) ?? row.sentence),
      ...{ url: `${url}${row.link}`, figures: row.figures, openedAt: row.openedAt },
      ...(isOver(row, event, isToldApart)
        ? { state: "resolved", resolvedAt: row.resolvedAt }
        : { state: "firing", resolvedAt: null }),
    })),
  };
}

/** Whether a message says that something is over. Of what ended with its rule nobody knows, and undoing that opens it again. */
const isOver = ({ ending }: typeof alert.$inferSelect, event: AlertEvent, isToldApart: boolean): boolean =>
  event === "over" || (ending !== null && !isToldApart);
