import * as z from "zod/mini";
import { WireInstant } from "@/lib/core/wire";

/** What is put on record. */
export const AUDIT_ACTIONS = [
  "team.setup",
  "session.create",
  "session.revoke",
  "password.change",
  "invitation.create",
  "invitation.revoke",
  "invitation.accept",
  "member.role",
  "member.suspend",
  "member.restore",
  "member.remove",
  "team.transfer",
  "key.create",
  "key.change",
  "key.rotate",
  "key.revoke",
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** `GET /api/team/audit`: the latest first. */
export const AuditPage = z.object({
  events: z.array(
    z.object({
      id: z.string(),
      at: WireInstant,
      actor: z.string(),
      action: z.string(),
      objectId: z.nullable(z.string()),
      details: z.record(z.string(), z.nullable(z.string())),
      address: z.nullable(z.string()),
    }),
  ),
  /** The id to go on from; null at the end. */
  next: z.nullable(z.string()),
});
export type AuditPage = z.infer<typeof AuditPage>;
