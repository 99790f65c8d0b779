import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import { parseUsd } from "@/lib/core/money";
import type { Database } from "@/lib/db/client.server";
import { member, setting } from "@/lib/db/schema/team";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import type { Actor } from "./actor";
import { changeSettings } from "./preferences.server";
import { SettingsChange } from "./preferences-request";
import { readSpendSettings } from "./spend-settings.server";

const NOW = new Date("2026-11-20T12:00:00.000Z");
const DEFAULTS = { purchaseFee: "none", topUp: parseUsd("100"), freeModelGuard: true };

describe.each(TEST_ENGINES)("on %s", (engine) => {
  const ada: Actor = { memberId: newId(), role: "owner" };
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    await database.db.insert(member).values({ id: ada.memberId, role: ada.role, name: "Ada" });
  });
  afterAll(() => database.close());

  test("what is changed holds, the rest is as it was", async () => {
    const { db } = database;
    expect(await readSpendSettings(db)).toEqual(DEFAULTS);
    await changeSettings(db, ada, SettingsChange.parse({ purchaseFee: "card", topUp: "25.50" }), NOW);
    await changeSettings(db, ada, SettingsChange.parse({ freeModelGuard: false }), NOW);
    expect(await readSpendSettings(db)).toEqual({
      ...{ purchaseFee: "card", topUp: parseUsd("25.5"), freeModelGuard: false },
    });
    await db.update(setting).set({ value: { not: "known" } });
    expect(await readSpendSettings(db)).toEqual(DEFAULTS);
  });
});

test("takes amounts that can be bought, and nothing else", () => {
  for (const topUp of ["5", "0.5", "1000000"]) expect(SettingsChange.safeParse({ topUp }).success).toBe(true);
  for (const topUp of ["0", "0.00", "-5", "1e3", "1000001", "5.123", "", "NaN", 5])
    expect(SettingsChange.safeParse({ topUp }).success, String(topUp)).toBe(false);
  expect(SettingsChange.safeParse({ purchaseFee: "cash" }).success).toBe(false);
  expect(SettingsChange.safeParse({ freeModelGuard: "off" }).success).toBe(false);
});
