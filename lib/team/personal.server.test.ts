import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import type { Database, Db } from "@/lib/db/client.server";
import { member, preference } from "@/lib/db/schema/team";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import type { Actor } from "./actor";
import { readBeginning, readPersonal } from "./personal.server";
import { PersonalChange } from "./personal-request";
import { changePreferences, changeSettings, readPreferences } from "./preferences.server";

const NOW = new Date("2026-11-20T12:00:00.000Z");
const NOTHING = { theme: null, locale: null, defaultModel: null, shortcuts: {}, shortcutsOff: "none" };

describe.each(TEST_ENGINES)("on %s", (engine) => {
  const ada: Actor = { memberId: newId(), role: "owner" };
  const bob: Actor = { memberId: newId(), role: "viewer" };
  let database: Database;
  let db: Db;
  const change = (who: Actor, what: object) => changePreferences(db, who, PersonalChange.parse(what), NOW);
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    db = database.db;
    await db.insert(member).values([
      { id: ada.memberId, role: ada.role, name: "Ada" },
      { id: bob.memberId, role: bob.role, name: "Bob" },
    ]);
  });
  afterAll(() => database.close());

  test("settings are a person's own, stay one by one, and null takes them back", async () => {
    expect(await readPersonal(db, ada)).toEqual(NOTHING);
    await change(ada, { theme: "dark", locale: "de-DE", shortcuts: { "mod+k": "mod+j" } });
    await change(ada, { shortcutsOff: "single", defaultModel: "acme/one" });
    const all = {
      ...{ theme: "dark", locale: "de-DE", defaultModel: "acme/one" },
      ...{ shortcuts: { "mod+k": "mod+j" }, shortcutsOff: "single" },
    };
    expect(await readPersonal(db, ada)).toEqual(all);
    expect(await readPersonal(db, bob)).toEqual(NOTHING);
    await change(ada, { theme: null, locale: null, defaultModel: null, shortcuts: {} });
    expect(await readPersonal(db, ada)).toEqual({ ...NOTHING, shortcutsOff: "single" });
    // What else a person prefers is not touched.
    await changePreferences(db, ada, { favouriteModels: ["acme/a"] }, NOW);
    await change(ada, { shortcutsOff: "none" });
    expect((await readPreferences(db, ada)).favouriteModels).toEqual(["acme/a"]);
  });

  test("what makes no sense is as if it had not been said", async () => {
    await change(bob, { theme: "dark", shortcuts: { j: "d" }, shortcutsOff: "all" });
    await db.update(preference).set({ value: 5 });
    expect(await readPersonal(db, bob)).toEqual(NOTHING);
  });

  test("conversations begin as the person has it, else as the workspace has", async () => {
    await db.delete(preference);
    expect(await readBeginning(db, ada)).toEqual({ firstModel: null, allowedModels: null });
    await changeSettings(db, ada, { defaultModel: "route/house", allowedModels: ["acme/*"] }, NOW);
    expect(await readBeginning(db, ada)).toEqual({ firstModel: "route/house", allowedModels: ["acme/*"] });
    await change(ada, { defaultModel: "acme/mine" });
    expect((await readBeginning(db, ada)).firstModel).toBe("acme/mine");
    expect((await readBeginning(db, bob)).firstModel).toBe("route/house");
  });
});

test("takes keys that can be pressed, each for one thing", () => {
  const takes = (shortcuts: object) => PersonalChange.safeParse({ shortcuts }).success;
  for (const shortcuts of [{}, { j: "d" }, { "mod+k": "mod+g" }, { j: "k", k: "j" }, { n: "j" }])
    expect(takes(shortcuts), JSON.stringify(shortcuts)).toBe(true);
  for (const shortcuts of [
    ...[{ unknown: "d" }, { j: "Enter" }, { j: "" }, { j: 5 }, { "mod+m": "mod+t" }],
    ...[{ j: "k" }, { "mod+m": "mod+k" }, { "mod+m": "3" }, { j: "u", k: "u" }],
  ])
    expect(takes(shortcuts), JSON.stringify(shortcuts)).toBe(false);
  for (const change of [
    { theme: "pink" },
    { locale: "xx" },
    { shortcutsOff: null },
    { defaultModel: "x" },
    { a: 1 },
  ])
    expect(PersonalChange.safeParse(change).success, JSON.stringify(change)).toBe(false);
});
