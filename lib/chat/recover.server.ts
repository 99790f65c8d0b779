import "server-only";
import type { Db } from "@/lib/db/client.server";
import { type Abandoned, type TakeOver, takeOver } from "@/lib/ledger/leases.server";
import type { Lease } from "@/lib/ledger/ledger.server";
import { type Completion, createCompletionReader } from "./completion";
import type { Close } from "./ending";
import { keptFailure } from "./keeping.server";
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
  const completion = await readKept(db, row);
  const close: Close = { how: row.stopRequestedAt === null ? "interrupted" : "stopped" };
  await recordEnd(db, owner, row, {
    completion,
    close,
    at,
    sentAt: row.sentAt,
    // It may have been sent in the last moment before the process died; only the upstream knows.
    billed: "unknown",
    upstreamId: row.upstreamId,
    timed: false,
    // What was passed on went with the process; whoever asks again learns that much.
    kept: keptFailure(completion, close),
  });
}

async function readKept(db: Db, { id }: Abandoned): Promise<Completion> {
  const reader = createCompletionReader();
  const decoder = new TextDecoder();
  for (const { bytes } of await readSegments(db, id)) reader.feed(decoder.decode(bytes, { stream: true }), 0);
  return reader.end(0);
}
