import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import type { Database, Db } from "@/lib/db/client.server";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { addMember } from "@/lib/ledger/testing.server";
import { changePreset, createPreset, deletePreset, listPresets, loadPreset } from "./presets.server";
import { NewPreset, PresetChange } from "./presets-request";

const at = (minutes: number) => new Date(Date.parse("2026-11-20T12:00:00.000Z") + minutes * 60_000);
const GONE = { code: "not_found" };

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let db: Db;
  let memberId: string;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    db = database.db;
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    memberId = await addMember(db);
  });

  const create = (preset: object) => createPreset(db, memberId, NewPreset.parse(preset), at(0));

  test("settings are kept under their name, and listed by it", async () => {
    const parameters = { temperature: 0, tools: [{ type: "function", function: { name: "f" } }] };
    const { id } = await create({ name: "Strict", system: "Be\0brief.", parameters });
    await create({ name: "Creative", parameters: {} });
    expect((await listPresets(db, memberId)).presets).toMatchObject([
      { name: "Creative", hasSystem: false, settings: [], updatedAt: at(0) },
      { id, name: "Strict", hasSystem: true, settings: ["temperature", "tools"] },
    ]);
    expect(await loadPreset(db, memberId, id)).toEqual({
      ...{ id, name: "Strict", system: "Be\ufffdbrief.", parameters },
      ...{ hasSystem: true, settings: ["temperature", "tools"], createdAt: at(0), updatedAt: at(0) },
    });
  });

  test("what is named changes as a whole, and the rest stays", async () => {
    const { id } = await create({ name: "P", system: "S", parameters: { temperature: 0, seed: 1 } });
    await changePreset(db, memberId, id, { name: "Q" }, at(1));
    const changed = await changePreset(db, memberId, id, { system: null, parameters: { seed: 2 } }, at(2));
    expect(changed).toMatchObject({ name: "Q", system: null, parameters: { seed: 2 }, updatedAt: at(2) });
    expect(await loadPreset(db, memberId, id)).toEqual(changed);
  });

  test("what is deleted is gone, and others' presets never were", async () => {
    const { id } = await create({ name: "P", system: "Secret", parameters: {} });
    const stranger = await addMember(db);
    expect((await listPresets(db, stranger)).presets).toEqual([]);
    for (const attempt of [
      () => loadPreset(db, stranger, id),
      () => changePreset(db, stranger, id, { name: "Mine" }, at(1)),
      () => deletePreset(db, stranger, id),
      () => loadPreset(db, memberId, newId()),
    ])
      await expect(attempt()).rejects.toMatchObject(GONE);
    expect((await loadPreset(db, memberId, id)).name).toBe("P");
    await deletePreset(db, memberId, id);
    await expect(deletePreset(db, memberId, id)).rejects.toMatchObject(GONE);
  });

  test("there is an end to them, even when many come at once", async () => {
    for (let index = 0; index < 195; index++) await create({ name: `P ${index}`, parameters: {} });
    const more = await Promise.allSettled(
      Array.from({ length: 10 }, () => create({ name: "More", parameters: {} })),
    );
    expect(more.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
    expect((await listPresets(db, memberId)).presets).toHaveLength(200);
  });
});

test("a preset has a name and settings that a pane takes, and nothing else", () => {
  expect(NewPreset.parse({ name: " A ", parameters: { top_p: 1 } })).toEqual({
    ...{ name: "A", system: null, parameters: { top_p: 1 } },
  });
  for (const bad of [
    { name: "", parameters: {} },
    { name: "a\nb", parameters: {} },
    { name: "a" },
    { name: "a", parameters: { temperature: 3 } },
    { name: "a", parameters: { model: "acme/demo" } },
    { name: "a", parameters: {}, system: "" },
    { name: "a", parameters: {}, system: "x".repeat(100_001) },
    { name: "a", parameters: {}, owner: 1 },
  ])
    expect(NewPreset.safeParse(bad).success).toBe(false);
  expect(PresetChange.safeParse({}).success).toBe(false);
});
