import { sql } from "drizzle-orm";
import { boolean, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns";
import { member } from "./team";

export const ALERT_RULE_KINDS = [
  ...(["budget_threshold", "budget_forecast", "anomaly"] as const),
  ...(["fallback_taken", "upstream_failing"] as const),
  ...(["price_change", "model_leaving"] as const),
  ...(["low_credits", "unsettled_money"] as const),
] as const;
/** What is told without a rule: that somebody asks for more of a budget, and to them alone what was answered. */
export const ALERT_KINDS = [...ALERT_RULE_KINDS, "budget_request", "budget_answer"] as const;
export const ALERT_CHANNEL_KINDS = ["in_app", "email", "slack", "discord", "webhook"] as const;

/** What is watched, and who is told. */
export const alertRule = pgTable("alert_rule", {
  id: uuid().primaryKey(),
  name: text().notNull(),
  kind: text({ enum: ALERT_RULE_KINDS }).notNull(),
  settings: jsonb().$type<Record<string, unknown>>().notNull(),
  /** Channels by their ids. */
  channels: uuid().array().notNull(),
  isUrgent: boolean().notNull(),
  /** Whether it is told, too, that something is over; of kinds whose alerts have no end nothing is. */
  tellsOver: boolean().notNull().default(true),
  isEnabled: boolean().notNull(),
  /** Null for those that every installation begins with. */
  createdBy: uuid().references(() => member.id),
  createdAt: instant().notNull(),
  judgedAt: instant(),
  /** What could not be judged the last time, and why. */
  note: text(),
  /** For a while it can be brought back, with all it knows; until then it watches nothing. */
  deletedAt: instant(),
});

/** Where alerts are sent. */
export const alertChannel = pgTable(
  "alert_channel",
  {
    id: uuid().primaryKey(),
    kind: text({ enum: ALERT_CHANNEL_KINDS }).notNull(),
    name: text().notNull(),
    isEnabled: boolean().notNull(),
    /** Of e-mail. */
    addresses: text().array().notNull(),
    /** Of all that is posted to; whoever knows it may post there, so it is never told. */
    address: text(),
    /** Signs what a webhook is sent, and so is kept as it is. */
    secret: text(),
    digest: text({ enum: ["off", "hourly", "daily"] }).notNull(),
    timeZone: text().notNull(),
    quietHours: jsonb().$type<{ from: string; to: string; timeZone: string }>(),
    createdBy: uuid().references(() => member.id),
    createdAt: instant().notNull(),
    /** For a while it can be brought back; rules keep it until then, and nothing is sent to it. */
    deletedAt: instant(),
  },
  (table) => [uniqueIndex("alert_channel_in_app_once").on(table.kind).where(sql`kind = 'in_app'`)],
);

/** What happened, as it was told. */
export const alert = pgTable(
  "alert",
  {
    id: uuid().primaryKey(),
    /** Whose money it is about. */
    account: text().notNull(),
    /** Null when the rule is no longer there, and of what is told without one; that has no name of one either. */
    ruleId: uuid().references(() => alertRule.id, { onDelete: "set null" }),
    ruleName: text().notNull(),
    kind: text({ enum: ALERT_KINDS }).notNull(),
    isUrgent: boolean().notNull(),
    subject: text().notNull(),
    state: text({ enum: ["firing", "resolved"] }).notNull(),
    title: text().notNull(),
    sentence: text().notNull(),
    link: text().notNull(),
    figures: jsonb().$type<Record<string, string | number | null>>().notNull(),
    openedAt: instant().notNull(),
    resolvedAt: instant(),
    /** How it stood when it was over; null where nobody looked, as its rule was switched off or taken away. */
    ending: text(),
  },
  (table) => [
    // Of instances that see the same at once, one opens it.
    uniqueIndex("alert_open_once")
      .on(table.account, table.ruleId, table.subject)
      .where(sql`state = 'firing'`),
    index("alert_by_subject").on(table.ruleId, table.account, table.subject),
    index("alert_by_time").on(table.account, table.openedAt, table.id),
  ],
);

/** What of an alert is told: that it began, or that it is over. */
export const ALERT_EVENTS = ["opened", "over"] as const;

/** An alert on its way to a channel; without an alert, a test of the channel. */
export const alertDelivery = pgTable(
  "alert_delivery",
  {
    id: uuid().primaryKey(),
    alertId: uuid().references(() => alert.id, { onDelete: "cascade" }),
    channelId: uuid()
      .notNull()
      .references(() => alertChannel.id, { onDelete: "cascade" }),
    event: text({ enum: ALERT_EVENTS }).notNull().default("opened"),
    state: text({ enum: ["pending", "held", "sent", "failed"] }).notNull(),
    /** The message that it is part of: what is sent again is sent under the same id. */
    messageId: uuid().notNull(),
    attempts: integer().notNull().default(0),
    /** Null when it is over. */
    nextAttemptAt: instant(),
    heldBy: text({ enum: ["quiet_hours", "digest"] }),
    /** Who is sending it, and until when nobody else may. */
    leaseOwner: uuid(),
    leaseUntil: instant(),
    /** Of e-mail: who has it already. */
    sentTo: text().array().notNull().default(sql`'{}'::text[]`),
    error: text(),
    createdAt: instant().notNull(),
    sentAt: instant(),
  },
  (table) => [
    index("alert_delivery_due").on(table.nextAttemptAt).where(sql`next_attempt_at is not null`),
    index("alert_delivery_by_alert").on(table.alertId),
    index("alert_delivery_by_channel").on(table.channelId, table.createdAt, table.id),
    index("alert_delivery_by_time").on(table.createdAt, table.id),
    uniqueIndex("alert_delivery_once").on(table.alertId, table.channelId, table.event),
  ],
);

/** Up to when somebody has seen the alerts of the app. */
export const alertSeen = pgTable("alert_seen", {
  memberId: uuid()
    .primaryKey()
    .references(() => member.id),
  until: instant().notNull(),
});
