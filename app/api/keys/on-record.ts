import "server-only";
import type { Transaction } from "@/lib/db/client.server";
import { recordEvent } from "@/lib/team/audit.server";
import type { AuditAction } from "@/lib/team/audit-api";
import type { VirtualKey } from "@/lib/team/keys-api";
import type { KeyChange } from "@/lib/team/keys-request";
import type { Context } from "../handler";

type Acting = Pick<Context<unknown>, "actor" | "caller" | "services">;

/** Does something to a key and puts on record who did it, both or neither, with the limits that were set; then every key is asked for again. */
export async function onRecord<Key extends VirtualKey>(
  { actor, caller, services }: Acting,
  action: AuditAction,
  work: (tx: Transaction, now: Date) => Promise<Key>,
  { requestsPerMinute, maxConcurrent }: Pick<KeyChange, "requestsPerMinute" | "maxConcurrent"> = {},
): Promise<Key> {
  const now = services.now();
  const key = await services.db.transaction(async (tx) => {
    const done = await work(tx, now);
    const event = { actorId: actor.memberId, action, objectId: done.id, address: caller.address };
    const limits = {
      ...(requestsPerMinute !== undefined && { requestsPerMinute: requestsPerMinute?.toString() ?? null }),
      ...(maxConcurrent !== undefined && { maxConcurrent: maxConcurrent?.toString() ?? null }),
    };
    await recordEvent(tx, { ...event, details: { key: done.name, prefix: done.prefix, ...limits } }, now);
    return done;
  });
  services.keyring.forget();
  return key;
}
