import "server-only";
import { and, desc, eq, gte, inArray, isNotNull, isNull, lt, ne, or, type SQL, sql } from "drizzle-orm";
import type { ErrorCode } from "@/lib/core/errors";
import type { Db } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import { route } from "@/lib/db/schema/routes";
import { OTHER_MODEL } from "@/lib/ledger/fallback.server";
import type { UnsettledFacts } from "./judge-money";
import type { ChainFacts, UpstreamFacts } from "./judge-traffic";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** So many generations are read at most, the latest: what happens now is what an alert is about. */
const MOST = 20_000;

type Of = { account: string; now: Date };

const startedSince = ({ account }: Of, since: Date): SQL | undefined =>
  and(eq(generation.account, account), gte(generation.startedAt, since));

/** What chains of more than one model answered in the last hour. */
export async function readChains(db: Db, of: Of): Promise<ChainFacts[]> {
  const recent = db
    .select({
      routeId: generation.routeId,
      first: sql<string>`${generation.models}[1]`.as("first"),
      shifted: sql<boolean>`coalesce(${OTHER_MODEL}, false)`.as("shifted"),
      startedAt: generation.startedAt,
    })
    .from(generation)
    .where(
      and(
        startedSince(of, new Date(of.now.getTime() - HOUR)),
        inArray(generation.state, ["finished", "cancelled"]),
        sql`cardinality(${generation.models}) > 1`,
        isNotNull(generation.model),
      ),
    )
    .orderBy(desc(generation.startedAt), desc(generation.id))
    .limit(MOST)
    .as("recent");
  const rows = await db
    .select({
      routeId: recent.routeId,
      name: route.name,
      model: sql<string>`(array_agg(${recent.first} order by ${recent.startedAt} desc))[1]`,
      answers: sql<number>`count(*)::int`,
      shifted: sql<number>`(count(*) filter (where ${recent.shifted}))::int`,
    })
    .from(recent)
    .leftJoin(route, eq(route.id, recent.routeId))
    // Without a route it is the first model that people asked.
    .groupBy(recent.routeId, route.name, sql`case when ${recent.routeId} is null then ${recent.first} end`);
  return rows.map(({ routeId, name, ...rest }) => ({
    ...rest,
    route: routeId === null ? null : { id: routeId, name: name ?? routeId },
  }));
}

/** What OpenRouter refuses whoever asks with this key, and what is wrong then. */
const ACCOUNT_FAULTS: Partial<Record<ErrorCode, string>> = {
  upstream_key: "OpenRouter does not accept Patchbay’s key",
  insufficient_credits: "the OpenRouter account has too few credits",
  key_limit: "the spending limit of the OpenRouter key or workspace is reached",
  in_flight_budget: "OpenRouter holds the remaining credits for running requests",
};

/** What is the upstream's doing; a request that nobody could have answered is not. */
const UPSTREAM_FAULTS: readonly (string | null)[] = [
  ...(["upstream_unreachable", "upstream_timeout", "upstream_stalled", "upstream_cut"] as const),
  ...(["upstream_empty", "upstream_garbled", "upstream_rate_limited", "upstream_failed"] as const),
  ...(["provider_rate_limited", "provider_overloaded", "provider_failed"] as const),
  ...(Object.keys(ACCOUNT_FAULTS) as ErrorCode[]),
] satisfies ErrorCode[];

const wordsOf = (code: string | null, provider: string | null): string =>
  ACCOUNT_FAULTS[code as ErrorCode] ?? [provider, code?.replaceAll("_", " ")].filter(Boolean).join(", ");

/** What became of the requests of the last 15 minutes. */
export async function readUpstream(db: Db, of: Of): Promise<UpstreamFacts> {
  const since = new Date(of.now.getTime() - 15 * MINUTE);
  const recent = db
    .select({
      code: sql<string | null>`${generation.failure} ->> 'code'`.as("code"),
      provider: sql<string | null>`${generation.failure} ->> 'provider'`.as("failed_provider"),
    })
    .from(generation)
    .where(and(startedSince(of, since), inArray(generation.state, ["finished", "failed", "lost"])))
    .orderBy(desc(generation.startedAt), desc(generation.id))
    .limit(MOST)
    .as("recent");
  const rows = await db
    .select({ code: recent.code, provider: recent.provider, count: sql<number>`count(*)::int` })
    .from(recent)
    .groupBy(recent.code, recent.provider);
  const sum = (list: typeof rows) => list.reduce((total, { count }) => total + count, 0);
  const faults = rows
    .filter(({ code }) => UPSTREAM_FAULTS.includes(code))
    .sort((one, other) => other.count - one.count);
  const [most] = faults;
  return {
    ended: sum(rows),
    failed: sum(faults),
    worst: most ? { what: wordsOf(most.code, most.provider), count: most.count } : null,
    since,
  };
}

/** Counting further says nothing more. */
const MOST_UNSETTLED = 10_000;
/** How long what nobody asks for any more still counts, days: it will never be settled, and would alarm for ever. */
const GIVEN_UP_DAYS = 7;

/**
 * Generations older than some hours whose cost is unknown or not confirmed: those that are still asked for, however old, and
 * of those given up the ones of the week before. Each kind has an index.
 */
export async function readUnsettled(db: Db, { account, now }: Of, hours: number): Promise<UnsettledFacts> {
  const before = new Date(now.getTime() - hours * HOUR);
  const within = and(
    eq(generation.account, account),
    lt(generation.startedAt, before),
    or(
      isNotNull(generation.confirmAt),
      gte(generation.startedAt, new Date(before.getTime() - GIVEN_UP_DAYS * 24 * HOUR)),
    ),
    ne(generation.state, "running"),
  );
  const count = async (which: SQL | undefined) => {
    const rows = db
      .select({ id: generation.id })
      .from(generation)
      .where(and(within, which))
      .limit(MOST_UNSETTLED)
      .as("unsettled");
    const [found] = await db.select({ count: sql<number>`count(*)::int` }).from(rows);
    return found?.count ?? 0;
  };
  return {
    unknown: await count(isNull(generation.cost)),
    unconfirmed: await count(sql`${generation.costState} = 'reported'`),
    before,
  };
}
