import "server-only";
import { eq, inArray, lt, sql } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import { loginFailure } from "@/lib/db/schema/team";
import { networkOf } from "./network";
import { type Access, digestOf } from "./secrets.server";

/** Milliseconds in which failures are counted together, and after the first of which all is forgotten. */
const WINDOW = 15 * 60_000;
/** Guesses at one account, from wherever; and from one network, at whichever. */
export const MOST_PER_ACCOUNT = 10;
export const MOST_PER_NETWORK = 30;
/** Links to set another password, to one account: each is a message that somebody gets. */
export const MOST_RESETS = 3;

/** Where it was tried, which is counted apart: whoever guessed in vain may still ask for a link. */
type Door = "sign-in" | "reset";
type Attempt = { email: string; address: string; at?: Door };

const subjectsOf = (access: Access, { email, address, at = "sign-in" }: Attempt) => {
  const network = networkOf(address);
  return at === "reset"
    ? {
        account: digestOf(access, "reset-account", email),
        network: digestOf(access, "reset-network", network),
        mostPerAccount: MOST_RESETS,
      }
    : {
        account: digestOf(access, "account", email),
        network: digestOf(access, "network", network),
        mostPerAccount: MOST_PER_ACCOUNT,
      };
};

/**
 * Counts an attempt before it is looked at, so that many at once are no more than many after each other. Accounts that
 * do not exist are counted as those that do. A network that is refused has no say in any account: else whoever is kept
 * out could go on and keep out everybody else.
 * @throws AppError `too_many_attempts` with the seconds after which to try again
 */
export async function admitAttempt(access: Access, attempt: Attempt, now: Date): Promise<void> {
  const { account, network, mostPerAccount } = subjectsOf(access, attempt);
  await count(access, network, MOST_PER_NETWORK, now);
  await count(access, account, mostPerAccount, now);
}

async function count({ db }: Access, subject: string, most: number, now: Date): Promise<void> {
  const over = new Date(now.getTime() - WINDOW);
  const isOver = sql`${loginFailure.since} <= ${over.toISOString()}::timestamptz`;
  const [row] = await db
    .insert(loginFailure)
    .values({ subject, failures: 1, since: now })
    .onConflictDoUpdate({
      target: loginFailure.subject,
      set: {
        failures: sql`case when ${isOver} then 1 else ${loginFailure.failures} + 1 end`,
        since: sql`case when ${isOver} then excluded.since else ${loginFailure.since} end`,
      },
    })
    .returning();
  if (!row || row.failures <= most) return;
  const wait = row.since.getTime() + WINDOW - now.getTime();
  throw new AppError("too_many_attempts", { retryAfter: Math.max(1, Math.ceil(wait / 1_000)) });
}

/** The attempt was none to guess. */
export async function forgiveAttempt(access: Access, attempt: Attempt, now: Date): Promise<void> {
  const { db } = access;
  const { account, network } = subjectsOf(access, attempt);
  await db.delete(loginFailure).where(eq(loginFailure.subject, account));
  await db
    .update(loginFailure)
    .set({ failures: sql`greatest(${loginFailure.failures} - 1, 0)` })
    .where(inArray(loginFailure.subject, [network]));
  // Nobody looks at old ones any more; they are swept out by whoever comes in.
  await db.delete(loginFailure).where(lt(loginFailure.since, new Date(now.getTime() - WINDOW)));
}
