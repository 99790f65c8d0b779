import "server-only";
import type { Transaction } from "@/lib/db/client.server";
import type { AuditAction } from "@/lib/team/audit-api";
import type { VirtualKey } from "@/lib/team/keys-api";
import type { KeyChange } from "@/lib/team/keys-request";
import { type LimitName, limitDetails } from "@/lib/team/limits";
import type { Context } from "../handler";
import { onRecord } from "../on-record";

type Acting = Pick<Context<unknown>, "actor" | "caller" | "services">;

/**
 * Does something to a key and puts on record who did it, both or neither, with the limits that were set; then every key
 * is asked for again.
 */
export async function keyOnRecord<Key extends VirtualKey>(
  context: Acting,
  action: AuditAction,
  work: (tx: Transaction, now: Date) => Promise<Key>,
  limits: Pick<KeyChange, LimitName> = {},
): Promise<Key> {
  const key = await onRecord(context, work, ({ id, name, prefix }) => ({
    ...{ action, objectId: id },
    details: { key: name, prefix, ...limitDetails(limits) },
  }));
  context.services.keyring.forget();
  return key;
}
