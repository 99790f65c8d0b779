import "server-only";
import { and, eq, isNull, type SQL } from "drizzle-orm";
import { newId } from "@/lib/core/ids";
import type { Transaction } from "@/lib/db/client.server";
import { invitation, member, oidcIdentity, passwordCredential, virtualKey } from "@/lib/db/schema/team";
import { LOCAL_OWNER } from "./actor";
import { recordEvent } from "./audit.server";
import type { Identity } from "./oidc-provider.server";
import { type RoleRule, roleOf } from "./oidc-roles";
import type { Access, Caller } from "./secrets.server";
import { endSessionsOf, type OpenedSession, openSession } from "./sessions.server";
import { SignInRefusal } from "./sign-in-problems";
import { readEmail, readName } from "./team-request";

/** What a provider is called here, and which role its groups give. */
export type Granting = { provider: string; rules: readonly RoleRule[] };

type Person = typeof member.$inferSelect;
type Given = { identity: Identity; role: RoleRule["role"] | null; provider: string };

/**
 * Signs in whom a provider vouches for. They are known by issuer and subject; who comes for the first time becomes a
 * member, or is known again as one by an address that the provider has verified. From then on their role follows their
 * groups with every sign-in, but for the owner's.
 * @throws SignInRefusal for who has no role, is suspended or removed, or cannot be told from somebody else
 */
export async function signInByIdentity(
  access: Access,
  identity: Identity,
  { provider, rules }: Granting,
  caller: Caller,
  now: Date,
): Promise<OpenedSession> {
  const role = roleOf(identity.groups, rules);
  const given = { identity, role, provider };
  return access.db.transaction(async (tx) => {
    const { address } = caller;
    const record = (person: Person, action: RecordedAction, details: Record<string, string>) =>
      recordEvent(tx, { actorId: person.id, action, objectId: person.id, details, address }, now);
    const person = await personOf(tx, given, record, now);
    const held = person.role === "owner" ? person.role : role;
    if (held === null) throw new SignInRefusal("role");
    if (held !== person.role) {
      await tx.update(member).set({ role: held }).where(eq(member.id, person.id));
      const details = { member: person.name, from: person.role, to: held, by: provider };
      await record(person, "member.role", details);
    }
    await tx.update(oidcIdentity).set({ lastUsedAt: now }).where(isIdentity(identity));
    await record(person, "session.create", { by: provider });
    return openSession(tx, access, { memberId: person.id, role: held }, caller, now);
  });
}

type RecordedAction = "member.join" | "member.role" | "identity.link" | "session.create";
type Recording = (person: Person, action: RecordedAction, details: Record<string, string>) => Promise<void>;

const isIdentity = ({ issuer, subject }: Identity) =>
  and(eq(oidcIdentity.issuer, issuer), eq(oidcIdentity.subject, subject));

/** The member behind an identity, kept as they are until the transaction ends. */
async function personOf(tx: Transaction, given: Given, record: Recording, now: Date): Promise<Person> {
  // Whoever was removed is not locked before the owner is, as in decisions over them.
  const known = await findKnown(tx, given.identity, isNull(member.removedAt));
  if (known) return requireActive(known);
  // First ones come one at a time from here on, on every instance: of two at once the second is known by then.
  await tx.select({ id: member.id }).from(member).where(eq(member.id, LOCAL_OWNER.memberId)).for("update");
  const meanwhile = await findKnown(tx, given.identity);
  if (meanwhile?.removedAt === null) return requireActive(meanwhile);
  const person = await findByAddress(tx, given.identity);
  if (person) {
    await bind(tx, given.identity, person.id, now);
    const isTheirs = await wasInvitedThere(tx, person);
    if (!isTheirs) await closeOtherWays(tx, person, now);
    const details = { by: given.provider, ...(!isTheirs && { password: "removed", keys: "revoked" }) };
    await record(person, "identity.link", details);
    return person;
  }
  // Who was removed comes back by being invited, or let in by name (`readmitMember`), and not by themselves.
  if (meanwhile) throw new SignInRefusal("removed");
  return makeMember(tx, given, record, now);
}

async function findKnown(tx: Transaction, identity: Identity, which?: SQL): Promise<Person | undefined> {
  const [row] = await tx
    .select({ memberId: oidcIdentity.memberId })
    .from(oidcIdentity)
    .where(isIdentity(identity));
  if (!row) return undefined;
  const [person] = await tx
    .select()
    .from(member)
    .where(and(eq(member.id, row.memberId), which))
    .for("update");
  return person;
}

function requireActive(person: Person): Person {
  if (person.suspendedAt !== null) throw new SignInRefusal("suspended");
  return person;
}

/**
 * The member who set a password here for an address that the provider has verified. An address that it has not may be
 * anybody's, and one whose member it knows by another subject has changed hands there.
 */
async function findByAddress(tx: Transaction, identity: Identity): Promise<Person | null> {
  const email = identity.email === null ? null : readEmail(identity.email);
  if (email === null) return null;
  const [person] = await tx
    .select()
    .from(member)
    .where(and(eq(member.email, email), isNull(member.removedAt)))
    // As in decisions over members, whose keys may be revoked with them locked.
    .for("no key update");
  if (!person) return null;
  const passwords = await tx.$count(passwordCredential, eq(passwordCredential.memberId, person.id));
  const isBound = and(eq(oidcIdentity.memberId, person.id), eq(oidcIdentity.issuer, identity.issuer));
  if (!identity.isVerified || passwords === 0 || (await tx.$count(oidcIdentity, isBound)) > 0)
    throw new SignInRefusal("address");
  return requireActive(person);
}

/**
 * Whether their address was chosen by whoever invited them: it is what the invitation was for. Nobody doubts that of the
 * owner, and of whoever set up the team.
 */
async function wasInvitedThere(tx: Transaction, { id, role, email }: Person): Promise<boolean> {
  if (role === "owner" || id === LOCAL_OWNER.memberId) return true;
  const invited = and(eq(invitation.acceptedBy, id), eq(invitation.email, email ?? ""));
  return (await tx.$count(invitation, invited)) > 0;
}

/**
 * By a link for nobody in particular anybody can have joined under the address of somebody else, and waited for them.
 * What groups give from now on must not be opened by that password, nor where it is signed in, nor by a key that was made
 * there: what it spent would be theirs.
 */
async function closeOtherWays(tx: Transaction, { id }: Person, now: Date): Promise<void> {
  await tx
    .update(virtualKey)
    .set({ revokedAt: now })
    .where(and(eq(virtualKey.memberId, id), isNull(virtualKey.revokedAt)));
  await tx.delete(passwordCredential).where(eq(passwordCredential.memberId, id));
  await endSessionsOf(tx, id);
}

/** Somebody new, without a password. An address that is not verified is not theirs to have here. */
async function makeMember(
  tx: Transaction,
  { identity, role, provider }: Given,
  record: Recording,
  now: Date,
): Promise<Person> {
  if (role === null) throw new SignInRefusal("role");
  const email = identity.isVerified && identity.email !== null ? readEmail(identity.email) : null;
  const name = readName(identity.name ?? "") ?? readName(email?.split("@")[0] ?? "") ?? "Somebody new";
  const [person] = await tx
    .insert(member)
    .values({ id: newId(), role, name, email, createdAt: now })
    .onConflictDoNothing({ target: member.email })
    .returning();
  // Somebody who was invited took it at this moment.
  if (!person) throw new SignInRefusal("address");
  await bind(tx, identity, person.id, now);
  await record(person, "member.join", { role, by: provider });
  return person;
}

async function bind(tx: Transaction, identity: Identity, memberId: string, now: Date): Promise<void> {
  const { issuer, subject } = identity;
  await tx
    .insert(oidcIdentity)
    .values({ issuer, subject, memberId, createdAt: now, lastUsedAt: now })
    .onConflictDoUpdate({
      target: [oidcIdentity.issuer, oidcIdentity.subject],
      set: { memberId, createdAt: now },
    });
}
