import "server-only";
import { and, count, eq, gt } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import type { Transaction } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import { virtualKey } from "@/lib/db/schema/team";

/**
 * Sees to it that one more generation of a key may run, on whichever instance the others do. The key's row stays locked
 * until the transaction ends, so that nobody else looks between this look and the writing down.
 * What a dead process left behind takes no room once its lease is over.
 * @throws AppError `too_many_streams`
 */
export async function requireRoom(tx: Transaction, keyId: string, most: number, now: Date): Promise<void> {
  await tx
    .select({ id: virtualKey.id })
    .from(virtualKey)
    .where(eq(virtualKey.id, keyId))
    .for("no key update");
  const [found] = await tx
    .select({ running: count() })
    .from(generation)
    .where(and(eq(generation.state, "running"), eq(generation.keyId, keyId), gt(generation.leaseUntil, now)));
  if ((found?.running ?? 0) >= most) throw tooMany(most);
}

export const tooMany = (most: number): AppError =>
  new AppError(
    "too_many_streams",
    { retryAfter: 1 },
    {
      message: `This key may run ${most === 1 ? "1 request" : `${most} requests`} at once. Nothing was sent.`,
    },
  );
