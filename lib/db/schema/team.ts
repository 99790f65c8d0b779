import { bigint, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import type { Failure } from "@/lib/core/errors";
import { bytes, instant } from "./columns";

/** A person of the workspace. In local access there is exactly one, the built-in owner. */
export const member = pgTable("member", {
  id: uuid().primaryKey(),
  role: text({ enum: ["owner", "admin", "member", "viewer"] }).notNull(),
  name: text().notNull(),
  /** In lower case; null for the local owner, and for who was removed, so that the address is free again. */
  email: text().unique(),
  createdAt: instant().notNull().defaultNow(),
  /** When this person was last heard of, to the minute. */
  lastSeenAt: instant(),
  suspendedAt: instant(),
  /** How much all of their keys and the playground may ask together; null for any number. */
  requestsPerMinute: integer(),
  tokensPerMinute: integer(),
  maxConcurrent: integer(),
  /** Nobody is deleted: what they spent stays in the ledger under their name. */
  removedAt: instant(),
});

/** A member's password, of which only what scrypt makes of it is kept, with the parameters that it was made with. */
export const passwordCredential = pgTable("password_credential", {
  memberId: uuid()
    .primaryKey()
    .references(() => member.id),
  salt: bytes().notNull(),
  hash: bytes().notNull(),
  cost: integer().notNull(),
  blockSize: integer().notNull(),
  parallelization: integer().notNull(),
  updatedAt: instant().notNull(),
});

/** A browser that is signed in. Only a digest of its cookie is kept. */
export const session = pgTable(
  "session",
  {
    id: uuid().primaryKey(),
    digest: text().notNull().unique(),
    memberId: uuid()
      .notNull()
      .references(() => member.id),
    createdAt: instant().notNull(),
    lastSeenAt: instant().notNull(),
    expiresAt: instant().notNull(),
    userAgent: text(),
    address: text(),
  },
  (table) => [index("session_by_member").on(table.memberId)],
);

/** A link by which somebody becomes a member, once, with the role that it was made for. */
export const invitation = pgTable("invitation", {
  id: uuid().primaryKey(),
  digest: text().notNull().unique(),
  role: text({ enum: ["admin", "member", "viewer"] }).notNull(),
  /** The only address that it is good for; null for any. */
  email: text(),
  createdBy: uuid()
    .notNull()
    .references(() => member.id),
  createdAt: instant().notNull(),
  expiresAt: instant().notNull(),
  acceptedAt: instant(),
  acceptedBy: uuid().references(() => member.id),
  revokedAt: instant(),
  /** When a mail server took the message with its link; null for none, or none yet. */
  sentAt: instant(),
  /** Why the last message with it could not be sent, in a sentence. */
  sendProblem: text(),
});

/** Links by which a member sets another password, once. A new one takes the earlier ones of the member with it. */
export const passwordReset = pgTable(
  "password_reset",
  {
    digest: text().primaryKey(),
    memberId: uuid()
      .notNull()
      .references(() => member.id),
    /** Who made it for the member; null where it went to the member's own address. */
    createdBy: uuid().references(() => member.id),
    createdAt: instant().notNull(),
    expiresAt: instant().notNull(),
  },
  (table) => [index("password_reset_by_member").on(table.memberId)],
);

/** Who a member is to an OpenID provider. The subject alone never changes hands there; addresses do. */
export const oidcIdentity = pgTable(
  "oidc_identity",
  {
    issuer: text().notNull(),
    subject: text().notNull(),
    memberId: uuid()
      .notNull()
      .references(() => member.id),
    createdAt: instant().notNull(),
    lastUsedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.issuer, table.subject] }),
    index("oidc_identity_by_member").on(table.memberId),
  ],
);

/** What the links of first starts hold. The first to be used takes all others with it. */
export const setupSecret = pgTable("setup_secret", {
  digest: text().primaryKey(),
  createdAt: instant().notNull(),
});

/** Attempts to sign in that failed, by account and by address; neither is readable here. */
export const loginFailure = pgTable("login_failure", {
  subject: text().primaryKey(),
  failures: integer().notNull(),
  since: instant().notNull(),
});

/** Who did what to the team and its keys. Append-only: triggers refuse everything else. */
export const auditEvent = pgTable(
  "audit_event",
  {
    id: uuid().primaryKey(),
    at: instant().notNull(),
    actorId: uuid()
      .notNull()
      .references(() => member.id),
    action: text().notNull(),
    /** What it was done to: a member, a key, an invitation. */
    objectId: text(),
    /** What the object is called, and what changed of it; never a secret. */
    details: jsonb().$type<Record<string, string | null>>().notNull(),
    address: text(),
  },
  (table) => [index("audit_event_by_time").on(table.at, table.id)],
);

/** A key for programs. Only its digest is kept: it is random enough that a fast hash will do. */
export const virtualKey = pgTable("virtual_key", {
  id: uuid().primaryKey(),
  memberId: uuid()
    .notNull()
    .references(() => member.id),
  name: text().notNull(),
  environment: text({ enum: ["production", "staging", "development"] }).notNull(),
  /** SHA-256 of the whole key, hexadecimal. */
  digest: text().notNull().unique(),
  prefix: text().notNull(),
  lastFour: text().notNull(),
  /** The only models it may ask for; null for all. */
  models: text().array(),
  /** How many requests it may make and tokens use per minute, and how many may run at once; null for any number. */
  requestsPerMinute: integer(),
  tokensPerMinute: integer(),
  maxConcurrent: integer(),
  createdAt: instant().notNull(),
  expiresAt: instant(),
  revokedAt: instant(),
  lastUsedAt: instant(),
});

/** How far somebody is into their limits per minute. Apart from whom it is about, who is not written with every request. */
const rate = {
  /** What was used and has not come back yet at `at`: 60,000 for a request, of which as much comes back per millisecond as there are requests per minute. */
  used: bigint({ mode: "number" }).notNull(),
  at: instant().notNull(),
  /** Milliseconds after which the last request would have been let in; 0 when it was. */
  wait: integer().notNull(),
  /** The same of tokens, which may be more than the limit. */
  tokens: bigint({ mode: "number" }).notNull().default(0),
  tokensAt: instant().notNull().defaultNow(),
};

export const keyRate = pgTable("key_rate", {
  keyId: uuid()
    .primaryKey()
    .references(() => virtualKey.id),
  ...rate,
});

export const memberRate = pgTable("member_rate", {
  memberId: uuid()
    .primaryKey()
    .references(() => member.id),
  ...rate,
});

/**
 * What became of a request that its program named, for when it is sent again: the answer as it went out, or why there was
 * none. The only place where the gateway keeps what was said, for a day, and only for who asked for it.
 */
export const idempotency = pgTable(
  "idempotency",
  {
    keyId: uuid()
      .notNull()
      .references(() => virtualKey.id),
    /** SHA-256 of the program's name for the request, hexadecimal. */
    digest: text().notNull(),
    /** SHA-256 of the request itself, path and body, hexadecimal. */
    request: text().notNull(),
    generationId: uuid().notNull(),
    state: text({ enum: ["running", "answered", "failed"] }).notNull(),
    /** What was announced of the request, such as its route. */
    headers: jsonb().$type<Record<string, string>>().notNull(),
    contentType: text(),
    upstreamId: text(),
    body: bytes(),
    failure: jsonb().$type<Failure>(),
    createdAt: instant().notNull(),
    expiresAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.keyId, table.digest] }),
    index("idempotency_by_generation").on(table.generationId),
    index("idempotency_by_expiry").on(table.expiresAt),
  ],
);

/** What a person prefers, by name; small, and of no use to anyone else. */
export const preference = pgTable(
  "preference",
  {
    memberId: uuid()
      .notNull()
      .references(() => member.id),
    name: text().notNull(),
    value: jsonb().$type<unknown>().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.name] })],
);

/** What holds for the whole workspace, by name. */
export const setting = pgTable("setting", {
  name: text().primaryKey(),
  value: jsonb().$type<unknown>().notNull(),
  updatedAt: instant().notNull(),
  updatedBy: uuid()
    .notNull()
    .references(() => member.id),
});
