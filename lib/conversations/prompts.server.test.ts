import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import type { Database, Db } from "@/lib/db/client.server";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { addMember } from "@/lib/ledger/testing.server";
import { changePrompt, createPrompt, deletePrompt, listPrompts, loadPrompt } from "./prompts.server";
import { NewPrompt, PromptChange } from "./prompts-request";

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

  const create = (name: string, text: string, tags: string[] = []) =>
    createPrompt(db, memberId, { name, text, tags }, at(0));
  const change = (id: string, request: PromptChange, minutes = 1) =>
    changePrompt(db, memberId, id, request, at(minutes));

  test("a prompt is kept with its tags and variables, and listed by name", async () => {
    await create("Summary", "Sum up:\n\n{{text}} in {{ language }}\0", ["work"]);
    await create("Haiku", "Write a haiku.");
    const { prompts } = await listPrompts(db, memberId);
    expect(prompts).toMatchObject([
      { name: "Haiku", tags: [], preview: "Write a haiku.", version: 1, updatedAt: at(0) },
      { name: "Summary", tags: ["work"], preview: "Sum up: {{text}} in {{ language }}\ufffd" },
    ]);
    expect(await loadPrompt(db, memberId, prompts[1]?.id ?? "")).toMatchObject({
      text: "Sum up:\n\n{{text}} in {{ language }}\ufffd",
      variables: ["text", "language"],
      createdAt: at(0),
    });
  });

  test("another text is another version, and an earlier one comes back by being sent again", async () => {
    const { id } = await create("P", "One");
    await change(id, { text: "Two {{x}}" }, 1);
    await change(id, { text: "Two {{x}}", name: "Q" }, 2);
    const back = await change(id, { text: "One" }, 3);
    expect(back).toMatchObject({ name: "Q", version: 3, text: "One", variables: [], updatedAt: at(3) });
    expect(back.versions).toEqual([
      { version: 3, text: "One", createdAt: at(3) },
      { version: 2, text: "Two {{x}}", createdAt: at(1) },
      { version: 1, text: "One", createdAt: at(0) },
    ]);
    expect((await listPrompts(db, memberId)).prompts).toMatchObject([{ version: 3, preview: "One" }]);
  });

  test("of many changes at once each becomes a version", async () => {
    const { id } = await create("P", "0");
    await Promise.all(Array.from({ length: 8 }, (_, index) => change(id, { text: `Text ${index}` })));
    const { versions } = await loadPrompt(db, memberId, id);
    expect(versions.map(({ version }) => version)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(new Set(versions.map(({ text }) => text)).size).toBe(9);
  });

  test("a long text is listed by its beginning", async () => {
    const text = "word ".repeat(20_000);
    const { id } = await create("Long", text);
    const [only] = (await listPrompts(db, memberId)).prompts;
    expect(only?.preview.length).toBeLessThanOrEqual(160);
    expect((await loadPrompt(db, memberId, id)).text).toBe(text);
  });

  test("what is deleted is gone, and others' prompts never were", async () => {
    const { id } = await create("P", "Secret");
    const stranger = await addMember(db);
    expect((await listPrompts(db, stranger)).prompts).toEqual([]);
    for (const attempt of [
      () => loadPrompt(db, stranger, id),
      () => changePrompt(db, stranger, id, { name: "Mine" }, at(1)),
      () => deletePrompt(db, stranger, id),
      () => loadPrompt(db, memberId, newId()),
    ])
      await expect(attempt()).rejects.toMatchObject(GONE);
    expect((await loadPrompt(db, memberId, id)).name).toBe("P");
    await deletePrompt(db, memberId, id);
    await expect(loadPrompt(db, memberId, id)).rejects.toMatchObject(GONE);
    await expect(deletePrompt(db, memberId, id)).rejects.toMatchObject(GONE);
  });
});

test("a prompt has a name of one line and says something", () => {
  expect(NewPrompt.parse({ name: " A ", text: " x ", tags: ["a", "a"] })).toEqual({
    name: "A",
    text: " x ",
    tags: ["a"],
  });
  for (const bad of [
    { name: "", text: "x" },
    { name: "a\nb", text: "x" },
    { name: "a", text: " \n" },
    { name: "a", text: "x".repeat(100_001) },
    { name: "a", text: "x", tags: [""] },
    { name: "a", text: "x", owner: 1 },
  ])
    expect(NewPrompt.safeParse(bad).success).toBe(false);
  expect(PromptChange.safeParse({}).success).toBe(false);
});
