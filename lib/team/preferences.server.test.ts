import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import type { Database, Db } from "@/lib/db/client.server";
import { member, preference, setting } from "@/lib/db/schema/team";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import type { Actor } from "./actor";
import { changePreferences, changeSettings, noteRecentModels, readPreferences } from "./preferences.server";
import { PreferencesChange, SettingsChange } from "./preferences-request";

const NOW = new Date("2026-11-20T12:00:00.000Z");

describe.each(TEST_ENGINES)("on %s", (engine) => {
  const ada: Actor = { memberId: newId(), role: "owner" };
  const bob: Actor = { memberId: newId(), role: "member" };
  let database: Database;
  let db: Db;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    db = database.db;
    await db.insert(member).values([
      { id: ada.memberId, role: ada.role, name: "Ada" },
      { id: bob.memberId, role: bob.role, name: "Bob" },
    ]);
  });
  afterAll(() => database.close());

  test("nothing said is nothing preferred", async () => {
    const nothing = { favouriteModels: [], recentModels: [], recommendedModels: [], spendViews: [] };
    expect(await readPreferences(db, ada)).toEqual({ ...nothing, mayRecommend: true });
    expect(await readPreferences(db, bob)).toEqual({ ...nothing, mayRecommend: false });
  });

  test("favourites are a person's own, recommendations everyone's", async () => {
    await changePreferences(db, ada, { favouriteModels: ["acme/a", "acme/b"] }, NOW);
    await changePreferences(db, bob, { favouriteModels: ["acme/c"] }, NOW);
    await changePreferences(db, bob, {}, NOW);
    await changeSettings(db, ada, { recommendedModels: ["acme/r"] }, NOW);
    expect(await readPreferences(db, ada)).toMatchObject({
      favouriteModels: ["acme/a", "acme/b"],
      recommendedModels: ["acme/r"],
    });
    expect(await readPreferences(db, bob)).toMatchObject({
      favouriteModels: ["acme/c"],
      recommendedModels: ["acme/r"],
    });
    await changePreferences(db, ada, { favouriteModels: [] }, NOW);
    await changeSettings(db, ada, { recommendedModels: [] }, NOW);
    expect(await readPreferences(db, ada)).toMatchObject({ favouriteModels: [], recommendedModels: [] });
  });

  test("saved views are a person's own, and stay when something else changes", async () => {
    const views = [
      { name: "Errors by provider", query: "groupBy=provider&rank=errors" },
      { name: "As it opens", query: "" },
    ];
    await changePreferences(db, ada, { spendViews: views }, NOW);
    await changePreferences(db, ada, { favouriteModels: [] }, NOW);
    expect((await readPreferences(db, ada)).spendViews).toEqual(views);
    expect((await readPreferences(db, bob)).spendViews).toEqual([]);
  });

  test("models used lately stand in order, each once, eight at most", async () => {
    for (const model of ["acme/1", "acme/2", "acme/1"]) await noteRecentModels(db, ada, [model], NOW);
    expect((await readPreferences(db, ada)).recentModels).toEqual(["acme/1", "acme/2"]);
    await noteRecentModels(db, ada, ["acme/2", "acme/3"], NOW);
    expect((await readPreferences(db, ada)).recentModels).toEqual(["acme/2", "acme/3", "acme/1"]);
    for (let at = 0; at < 20; at += 1) await noteRecentModels(db, ada, [`acme/many-${at}`], NOW);
    const { recentModels } = await readPreferences(db, ada);
    expect(recentModels).toHaveLength(8);
    expect(recentModels[0]).toBe("acme/many-19");
    expect((await readPreferences(db, bob)).recentModels).toEqual([]);
  });

  test("of models used at the same moment none is lost", async () => {
    const models = Array.from({ length: 6 }, (_, at) => `acme/at-once-${at}`);
    await Promise.all(models.map((model) => noteRecentModels(db, bob, [model], NOW)));
    expect((await readPreferences(db, bob)).recentModels.toSorted()).toEqual(models);
  });

  test("junk in the database is as if nothing had been said", async () => {
    await db.update(preference).set({ value: { not: "a list" } });
    await db
      .insert(setting)
      .values({
        ...{ name: "recommendedModels", value: [1, null, "acme/a"], updatedAt: NOW, updatedBy: ada.memberId },
      })
      .onConflictDoUpdate({ target: setting.name, set: { value: [1, null, "acme/a"] } });
    expect(await readPreferences(db, ada)).toMatchObject({
      favouriteModels: [],
      recommendedModels: ["acme/a"],
      spendViews: [],
    });
  });
});

test("takes lists of ids, each once, and nothing else", () => {
  expect(PreferencesChange.parse({ favouriteModels: ["acme/a", "acme/a"] })).toEqual({
    favouriteModels: ["acme/a"],
  });
  for (const bad of [
    { favouriteModels: "acme/a" },
    { favouriteModels: ["a\0"] },
    { recentModels: [] },
    { favouriteModels: Array.from({ length: 201 }, (_, at) => `a/${at}`) },
    { spendViews: [{ name: "", query: "" }] },
    {
      spendViews: [
        { name: "a", query: "" },
        { name: "a", query: "span=7d" },
      ],
    },
  ]) {
    expect(PreferencesChange.safeParse(bad).success).toBe(false);
  }
  expect(SettingsChange.safeParse({ favouriteModels: [] }).success).toBe(false);
});
