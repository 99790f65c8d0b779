import "server-only";
import type { Transaction } from "@/lib/db/client.server";
import { type Event, recordEvent } from "@/lib/team/audit.server";
import type { Context } from "./handler";

type Acting = Pick<Context<unknown>, "actor" | "caller" | "services">;
type Said = Pick<Event, "action" | "objectId" | "details">;

/** Does something and puts on record who did it, both or neither; null is nothing worth a record. */
export function onRecord<Done>(
  { actor, caller, services }: Acting,
  work: (tx: Transaction, now: Date) => Promise<Done>,
  say: (done: Done) => Said | null,
): Promise<Done> {
  const now = services.now();
  return services.db.transaction(async (tx) => {
    const done = await work(tx, now);
    const said = say(done);
    if (said) await recordEvent(tx, { actorId: actor.memberId, address: caller.address, ...said }, now);
    return done;
  });
}

/**
 * Puts on record who takes what out of the house.
 * @param objectId the one thing that it is; none of many
 */
export function noteExport(
  { actor, caller, services }: Acting,
  details: Record<string, string>,
  objectId?: string,
): Promise<void> {
  const event = {
    actorId: actor.memberId,
    action: "export.create",
    address: caller.address,
    ...(objectId !== undefined && { objectId }),
    details,
  } as const;
  return recordEvent(services.db, event, services.now());
}
