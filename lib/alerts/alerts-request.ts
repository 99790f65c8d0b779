import { z } from "zod";
import { WireInstant } from "@/lib/core/wire";
import { ALERT_STATES, DELIVERY_STATES, DIGESTS } from "./channels";
import { hasEnd, RULE_SETTINGS, type RuleKind, type RuleSettings, TimeZone } from "./rules";

const Name = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, "must be one line of plain text");

const Channels = z
  .array(z.uuid())
  .max(50)
  .transform((ids) => [...new Set(ids.map((id) => id.toLowerCase()))]);

const ruleOf = <Kind extends RuleKind>(kind: Kind) =>
  z.strictObject({
    name: Name,
    kind: z.literal(kind),
    settings: z.prefault(RULE_SETTINGS[kind], {} as never),
    channels: Channels.default([]),
    isUrgent: z.boolean().default(false),
    tellsOver: z.boolean().default(hasEnd(kind)),
    isEnabled: z.boolean().default(true),
  });

/** `POST /api/alerts/rules`; of `settings` what is not said is as the kind has it. */
export const AlertRuleRequest = z.discriminatedUnion("kind", [
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
export type AlertRuleRequest = z.output<typeof AlertRuleRequest>;

const someChange = (change: object) => Object.keys(change).length > 0;

/** `PATCH /api/alerts/rules/{id}`; what is not named stays. A rule keeps its kind; `settings` are given whole. */
export const AlertRuleChange = z
  .strictObject({
    name: Name.optional(),
    settings: z.record(z.string(), z.unknown()).optional(),
    channels: Channels.optional(),
    isUrgent: z.boolean().optional(),
    tellsOver: z.boolean().optional(),
    isEnabled: z.boolean().optional(),
  })
  .refine(someChange, "nothing to change was named");
export type AlertRuleChange = z.output<typeof AlertRuleChange>;

/** Settings that were posted for a rule whose kind is known. @throws ZodError naming what is wrong */
export function parseSettings<Kind extends RuleKind>(kind: Kind, settings: unknown): RuleSettings[Kind] {
  const schema: z.core.$ZodType = RULE_SETTINGS[kind];
  const read = z.object({ settings: schema }).parse({ settings });
  return read.settings as RuleSettings[Kind];
}

const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day, like "22:00"');

const QuietHours = z
  .strictObject({ from: Clock, to: Clock, timeZone: TimeZone })
  .refine(({ from, to }) => from !== to, { path: ["to"], message: "must differ from the beginning" });

/** In lower case, and only what a mail server takes as one recipient. */
const Email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .regex(/^[^\s@<>"(),:;[\]\\\p{Cc}\p{Cs}]+@[^\s@<>"(),:;[\]\\\p{Cc}\p{Cs}]+$/u, "must be an e-mail address");
const Addresses = z
  .array(Email)
  .min(1)
  .max(20)
  .transform((all) => [...new Set(all)]);

/** The message never repeats what was sent: it may be a secret. */
const Address = z
  .string()
  .trim()
  .max(2_000)
  .refine(isAddress, "must be an address such as https://hooks.example/…, without user name and fragment");

function isAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, hash } = new URL(text);
  return /^https?:$/.test(protocol) && username === "" && password === "" && hash === "";
}

const common = {
  name: Name,
  isEnabled: z.boolean().default(true),
  digest: z.enum(DIGESTS).default("off"),
  timeZone: z._default(TimeZone, "UTC"),
  quietHours: QuietHours.nullable().default(null),
};

/** `POST /api/alerts/channels`. The app's own channel is there from the beginning. */
export const AlertChannelRequest = z.discriminatedUnion("kind", [
  z.strictObject({ ...common, kind: z.literal("email"), addresses: Addresses }),
  z.strictObject({ ...common, kind: z.literal("slack"), address: Address }),
  z.strictObject({ ...common, kind: z.literal("discord"), address: Address }),
  z.strictObject({ ...common, kind: z.literal("webhook"), address: Address }),
]);
export type AlertChannelRequest = z.output<typeof AlertChannelRequest>;

/** `PATCH /api/alerts/channels/{id}`; what is not named stays. Of the app's own channel only the name can be changed. */
export const AlertChannelChange = z
  .strictObject({
    name: Name.optional(),
    isEnabled: z.boolean().optional(),
    addresses: Addresses.optional(),
    address: Address.optional(),
    digest: z.enum(DIGESTS).optional(),
    timeZone: z.optional(TimeZone),
    quietHours: QuietHours.nullable().optional(),
    /** Of a webhook: a new secret, and the old one signs nothing more. */
    rotateSecret: z.literal(true).optional(),
  })
  .refine(someChange, "nothing to change was named");
export type AlertChannelChange = z.output<typeof AlertChannelChange>;

const page = {
  before: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};

/** `GET /api/alerts?state=&before=&limit=`. */
export const AlertQuery = z.strictObject({ state: z.enum(ALERT_STATES).optional(), ...page });
export type AlertQuery = z.output<typeof AlertQuery>;

/** `GET /api/alerts/deliveries?channel=&state=&before=&limit=`. */
export const AlertDeliveryQuery = z.strictObject({
  channel: z.uuid().optional(),
  state: z.enum(DELIVERY_STATES).optional(),
  ...page,
});
export type AlertDeliveryQuery = z.output<typeof AlertDeliveryQuery>;

/** `POST /api/alerts/seen`: what opened up to then is seen; without an instant, up to now. */
export const AlertsSeen = z.strictObject({ until: z.optional(WireInstant) });
export type AlertsSeen = z.output<typeof AlertsSeen>;
