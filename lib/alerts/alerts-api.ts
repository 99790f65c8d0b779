import * as z from "zod/mini";
import { Id, WireInstant } from "@/lib/core/wire";
import { ALERT_EVENTS, ALERT_STATES, CHANNEL_KINDS, DELIVERY_STATES, DIGESTS } from "./channels";
import { ALERT_KINDS, RULE_SETTINGS, type RuleKind } from "./rules";

const ruleOf = <Kind extends RuleKind>(kind: Kind) =>
  z.object({
    id: Id,
    name: z.string(),
    kind: z.literal(kind),
    settings: RULE_SETTINGS[kind],
    /** The channels that are told; none is told nothing, and the alert is still kept. */
    channels: z.array(Id),
    /** Passes quiet hours and digests. */
    isUrgent: z.boolean(),
    /** Whether it is told, too, when something is over; never of kinds whose alerts have no end. */
    tellsOver: z.boolean(),
    isEnabled: z.boolean(),
    createdAt: WireInstant,
    /** When it was last judged; null before the first time. */
    judgedAt: z.nullable(WireInstant),
    /** What it could not judge and why, such as too little history; null when nothing was missing. */
    note: z.nullable(z.string()),
    /** How many alerts of it are open. */
    open: z.int(),
  });

/** A rule; `settings` depends on its kind. */
export const AlertRule = z.discriminatedUnion("kind", [
  ruleOf("budget_threshold"),
  ruleOf("budget_forecast"),
  ruleOf("anomaly"),
  ruleOf("fallback_taken"),
  ruleOf("upstream_failing"),
  ruleOf("price_change"),
  ruleOf("model_leaving"),
  ruleOf("low_credits"),
  ruleOf("unsettled_money"),
]);
export type AlertRule = z.infer<typeof AlertRule>;

/** `GET /api/alerts/rules`, the oldest first. */
export const AlertRuleList = z.object({ rules: z.array(AlertRule) });
export type AlertRuleList = z.infer<typeof AlertRuleList>;

/** `22:00` to `07:00` in a zone: what is not urgent waits until they end. */
export const QuietHours = z.object({ from: z.string(), to: z.string(), timeZone: z.string() });
export type QuietHours = z.infer<typeof QuietHours>;

export const AlertChannel = z.object({
  id: Id,
  kind: z.enum(CHANNEL_KINDS),
  name: z.string(),
  isEnabled: z.boolean(),
  /** Of e-mail; empty for other kinds. */
  addresses: z.array(z.string()),
  /** Of Slack, Discord and webhooks: where to, less what lets anybody post there. Null for other kinds. */
  address: z.nullable(z.string()),
  digest: z.enum(DIGESTS),
  /** Of the digest, and of the times in messages. */
  timeZone: z.string(),
  quietHours: z.nullable(QuietHours),
  createdAt: WireInstant,
  /** Why nothing can be sent through it as things are, such as no mail server; null when something can. */
  problem: z.nullable(z.string()),
  /** What it last came to; null before the first message. */
  last: z.nullable(
    z.object({ state: z.enum(DELIVERY_STATES), at: WireInstant, error: z.nullable(z.string()) }),
  ),
});
export type AlertChannel = z.infer<typeof AlertChannel>;

/** `GET /api/alerts/channels`, the app itself first. */
export const AlertChannelList = z.object({
  channels: z.array(AlertChannel),
  /** Whether a mail server is set up. */
  hasMail: z.boolean(),
});
export type AlertChannelList = z.infer<typeof AlertChannelList>;

/** The answer to `POST /api/alerts/channels` and `PATCH /api/alerts/channels/{id}`. */
export const AlertChannelSaved = z.object({
  channel: AlertChannel,
  /** The secret that signs a webhook's messages, when it is new: shown now and never again. */
  secret: z.nullable(z.string()),
});
export type AlertChannelSaved = z.infer<typeof AlertChannelSaved>;

/** The answer to `POST /api/alerts/channels/{id}/test`. */
export const AlertTest = z.object({
  ok: z.boolean(),
  /** The receiver's answer in a sentence; never an address or a secret. */
  said: z.string(),
});
export type AlertTest = z.infer<typeof AlertTest>;

const Channel = z.object({ id: Id, kind: z.enum(CHANNEL_KINDS), name: z.string() });

const delivery = {
  id: Id,
  channel: Channel,
  /** What of the alert is told. */
  event: z.enum(ALERT_EVENTS),
  state: z.enum(DELIVERY_STATES),
  attempts: z.int(),
  /** When it is tried next, or let go; null when it is over. */
  nextAttemptAt: z.nullable(WireInstant),
  /** What keeps a held one back. */
  heldBy: z.nullable(z.enum(["quiet_hours", "digest"])),
  error: z.nullable(z.string()),
  createdAt: WireInstant,
  sentAt: z.nullable(WireInstant),
};

/** What happened, as it is kept. */
export const Alert = z.object({
  id: Id,
  kind: z.enum(ALERT_KINDS),
  /** Null when the rule is no longer there, of what is told without one, and for those who may not see rules. */
  ruleId: z.nullable(Id),
  /** Empty where there never was one to see. */
  ruleName: z.string(),
  isUrgent: z.boolean(),
  /**
   * What it is about, as the same thing is told again: never two open alerts of one rule about one subject. That of a
   * threshold ends with the limit that it was one of, and with its budget.
   */
  subject: z.string(),
  state: z.enum(ALERT_STATES),
  title: z.string(),
  sentence: z.string(),
  /** A path of this Patchbay at which it can be looked at. */
  link: z.string(),
  /** The figures behind it; amounts are decimal text. */
  figures: z.record(z.string(), z.nullable(z.union([z.string(), z.number()]))),
  openedAt: WireInstant,
  resolvedAt: z.nullable(WireInstant),
  /** How it stood when it was over; null while it is not, and where nobody looked. */
  ending: z.nullable(z.string()),
  deliveries: z.array(z.object(delivery)),
});
export type Alert = z.infer<typeof Alert>;

/**
 * `GET /api/alerts?state=&before=&limit=`: the latest first; of `resolved` ones, those that ended last. For whoever may not
 * see all of them, those about their own budgets and the answers to what they asked for, without where others were told.
 */
export const AlertPage = z.object({
  alerts: z.array(Alert),
  /** The id to go on from; null at the end. */
  next: z.nullable(z.string()),
  /** Up to when whoever asks has seen them; null for never. */
  seenUntil: z.nullable(WireInstant),
  /** When something was last told in the app, of whatever alert; null for never. Up to then all is seen by whoever looks. */
  toldUntil: z.nullable(WireInstant),
});
export type AlertPage = z.infer<typeof AlertPage>;

export type { UnreadAlerts } from "./unread-api";

export const AlertDelivery = z.object({
  ...delivery,
  /** Null for a test. */
  alert: z.nullable(z.object({ id: Id, title: z.string(), kind: z.enum(ALERT_KINDS) })),
});
export type AlertDelivery = z.infer<typeof AlertDelivery>;

/** `GET /api/alerts/deliveries?channel=&state=&before=&limit=`: the latest first. */
export const AlertDeliveryPage = z.object({
  deliveries: z.array(AlertDelivery),
  /** The id to go on from; null at the end. */
  next: z.nullable(z.string()),
});
export type AlertDeliveryPage = z.infer<typeof AlertDeliveryPage>;
