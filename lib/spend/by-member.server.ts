import "server-only";
import type { Usd } from "@/lib/core/money";
import { addMonths, startOfCivilDay } from "@/lib/core/period";
import type { Db } from "@/lib/db/client.server";
import { addDaySums, lastCivilDays, readDays } from "./daily.server";

const DAY = 86_400_000;

/** What each member has spent since the first of the month, UTC, by the start of each generation. */
export async function monthByMember(
  db: Db,
  account: string,
  now: Date,
): Promise<{ from: Date; spent: Map<string, Usd> }> {
  const { today } = lastCivilDays(now, 0, "UTC");
  const first = addMonths(today, 0);
  const days = lastCivilDays(now, Math.round((today - first) / DAY), "UTC");
  const sums = await readDays(db, { account, days, now }, (reader) => reader.sumsBy("member"));
  return {
    from: startOfCivilDay(first, "UTC"),
    spent: new Map([...sums].flatMap(([member, each]) => (member ? [[member, addDaySums(each).cost]] : []))),
  };
}
