import { expect, test } from "vitest";
import { nameFor, readTags } from "./prompt-draft";
import { findPrompts, tagsOf } from "./prompt-search";

const PROMPTS = [
  { name: "Code review", tags: ["work", "code"], preview: "Find the bugs in {{code}}" },
  { name: "Résumé", tags: ["work"], preview: "Sum up what follows" },
  { name: "Review a text", tags: [], preview: "Say what is unclear" },
];
const found = (search: string, tags?: string[]) => findPrompts(PROMPTS, search, tags).map(({ name }) => name);

test("prompts are found by name, then by tag and first words; beginnings come first", () => {
  expect(found("")).toEqual(["Code review", "Résumé", "Review a text"]);
  expect(found("review")).toEqual(["Review a text", "Code review"]);
  expect(found("resume")).toEqual(["Résumé"]);
  expect(found("code bugs")).toEqual(["Code review"]);
  expect(found("unclear nothing")).toEqual([]);
});

test("only those that bear all tags are found", () => {
  expect(found("", ["work"])).toEqual(["Code review", "Résumé"]);
  expect(found("", ["work", "code"])).toEqual(["Code review"]);
  expect(tagsOf(PROMPTS)).toEqual(["code", "work"]);
});

test("tags are parted by commas, and count once", () => {
  expect(readTags(" work, code review,, work ,")).toEqual(["work", "code review"]);
});

test("a text is named by its first line, cut between words", () => {
  expect(nameFor("\n\n  Sum up:\nthe rest")).toBe("Sum up:");
  expect(nameFor("word ".repeat(40))).toMatch(/^(word ){11}word…$/);
  expect(nameFor("x".repeat(200))).toHaveLength(61);
});
