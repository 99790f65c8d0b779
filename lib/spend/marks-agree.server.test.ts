import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { add, formatDecimal, parseUsd, type Usd, ZERO } from "@/lib/core/money";
import type { Database } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { exportGenerations } from "@/lib/ledger/export.server";
import { listGenerations } from "@/lib/ledger/list.server";
import { generationsPath } from "@/lib/ledger/paths";
import { GenerationsQuery } from "@/lib/ledger/request";
import { countGenerations } from "./bars.server";
import { spendOverview } from "./overview.server";
import { OverviewQuery } from "./overview-request";
import { rollUp } from "./rollup-days.server";
import { addHistory } from "./testing.server";

// Clocks go back on the 25th: in Berlin by an hour. In Kolkata days begin half an hour past an hour of UTC.
const NOW = new Date("2026-10-26T09:12:00.000Z");
const DAYS = [
  { timeZone: "Europe/Berlin", day: "2026-10-25", hours: 25 },
  { timeZone: "Asia/Kolkata", day: "2026-10-24", hours: 24 },
];
const account = "sandbox";

type Sum = { generations: number; cost: Usd };
const sumOf = (costs: readonly (Usd | null)[]): Sum => ({
  generations: costs.length,
  cost: add(ZERO, ...costs.map((cost) => cost ?? ZERO)),
});
const total = (sums: readonly Sum[]): Sum => ({
  generations: sums.reduce((sum, { generations }) => sum + generations, 0),
  cost: add(ZERO, ...sums.map(({ cost }) => cost)),
});
const told = ({ generations, cost }: Sum) => `${generations} for ${formatDecimal(cost)}`;

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    await addHistory(database.db, { size: 800, now: NOW, days: 4, each: () => {} });
    // Of these the invented rows have only what sums need; lists and files tell them in full.
    await database.db.update(generation).set({ attempts: null, failure: null });
    await rollUp(database.db, { now: () => NOW, patience: 600_000 });
  });
  afterAll(() => database.close());

  type Time = { from: Date; to: Date };
  /** All rows that the list shows at the address to which a mark leads. */
  async function listed({ from, to }: Time, timeZone: string): Promise<Sum> {
    const address = new URLSearchParams(generationsPath({ from, to, timeZone }).split("?")[1]);
    address.delete("timeZone");
    const costs: (Usd | null)[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const query = GenerationsQuery.parse({ ...Object.fromEntries(address), limit: "200" });
      const page = await listGenerations(database.db, { ...query, account, cursor });
      costs.push(...page.generations.map(({ cost }) => cost));
      cursor = page.nextCursor;
    }
    return sumOf(costs);
  }
  async function drawn({ from, to }: Time, timeZone: string): Promise<Sum> {
    const most = 100_000;
    const { bars } = await countGenerations(database.db, { account, from, to, timeZone, most, now: NOW });
    return total(
      bars.map(({ finished, failed, cancelled, running, cost }) => ({
        generations: finished + failed + cancelled + running,
        cost,
      })),
    );
  }
  async function exported({ from, to }: Time): Promise<Sum> {
    const body = exportGenerations(database.db, {
      ...{ account, format: "json" as const, now: NOW, filter: { from, to } },
      ...{ mayStay: async () => true, onError: () => {} },
    });
    const rows: { cost: string | null }[] = JSON.parse(await new Response(body).text());
    return sumOf(rows.map(({ cost }) => (cost === null ? null : parseUsd(cost))));
  }

  test.each(DAYS)(
    "a day of $timeZone is one sum in its parts, in all, in the list and in its file",
    async ({ timeZone, day, hours }) => {
      const query = OverviewQuery.parse({ from: day, to: day, bucket: "hour", timeZone });
      const overview = await spendOverview(database.db, { account, query, now: NOW });
      const { from, to, buckets, groups, totals } = overview;
      const all = told(totals);
      expect(totals.generations).toBeGreaterThan(50);
      expect(buckets).toHaveLength(hours);
      expect(told(total(buckets.map(({ figures }) => figures)))).toBe(all);
      expect(told(total(groups.map(({ figures }) => figures)))).toBe(all);
      expect(told(await listed({ from, to }, timeZone))).toBe(all);
      expect(told(await drawn({ from, to }, timeZone))).toBe(all);
      expect(told(await exported({ from, to }))).toBe(all);
      for (const [index, { start, figures }] of buckets.entries()) {
        const hour = { from: start, to: buckets[index + 1]?.start ?? to };
        expect(told(await listed(hour, timeZone))).toBe(told(figures));
        expect(told(await drawn(hour, timeZone))).toBe(told(figures));
      }
    },
  );
});
