import "server-only";
import { and, asc, eq } from "drizzle-orm";
import { Id } from "@/lib/core/wire";
import type { Db } from "@/lib/db/client.server";
import { entry, generation, hold } from "@/lib/db/schema/ledger";
import { route } from "@/lib/db/schema/routes";
import { nameAccount } from "./accounts.server";
import type { GenerationDetails } from "./api";
import { type GenerationRow, toGeneration } from "./view.server";

type Key = {
  /** The account in use. */
  current: string;
  id: string /** Whose alone; left out for anybody's. */;
  memberId?: string | undefined;
};

/** Every fact of one generation, whichever account it belongs to, or null when there is none of that id. */
export async function generationDetails(
  db: Db,
  { current, id, memberId }: Key,
): Promise<GenerationDetails | null> {
  if (!Id.safeParse(id).success) return null;
  // One statement, so that the cost and the entries which add up to it are of the same moment.
  const rows = await db
    .select({ generation, hold, entry, routeName: route.name })
    .from(generation)
    .leftJoin(hold, eq(hold.generationId, generation.id))
    .leftJoin(entry, eq(entry.generationId, generation.id))
    .leftJoin(route, eq(route.id, generation.routeId))
    .where(and(eq(generation.id, id), memberId === undefined ? undefined : eq(generation.memberId, memberId)))
    .orderBy(asc(entry.bookedAt), asc(entry.id));
  const [first] = rows;
  if (!first) return null;
  return {
    ...toGeneration(first.generation),
    ...furtherFacts(first.generation),
    account: nameAccount(first.generation.account, current),
    route: toRoute(first.generation, first.routeName),
    entries: rows.flatMap(({ entry }) => (entry ? [toEntry(entry)] : [])),
    hold: first.hold && toHold(first.hold),
  };
}

const furtherFacts = (row: GenerationRow) => ({
  upstreamId: row.upstreamId,
  nativeFinishReason: row.nativeFinishReason,
  parameters: row.parameters,
  tags: row.tags,
  attempts: row.attempts,
  upstreamCost: row.upstreamCost,
  isByok: row.isByok,
  priceSnapshot: row.priceSnapshot,
  sentAt: row.sentAt,
  settledAt: row.settledAt,
  confirmedAt: row.confirmedAt,
  confirmAt: row.confirmAt,
  confirmTries: row.confirmTries,
  upstreamLatencyMs: row.upstreamLatencyMs,
  stats: row.stats,
});

const toRoute = ({ routeVersion: version, routeArm: arm }: GenerationRow, name: string | null) =>
  name === null || version === null || arm === null ? null : { name, version, arm };

const toEntry = ({ id, kind, amount, basis, bookedAt }: typeof entry.$inferSelect) => ({
  id,
  kind,
  amount,
  basis,
  bookedAt,
});

const toHold = ({ amount, createdAt, endedAt, outcome }: typeof hold.$inferSelect) => ({
  amount,
  createdAt,
  endedAt,
  outcome,
});
