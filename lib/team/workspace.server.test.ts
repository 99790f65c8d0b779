import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import type { Database, Db } from "@/lib/db/client.server";
import { member, setting } from "@/lib/db/schema/team";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import type { Actor } from "./actor";
import { changeSettings } from "./preferences.server";
import { SettingsChange } from "./preferences-request";
import { createRulebook, readWorkspace } from "./workspace.server";

const NOW = new Date("2026-11-20T12:00:00.000Z");
const NOTHING = {
  ...{ workspaceName: null, timeZone: null, defaultModel: null, retentionDays: null },
  ...{ denyDataCollection: false, requireZeroRetention: false, allowedModels: null },
};

describe.each(TEST_ENGINES)("on %s", (engine) => {
  const ada: Actor = { memberId: newId(), role: "owner" };
  let database: Database;
  let db: Db;
  const change = (what: object) => changeSettings(db, ada, SettingsChange.parse(what), NOW);
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    db = database.db;
    await db.insert(member).values({ id: ada.memberId, role: ada.role, name: "Ada" });
  });
  beforeEach(() => db.delete(setting));
  afterAll(() => database.close());

  test("what is changed holds, the rest stays, and null takes it back", async () => {
    expect(await readWorkspace(db)).toEqual(NOTHING);
    const all = {
      ...{
        workspaceName: "Acme",
        timeZone: "Europe/Berlin",
        defaultModel: "route/support",
        retentionDays: 30,
      },
      ...{ denyDataCollection: true, requireZeroRetention: true, allowedModels: ["acme/*"] },
    };
    await change(all);
    expect(await readWorkspace(db)).toEqual(all);
    await change({ retentionDays: null, denyDataCollection: false });
    expect(await readWorkspace(db)).toEqual({ ...all, retentionDays: null, denyDataCollection: false });
    const taken = { workspaceName: null, timeZone: null, defaultModel: null, allowedModels: null };
    await change({ ...taken, requireZeroRetention: false });
    expect(await readWorkspace(db)).toEqual(NOTHING);
  });

  test("what makes no sense is as if it had not been said, but a list keeps out", async () => {
    await change({ timeZone: "UTC", retentionDays: 7, denyDataCollection: true, allowedModels: ["acme/*"] });
    await db.update(setting).set({ value: { not: "known" } });
    expect(await readWorkspace(db)).toEqual({ ...NOTHING, allowedModels: [] });
  });

  test("rules changed elsewhere hold within a second, rules changed here at once", async () => {
    const clock = { time: NOW.getTime() };
    const book = () => createRulebook({ db, now: () => new Date(clock.time) });
    const [here, there] = [book(), book()];
    const denies = async () =>
      (await Promise.all([here.current(), there.current()])).map((rules) => rules.denyDataCollection);
    expect(await denies()).toEqual([false, false]);
    await change({ denyDataCollection: true });
    here.forget();
    expect(await denies()).toEqual([true, false]);
    clock.time += 999;
    expect(await denies()).toEqual([true, true]);
  });

  test("without the rules nothing is let through, and they are asked for again", async () => {
    const state = { away: true };
    const flaky = new Proxy(db, {
      get(target, key) {
        if (state.away && key === "select") throw new Error("the database is away");
        const value = Reflect.get(target, key);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    const book = createRulebook({ db: flaky, now: () => NOW });
    await expect(book.current()).rejects.toThrow("away");
    state.away = false;
    expect(await book.current()).toMatchObject({ allowedModels: null });
  });
});

test("takes what makes sense of a workspace, and nothing else", () => {
  const good = [
    { workspaceName: "Acme" },
    ...[{ timeZone: "UTC" }, { timeZone: null }, { retentionDays: 365 }, { retentionDays: null }],
    ...[
      { defaultModel: "acme/one:free" },
      { defaultModel: "route/fast@3" },
      { allowedModels: ["a/*", "a/b"] },
    ],
  ];
  for (const change of good)
    expect(SettingsChange.safeParse(change).success, JSON.stringify(change)).toBe(true);
  const bad = [
    ...[{ workspaceName: "" }, { workspaceName: "a\nb" }, { workspaceName: "a".repeat(61) }],
    ...[{ timeZone: "Mars/Base" }, { timeZone: "" }, { retentionDays: 8 }, { retentionDays: "30" }],
    ...[
      { defaultModel: "acme" },
      { defaultModel: "a/b,a/c" },
      { allowedModels: [] },
      { allowedModels: ["*"] },
    ],
    ...[{ denyDataCollection: "yes" }, { requireZeroRetention: null }, { data_collection: "deny" }],
  ];
  for (const change of bad)
    expect(SettingsChange.safeParse(change).success, JSON.stringify(change)).toBe(false);
  expect(SettingsChange.parse({ allowedModels: ["a/b", "a/b"] })).toEqual({ allowedModels: ["a/b"] });
});
