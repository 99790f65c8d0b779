import "server-only";
import type { Services } from "@/app/services";
import type { Watch } from "@/lib/spend/changes.server";
import { type Actor, usageScope } from "@/lib/team/actor";

/** The model list as it is now, and whose traffic it is compared with: the actor's own, or everyone's. */
export async function watchOf(
  { db, upstream, catalog, account, now }: Services,
  actor: Actor,
): Promise<Watch> {
  const memberId = usageScope(actor);
  return { db, upstream: upstream.baseUrl, catalog: await catalog.current(), account, memberId, now: now() };
}
