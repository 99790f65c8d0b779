import "server-only";
import { createHash } from "node:crypto";
import { expect } from "vitest";
import { AppError } from "@/lib/core/errors";
import type { Db } from "@/lib/db/client.server";
import { type Actor, LOCAL_OWNER } from "./actor";
import { acceptInvitation, createInvitation } from "./invitations.server";
import { ensureLocalOwner } from "./members.server";
import type { Access, Caller } from "./secrets.server";
import type { OpenedSession } from "./sessions.server";
import { completeSetup, issueSetupToken } from "./setup.server";
import type { Rulebook } from "./workspace.server";

export const digestOf = (key: string): string => createHash("sha256").update(key).digest("hex");

/** The code with which something is refused, and that nothing of a database or a key is in its words. */
export async function refusal(work: Promise<unknown>, secret = ""): Promise<string> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw error ?? new Error("it was not refused");
  const words = JSON.stringify([error.message, error.details, String(error.cause ?? "")]);
  expect(words).not.toMatch(/select|virtual_key|syntax|22021/i);
  if (secret !== "") expect(words).not.toContain(secret);
  return error.code;
}

/** For tests that are about something else: a workspace that asks nothing of anybody. */
export const noRules: Pick<Rulebook, "current"> = {
  current: async () => ({ denyDataCollection: false, requireZeroRetention: false, allowedModels: null }),
};

/** Passwords that take no time. */
export const QUICK = { cost: 2 ** 4, blockSize: 8, parallelization: 1 };

export const CALLER: Caller = { address: "203.0.113.9", userAgent: "Test" };
export const PASSWORD = "correct horse battery";

/** A team with its owner, as a first start leaves it. */
export async function openTeam(db: Db, now: Date): Promise<{ access: Access; owner: Actor }> {
  const access: Access = { db, secret: "s".repeat(32), scrypt: QUICK };
  await ensureLocalOwner(db);
  const token = await issueSetupToken(access, now);
  const who = { name: "Olga", email: "olga@example.com", password: PASSWORD };
  await completeSetup(access, { token: token ?? "", ...who }, CALLER, now);
  return { access, owner: LOCAL_OWNER };
}

/** A further member, by invitation, signed in. */
export async function joinTeam(
  access: Access,
  inviter: Actor,
  { name, role }: { name: string; role: "admin" | "member" | "viewer" },
  now: Date,
): Promise<OpenedSession> {
  const { token } = await createInvitation(access, inviter, { role, email: null, days: 7 }, CALLER, now);
  const who = { name, email: `${name.toLowerCase()}@example.com`, password: PASSWORD };
  return acceptInvitation(access, { token, ...who }, CALLER, now);
}
