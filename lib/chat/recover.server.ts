import "server-only";
import type { Db } from "@/lib/db/client.server";
import { type Abandoned, type TakeOver, takeOver } from "@/lib/ledger/leases.server";
import type { Lease } from "@/lib/ledger/ledger.server";
import { type Completion, createCompletionReader } from "./completion";
import { recordEnd } from "./record.server";
import { readSegments } from "./segments.server";

/**
 * Settles generations whose process went away, from the bytes it left: what had arrived is kept, and the
 * cost is whatever the stream had reported, else unknown until the upstream is asked.
 */
export async function recoverAbandoned(db: Db, lease: Lease, now: Date, options: TakeOver): Promise<number> {
  const abandoned = await takeOver(db, lease, now, options);
  const errors: unknown[] = [];
  for (const row of abandoned) {
    // One that cannot be settled must not keep the others waiting.
    await recover(db, lease.owner, row, now).catch((error: unknown) => errors.push(error));
  }
  if (errors.length > 0) throw new AggregateError(errors, "abandoned generations could not be settled");
  return abandoned.length;
}

async function recover(db: Db, owner: string, row: Abandoned, at: Date): Promise<void> {
  await recordEnd(db, owner, row, {
    completion: await readKept(db, row),
    close: { how: row.stopRequestedAt === null ? "interrupted" : "stopped" },
    at,
    sentAt: row.sentAt,
    // It may have been sent in the last moment before the process died; only the upstream knows.
    billed: "unknown",
    upstreamId: row.upstreamId,
    timed: false,
  });
}

async function readKept(db: Db, { id }: Abandoned): Promise<Completion> {
  const reader = createCompletionReader();
  const decoder = new TextDecoder();
  for (const { bytes } of await readSegments(db, id)) reader.feed(decoder.decode(bytes, { stream: true }), 0);
  return reader.end(0);
}
