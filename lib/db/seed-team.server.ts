import "server-only";
import { createHash } from "node:crypto";
import { inArray, sql } from "drizzle-orm";
import type { Db } from "./client.server";
import { route, routeVersion } from "./schema/routes";
import { member, virtualKey } from "./schema/team";
import { KEYS, MEMBERS, REVOKED, ROUTES, type SeedRoute } from "./seed-team";

const DAY = 86_400_000;
/** Everything begins before the history does, and before its own changes. */
const LEAST_DAYS = 200;

type Options = { days: number; now: Date; memberId: string };

/**
 * Leaves the people, keys and routes of an invented history. Nobody can call with such a key: there is no secret to its
 * digest, and its prefix says what it is. A second run changes nothing but how far back the keys go and when they were
 * last used.
 * @returns the routes that are there; a real one of the same name keeps it
 */
export async function seedTeam(db: Db, { days, now, memberId }: Options): Promise<SeedRoute[]> {
  const before = (past: number) => new Date(now.getTime() - past * DAY);
  const start = before(Math.max(days, LEAST_DAYS) + 1);
  const keys = KEYS.map(({ until, ...key }) => ({
    ...key,
    memberId: key.memberId ?? memberId,
    digest: createHash("sha256").update(`invented ${key.id}`).digest("hex"),
    prefix: "pb-v1-invented",
    lastFour: key.id.slice(-4),
    createdAt: start,
    revokedAt: until === null ? null : before(REVOKED),
    lastUsedAt: before(until ?? 0),
  }));
  return db.transaction(async (tx) => {
    await tx
      .insert(member)
      .values(MEMBERS.map((one) => ({ ...one, createdAt: start })))
      .onConflictDoNothing();
    const set = {
      createdAt: sql`least(${virtualKey.createdAt}, excluded.created_at)`,
      revokedAt: sql`greatest(${virtualKey.revokedAt}, excluded.revoked_at)`,
      lastUsedAt: sql`greatest(${virtualKey.lastUsedAt}, excluded.last_used_at)`,
    };
    await tx.insert(virtualKey).values(keys).onConflictDoUpdate({ target: virtualKey.id, set });
    await tx
      .insert(route)
      .values(ROUTES.map((one) => rowOf(one, start, before)))
      .onConflictDoNothing();
    const ids = ROUTES.map(({ id }) => id);
    const rows = await tx.select({ id: route.id }).from(route).where(inArray(route.id, ids));
    const routes = ROUTES.filter(({ id }) => rows.some((row) => row.id === id));
    const versions = routes.flatMap((one) =>
      one.versions.map(({ daysAgo, note, arms }, index) => ({
        ...{ routeId: one.id, version: index + 1, note, spec: { arms }, memberId },
        createdAt: daysAgo === undefined ? start : before(daysAgo),
      })),
    );
    if (versions.length > 0) await tx.insert(routeVersion).values(versions).onConflictDoNothing();
    return routes;
  });
}

function rowOf({ id, name, versions }: SeedRoute, start: Date, before: (days: number) => Date) {
  const { arms, daysAgo } = versions.at(-1) ?? {};
  return {
    ...{ id, name, draft: { arms }, revision: versions.length, publishedVersion: versions.length },
    createdAt: start,
    updatedAt: daysAgo === undefined ? start : before(daysAgo),
  };
}
