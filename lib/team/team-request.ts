import { z } from "zod";
import { SPANS } from "@/lib/core/span-names";
import { isStorable } from "@/lib/core/storable";
import { AUDIT_ACTIONS, SUBJECT_NAMES } from "./audit-api";
import { limitsChange, plainLine } from "./keys-request";
import { ROLES } from "./policy";

/** Longer than any browser's or person's, and short enough to be worked on. */
const Password = z
  .string()
  .min(12, "must have at least 12 characters")
  .max(256, "must have at most 256 characters")
  .refine(isStorable, "must be plain text");

/** In lower case: nobody means two people by `Ada@` and `ada@`. */
const Email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .regex(/^[^\s@<>"]+@[^\s@<>"]+$/, "must be an e-mail address")
  .refine(isStorable, "must be an e-mail address");

const Token = z.string().max(100);

/** Everybody's lists show it beside others: it must be seen, and must not turn around what stands there. */
const Name = plainLine(80)
  .regex(/[\p{L}\p{N}]/u, "must have a letter or a digit")
  .regex(
    /^[^\u061C\u115F\u1160\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\u3164\uFEFF\uFFA0\u{E0000}-\u{E007F}]*$/u,
    "must be plain text",
  );

/** Who somebody says they are when they come for the first time. */
const newcomer = { token: Token, name: Name, email: Email, password: Password };

/** `POST /api/setup`, with what the setup link holds. */
export const SetupRequest = z.strictObject(newcomer);
export type SetupRequest = z.infer<typeof SetupRequest>;

/** `POST /api/session`. A password of any length is looked at: it may be older than the rule. */
export const SignInRequest = z.strictObject({ email: Email, password: z.string().min(1).max(1_000) });
export type SignInRequest = z.infer<typeof SignInRequest>;

/** `PATCH /api/account`. */
export const AccountChange = z.strictObject({ name: Name });

/** `POST /api/password-reset`: a link to set another password, to one's own address. */
export const ResetRequest = z.strictObject({ email: Email });

/** `POST /api/password-reset/lookup`, `POST /api/setup/lookup`: whether a link still opens anything. */
export const LinkLookup = z.strictObject({ token: Token });

/** `POST /api/password-reset/complete`. */
export const ResetCompletion = z.strictObject({ token: Token, password: Password });
export type ResetCompletion = z.infer<typeof ResetCompletion>;

/** `GET /api/session/oidc?next=`: where to go on to afterwards. */
export const OidcBeginning = z.strictObject({ next: z.string().max(1_000).optional() });

/** What a provider calls somebody, as far as it can stand in a list; null for anything else. */
export function readName(name: string): string | null {
  const read = Name.safeParse([...name].slice(0, 80).join(""));
  return read.success ? read.data : null;
}

/** An address as a provider has it, in the form in which members have theirs; null for anything else. */
export function readEmail(email: string): string | null {
  const read = Email.safeParse(email);
  return read.success ? read.data : null;
}

/** `PUT /api/account/password`. */
export const PasswordChange = z.strictObject({ current: z.string().min(1).max(1_000), password: Password });
export type PasswordChange = z.infer<typeof PasswordChange>;

/** `POST /api/invitations/lookup`: what an invitation is for. */
export const InvitationLookup = z.strictObject({ token: Token });

/** `POST /api/invitations/accept`. */
export const InvitationAcceptance = z.strictObject(newcomer);
export type InvitationAcceptance = z.infer<typeof InvitationAcceptance>;

/** Nobody is made an owner but by whoever is it. */
const GrantedRole = z.enum(ROLES).exclude(["owner"]);

/** `POST /api/invitations`. */
export const InvitationRequest = z.strictObject({
  role: GrantedRole.default("member"),
  email: Email.nullable().default(null),
  /** Days until it expires. */
  days: z.number().int().min(1).max(30).default(7),
});
export type InvitationRequest = z.infer<typeof InvitationRequest>;

/** `PATCH /api/team/members/{id}`: one of them. */
export const MemberChange = z
  .strictObject({
    role: GrantedRole.exactOptional(),
    suspended: z.boolean().exactOptional(),
    limits: z
      .strictObject(limitsChange)
      .refine((limits) => Object.keys(limits).length > 0, "must name a limit")
      .exactOptional(),
  })
  .refine((change) => Object.keys(change).length === 1, "must name one change");
export type MemberChange = z.infer<typeof MemberChange>;

const auditQuery = {
  /** What it is about. */
  about: z.enum(SUBJECT_NAMES).optional(),
  action: z.enum(AUDIT_ACTIONS).optional(),
  /** The member who did it. */
  actor: z.uuid().optional(),
  /** When it was done; any time when left out. */
  span: z.enum(SPANS).optional(),
  /** First and last day, in the time zone; both or none, instead of a span. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  timeZone: z.string().max(64).default("UTC"),
};
export type AuditAsked = z.infer<z.ZodObject<typeof auditQuery>>;

/** `GET /api/team/audit?about=&actor=&action=&span=&from=&to=&timeZone=&before=&limit=`. */
export const AuditQuery = z.strictObject({
  ...auditQuery,
  before: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** `GET /api/team/audit/export?format=`, narrowed in the same ways: all that is found, as a file. */
export const AuditExportQuery = z.strictObject({
  ...auditQuery,
  format: z.enum(["csv", "json"]).default("csv"),
});
