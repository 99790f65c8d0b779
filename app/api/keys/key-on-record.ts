import "server-only";
import type { Transaction } from "@/lib/db/client.server";
import type { AuditAction } from "@/lib/team/audit-api";
import type { VirtualKey } from "@/lib/team/keys-api";
import type { KeyChange } from "@/lib/team/keys-request";
import type { Context } from "../handler";
import { onRecord } from "../on-record";

type Acting = Pick<Context<unknown>, "actor" | "caller" | "services">;

type Limits = Pick<KeyChange, "requestsPerMinute" | "maxConcurrent">;

/**
 * Does something to a key and puts on record who did it, both or neither, with the limits that were set; then every key
 * is asked for again.
 */
export async function keyOnRecord<Key extends VirtualKey>(
  context: Acting,
  action: AuditAction,
  work: (tx: Transaction, now: Date) => Promise<Key>,
  { requestsPerMinute, maxConcurrent }: Limits = {},
): Promise<Key> {
  const limits = Object.entries({ requestsPerMinute, maxConcurrent }).flatMap(([name, limit]) =>
    limit === undefined ? [] : [[name, limit?.toString() ?? null]],
  );
  const key = await onRecord(context, work, ({ id, name, prefix }) => ({
    ...{ action, objectId: id },
    details: { key: name, prefix, ...Object.fromEntries(limits) },
  }));
  context.services.keyring.forget();
  return key;
}
