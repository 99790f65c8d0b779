import "server-only";
import { and, eq, gte, lt, sql } from "drizzle-orm";
import { add, parseUsd, type Usd, ZERO } from "@/lib/core/money";
import { addDays, addMonths, type CivilDay, startOfCivilDay } from "@/lib/core/period";
import { within } from "@/lib/core/time";
import type { Db } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import type { UpstreamStatus } from "@/lib/openrouter/api";
import type { Status } from "@/lib/openrouter/status.server";
import { type Actor, isAllowed, usageScope } from "@/lib/team/actor";
import { readSpendSettings, type SpendSettings } from "@/lib/team/spend-settings.server";
import { addDaySums, type DaySums, dayText, lastCivilDays, readDays, weekdayOf } from "./daily.server";
import { MOST_DAYS, type PastDay } from "./daily-model";
import { BYOK_ALLOWANCE, byokFee, feeOn } from "./fees";
import { comingDays, foresee, historyOf, leftOf } from "./foresee.server";
import { readFreeQuota, toldOf } from "./free-guard.server";
import type { Outlook } from "./outlook-api";
import type { OutlookQuery } from "./outlook-request";
import { runway } from "./runway";

type Options = { account: string; actor: Actor; status: Status; query: OutlookQuery; now: Date };

/** The figures of the ledger do not wait longer than this for what the upstream says of the account. */
const PATIENCE = 3_000;

/**
 * What this month has cost and will, by the start of each generation, and how long the credits last at that rate.
 * @throws AppError `invalid_request` for an unknown time zone
 */
export async function spendOutlook(
  db: Db,
  { account, actor, status, query, now }: Options,
): Promise<Outlook> {
  const days = lastCivilDays(now, MOST_DAYS, query.timeZone);
  const { today, timeZone } = days;
  const memberId = usageScope(actor);
  const [first, next] = [addMonths(today, 0), addMonths(today, 1)];
  const [from, to] = [startOfCivilDay(first, timeZone), startOfCivilDay(next, timeZone)];
  const [sums, said, settings] = await Promise.all([
    readDays(db, { account, memberId, days, now }, (reader) => reader.sums()),
    within(PATIENCE, status()),
    readSpendSettings(db),
  ]);
  const month = addDaySums(sums.filter((_, index) => (days.days[index] ?? 0) >= first));
  const [fees, freeQuota] = await Promise.all([
    feesOf(db, { account, memberId, from, to, month, settings }),
    readFreeQuota(db, { account, told: toldOf(said), now }),
  ]);
  const history = historyOf(days, sums);
  const left = leftOf(days, now);
  return {
    timeZone: query.timeZone,
    today: dayText(today),
    month: { first: dayText(first), last: dayText(addDays(next, -1)), from, to },
    spent: month.cost,
    generations: month.generations,
    unknown: month.unknown,
    forecast: foresee(days, sums, { spent: month.cost, ahead: comingDays(days, now, next) }),
    // The credits are everyone's; how long they last is no matter of one's own spend.
    runway: runwayOf(memberId === undefined ? said : null, history, { today, left }),
    fees,
    freeQuota: { ...freeQuota, guarded: settings.freeModelGuard },
    mayChange: isAllowed(actor, "settings:write"),
  };
}

function runwayOf(
  status: UpstreamStatus | null,
  history: readonly PastDay[],
  { today, left }: { today: CivilDay; left: number },
): Outlook["runway"] {
  const credits = status?.balance ?? null;
  // A limit that begins anew every day or month never runs out for good.
  const limit = status?.key?.limitReset === null ? status.key.limitRemaining : null;
  const isLimit = limit !== null && (credits === null || limit < credits);
  const balance = isLimit ? limit : credits;
  const lasts = runway(balance, history, { left, weekday: weekdayOf(today) });
  const dayAt = (count: number) => dayText(addDays(today, count));
  return {
    of: balance === null ? null : isLimit ? "key_limit" : "credits",
    left: balance,
    lasts:
      lasts.kind === "range"
        ? {
            kind: "range",
            earliest: dayAt(lasts.earliest),
            expected: lasts.expected === null ? null : dayAt(lasts.expected),
            latest: lasts.latest === null ? null : dayAt(lasts.latest),
          }
        : lasts,
  };
}

type Month = {
  account: string;
  memberId: string | undefined;
  from: Date;
  to: Date;
  month: DaySums;
  settings: SpendSettings;
};

async function feesOf(db: Db, { month, settings, ...which }: Month): Promise<Outlook["fees"]> {
  const { purchaseFee, topUp } = settings;
  const purchase = feeOn(month.cost, topUp, purchaseFee);
  const { upstreamCost: providerBills } = month;
  const byok =
    providerBills === ZERO
      ? null
      : {
          ...{ providerBills, allowance: BYOK_ALLOWANCE, feeByRule: byokFee(providerBills) },
          fee: await readByokFee(db, which),
        };
  return { purchaseFee, topUp, purchase, byok, effective: add(month.cost, purchase, providerBills) };
}

/** Only who uses keys of their own waits for this: no roll-up tells their fee from other costs. */
async function readByokFee(
  db: Db,
  { account, memberId, from, to }: Omit<Month, "month" | "settings">,
): Promise<Usd> {
  const [row] = await db
    .select({ fee: sql<string>`coalesce(sum(${generation.cost}), 0)::text` })
    .from(generation)
    .where(
      and(
        eq(generation.account, account),
        memberId === undefined ? undefined : eq(generation.memberId, memberId),
        gte(generation.startedAt, from),
        lt(generation.startedAt, to),
        sql`${generation.isByok}`,
      ),
    );
  return parseUsd(row?.fee ?? "0");
}
