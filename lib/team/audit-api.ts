import * as z from "zod/mini";
import { Id, WireInstant } from "@/lib/core/wire";

/** What is put on record. */
export const AUDIT_ACTIONS = [
  "team.setup",
  "session.create",
  "session.revoke",
  "password.change",
  "password.link",
  "password.reset",
  "identity.link",
  "invitation.create",
  "invitation.renew",
  "invitation.revoke",
  "invitation.accept",
  "member.join",
  "member.role",
  "member.limits",
  "member.suspend",
  "member.restore",
  "member.remove",
  "member.readmit",
  "member.rename",
  "team.transfer",
  "key.create",
  "key.change",
  "key.rotate",
  "key.revoke",
  "route.create",
  "route.publish",
  "route.archive",
  "route.restore",
  "alias.set",
  "alias.remove",
  "budget.create",
  "budget.change",
  "budget.recount",
  "budget.remove",
  "budget.restore",
  "budget.ask",
  "budget.grant",
  "budget.decline",
  "alert_rule.create",
  "alert_rule.change",
  "alert_rule.remove",
  "alert_rule.restore",
  "alert_channel.create",
  "alert_channel.change",
  "alert_channel.remove",
  "alert_channel.restore",
  "settings.change",
  "export.create",
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** What somebody who looks for something asks after, and the actions that are about it. */
export const AUDIT_SUBJECTS = {
  access: [
    ...(["team.setup", "session.create", "session.revoke", "identity.link"] as const),
    ...(["password.change", "password.link", "password.reset"] as const),
  ],
  members: [
    ...(["invitation.create", "invitation.renew", "invitation.revoke"] as const),
    ...(["invitation.accept", "member.join"] as const),
    ...(["member.role", "member.limits", "member.suspend", "member.restore"] as const),
    ...(["member.remove", "member.readmit", "member.rename", "team.transfer"] as const),
  ],
  keys: ["key.create", "key.change", "key.rotate", "key.revoke"],
  routes: [
    ...(["route.create", "route.publish", "route.archive", "route.restore"] as const),
    ...(["alias.set", "alias.remove"] as const),
  ],
  budgets: [
    ...(["budget.create", "budget.change", "budget.recount", "budget.remove", "budget.restore"] as const),
    ...(["budget.ask", "budget.grant", "budget.decline"] as const),
  ],
  alerts: [
    ...(["alert_rule.create", "alert_rule.change", "alert_rule.remove", "alert_rule.restore"] as const),
    ...(["alert_channel.create", "alert_channel.change", "alert_channel.remove"] as const),
    "alert_channel.restore",
  ],
  settings: ["settings.change"],
  exports: ["export.create"],
} as const satisfies Record<string, readonly AuditAction[]>;
export type AuditSubject = keyof typeof AUDIT_SUBJECTS;
export const SUBJECT_NAMES = Object.keys(AUDIT_SUBJECTS) as [AuditSubject, ...AuditSubject[]];

export const AuditEvent = z.object({
  id: z.string(),
  at: WireInstant,
  actor: z.string(),
  /** Names are chosen, change, and may be those of others. */
  actorId: Id,
  action: z.string(),
  objectId: z.nullable(z.string()),
  details: z.record(z.string(), z.nullable(z.string())),
  address: z.nullable(z.string()),
});
export type AuditEvent = z.infer<typeof AuditEvent>;

/** `GET /api/team/audit`: the latest first. */
export const AuditPage = z.object({
  events: z.array(AuditEvent),
  /** The id to go on from; null at the end. */
  next: z.nullable(z.string()),
});
export type AuditPage = z.infer<typeof AuditPage>;
