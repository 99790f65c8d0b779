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
  /** Whether a password of theirs opens anything. */
  hasPassword: z.boolean(),
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
  /** Whether they have a password, and not an account elsewhere alone. */
  hasPassword: z.boolean(),
});
export type Member = z.infer<typeof Member>;

/** Somebody who was removed. */
const FormerMember = z.object({
  id: Id,
  name: z.string(),
  removedAt: WireInstant,
  /** Whether they are known at a provider, and kept out there, and whoever asks may let them come back. */
  mayReadmit: z.boolean(),
});

/** An invitation that can still be accepted. */
export const Invitation = z.object({
  id: Id,
  role: WireRole,
  email: z.nullable(z.string()),
  createdBy: z.string(),
  createdAt: WireInstant,
  expiresAt: WireInstant,
  /** When a mail server took it; null when none did. */
  sentAt: z.nullable(WireInstant),
  /** Why it could not be sent the last time. */
  sendProblem: z.nullable(z.string()),
});
export type Invitation = z.infer<typeof Invitation>;

/** `GET /api/team/members`. */
export const Team = z.object({
  /** Spent since the first of the month, UTC, by generation start. */
  members: z.array(z.extend(Member, { spent: WireUsd, mayChange: z.boolean() })),
  /** Who was removed: the audit log can still be narrowed to them. */
  former: z.array(FormerMember),
  invitations: z.array(Invitation),
  monthFrom: WireInstant,
  /** Who asks, and which roles they may give. */
  self: Id,
  roles: z.array(WireRole),
  mayTransfer: z.boolean(),
  /** Whether invitations make members here, and are sent by e-mail. */
  mayInvite: z.boolean(),
  sendsMail: z.boolean(),
  /** Whether those who forgot their password are given a link by hand, as none is sent. */
  makesResetLinks: z.boolean(),
});
export type Team = z.infer<typeof Team>;

/** The answer to a new invitation: its link holds what is shown here and never again. */
export const CreatedInvitation = z.extend(Invitation, { link: z.string() });
export type CreatedInvitation = z.infer<typeof CreatedInvitation>;

/** The answer to `POST /api/team/members/{id}/reset-link`, whose link is shown here and never again. */
export const ResetLink = z.object({ link: z.string(), expiresAt: WireInstant });
export type ResetLink = z.infer<typeof ResetLink>;

/** `POST /api/password-reset/lookup`: whose password it sets. */
export const ResetPreview = z.object({ email: z.nullable(z.string()) });
export type ResetPreview = z.infer<typeof ResetPreview>;

/** `POST /api/invitations/lookup`. */
export const InvitationPreview = z.object({ role: WireRole, email: z.nullable(z.string()) });
export type InvitationPreview = z.infer<typeof InvitationPreview>;
