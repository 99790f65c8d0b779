import * as z from "zod/mini";
import { Id, WireInstant, WireUsd } from "@/lib/core/wire";

const WireRole = z.enum(["owner", "admin", "member", "viewer"]);

/** One that is signed in, without what it holds. */
export const Session = z.object({
  id: Id,
  createdAt: WireInstant,
  lastSeenAt: WireInstant,
  userAgent: z.nullable(z.string()),
  address: z.nullable(z.string()),
  /** Whether it is the one that asks. */
  current: z.boolean(),
});
export type Session = z.infer<typeof Session>;

/** `GET /api/account`. */
export const Account = z.object({
  id: Id,
  name: z.string(),
  email: z.nullable(z.string()),
  role: WireRole,
  sessions: z.array(Session),
});
export type Account = z.infer<typeof Account>;

/** Somebody of the team, as those see them who run it. */
export const Member = z.object({
  id: Id,
  name: z.string(),
  email: z.nullable(z.string()),
  role: WireRole,
  createdAt: WireInstant,
  lastSeenAt: z.nullable(WireInstant),
  suspendedAt: z.nullable(WireInstant),
  /** Null: any number. */
  requestsPerMinute: z.nullable(z.int()),
  tokensPerMinute: z.nullable(z.int()),
  maxConcurrent: z.nullable(z.int()),
  /** Keys that work, or would if their owner were not suspended. */
  keys: z.int(),
});
export type Member = z.infer<typeof Member>;

/** An invitation that can still be accepted. */
export const Invitation = z.object({
  id: Id,
  role: WireRole,
  email: z.nullable(z.string()),
  createdBy: z.string(),
  createdAt: WireInstant,
  expiresAt: WireInstant,
});
export type Invitation = z.infer<typeof Invitation>;

/** `GET /api/team/members`. */
export const Team = z.object({
  /** Spent since the first of the month, UTC, by generation start. */
  members: z.array(z.extend(Member, { spent: WireUsd, mayChange: z.boolean() })),
  invitations: z.array(Invitation),
  monthFrom: WireInstant,
  /** Who asks, and which roles they may give. */
  self: Id,
  roles: z.array(WireRole),
  mayTransfer: z.boolean(),
});
export type Team = z.infer<typeof Team>;

/** The answer to a new invitation: its link holds what is shown here and never again. */
export const CreatedInvitation = z.extend(Invitation, { link: z.string() });
export type CreatedInvitation = z.infer<typeof CreatedInvitation>;

/** `POST /api/invitations/lookup`. */
export const InvitationPreview = z.object({ role: WireRole, email: z.nullable(z.string()) });
export type InvitationPreview = z.infer<typeof InvitationPreview>;
