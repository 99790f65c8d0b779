import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import type { Database } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import { spendDay, spendMark, spendRollup, spendZone } from "@/lib/db/schema/spend";
import { setting } from "@/lib/db/schema/team";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { addMember } from "@/lib/ledger/testing.server";
import { daysDue, rollUp } from "./rollup-days.server";
import { HOURS } from "./rollup-hours.server";
import { askForZone } from "./zones.server";

const NOW = new Date("2026-11-21T05:19:18.123Z");
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ZONES = [
  ...["Asia/Tokyo", "Asia/Dubai", "Europe/Rome", "Europe/Oslo", "Europe/Paris", "Africa/Cairo"],
  ...["Europe/Berlin", "Europe/Madrid"],
];

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let memberId: string;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    memberId = await addMember(database.db);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    for (const table of [generation, spendMark, spendRollup, spendDay, spendZone, setting])
      await database.db.delete(table);
    await database.db.delete(spendMark);
    await database.db.insert(generation).values({
      ...{ id: newId(), account: "sandbox", memberId, source: "gateway", models: ["acme/one"] },
      ...{ state: "finished", startedAt: new Date("2026-11-18T12:00:00Z") },
    });
  });

  const later = (ms: number) => new Date(NOW.getTime() + ms);
  const ask = (zone: string, ms = 0) => askForZone(database.db, zone, later(ms));
  async function builtAt(ms: number): Promise<Set<string>> {
    await rollUp(database.db, { now: () => later(ms), patience: 1 });
    expect(await daysDue(database.db, later(ms))).toEqual([]);
    const built = (await database.db.select().from(spendDay)).map(({ zone }) => zone);
    return new Set(built.filter((zone) => zone !== HOURS && !zone.endsWith(" weeks")));
  }

  test("have their days rolled up: UTC, and all in which someone looked during the last week", async () => {
    for (const [index, zone] of ZONES.entries()) await ask(zone, index);
    expect(await builtAt(7 * DAY)).toEqual(new Set(["UTC", ...ZONES]));
  });

  test("keep them without anybody where they were the last to be looked at", async () => {
    for (const [index, zone] of ZONES.entries()) await ask(zone, index);
    expect(await builtAt(7 * DAY + HOUR)).toEqual(new Set(["UTC", ...ZONES.slice(-6)]));
    await ask("Asia/Tokyo", 7 * DAY + 2 * HOUR);
    expect(await builtAt(7 * DAY + 2 * HOUR)).toEqual(new Set(["UTC", "Asia/Tokyo", ...ZONES.slice(-5)]));
  });

  test("count as looked at hour by hour", async () => {
    const askedAt = async () =>
      (await database.db.select().from(spendZone).where(eq(spendZone.zone, "Asia/Tokyo")))[0]?.askedAt;
    await ask("Asia/Tokyo");
    await ask("Asia/Tokyo", HOUR);
    expect(await askedAt()).toEqual(NOW);
    await ask("Asia/Tokyo", HOUR + 1);
    expect(await askedAt()).toEqual(later(HOUR + 1));
  });

  test("hold that of the workspace, in which reports are, whoever looks elsewhere", async () => {
    await database.db
      .insert(setting)
      .values({ name: "timeZone", value: "Asia/Calcutta", updatedAt: NOW, updatedBy: memberId });
    for (const [index, zone] of ZONES.entries()) await ask(zone, index);
    expect(await builtAt(8 * DAY)).toEqual(new Set(["UTC", "Asia/Calcutta", ...ZONES.slice(-6)]));
  });

  test("are two dozen at most", async () => {
    const many = Intl.supportedValuesOf("timeZone").filter((zone) => zone.startsWith("America/"));
    for (const [index, zone] of many.slice(0, 30).entries()) await ask(zone, index);
    const built = await builtAt(HOUR);
    expect(built).toEqual(new Set(["UTC", ...many.slice(7, 30)]));
    expect(await database.db.$count(spendZone)).toBe(23);
  });
});
