import { expect, test } from "vitest";
import { combinationOf, conflictOf, keysProblem, REBINDABLE, SHORTCUTS } from "./shortcuts";

const press = (key: string, how: Partial<Record<"metaKey" | "ctrlKey" | "altKey" | "shiftKey", true>> = {}) =>
  combinationOf({ key, metaKey: false, ctrlKey: false, altKey: false, shiftKey: false, ...how });

test("what is ours is of use, and nothing of it is twice", () => {
  for (const { keys } of REBINDABLE) {
    expect(keysProblem(keys), keys).toBeNull();
    expect(conflictOf(keys, keys, {}), keys).toBeNull();
  }
  expect(new Set(SHORTCUTS.map(({ does }) => does)).size).toBe(SHORTCUTS.length);
  expect(new Set(REBINDABLE.map(({ keys }) => keys)).size).toBe(REBINDABLE.length);
});

test("what is pressed is written down", () => {
  expect(press("k", { metaKey: true })).toBe("mod+k");
  expect(press("K", { ctrlKey: true, shiftKey: true })).toBe("mod+shift+k");
  expect(press("?", { shiftKey: true })).toBe("?");
  expect(press("G", { shiftKey: true })).toBe("g");
  expect(press("Shift", { shiftKey: true })).toBeNull();
  expect(press("Enter")).toBe("Enter");
});

test("keys that pages need, or never get, are refused", () => {
  for (const keys of ["g", "mod+g", "mod+shift+k", ".", "ß", "mod+\\"])
    expect(keysProblem(keys), keys).toBeNull();
  for (const keys of ["Enter", "Escape", " ", "mod+alt+g", "+", "mod+t", "mod+c", "ArrowUp", "F5", ""])
    expect(keysProblem(keys), keys).not.toBeNull();
});

test("of two on one page neither has the other's keys", () => {
  expect(conflictOf("mod+m", "mod+k", {})?.does).toBe("Search and commands");
  expect(conflictOf("j", "k", {})?.does).toBe("The one before");
  // Votes are keys of the playground, and not of the list of generations.
  expect(conflictOf("mod+m", "1", {})?.does).toContain("Vote");
  expect(conflictOf("j", "1", {})).toBeNull();
  expect(conflictOf("?", "1", {})?.does).toContain("Vote");
  // On other pages they may be the same, and what was freed is free.
  expect(conflictOf("n", "j", {})).toBeNull();
  expect(conflictOf("j", "k", { k: "u" })).toBeNull();
  expect(conflictOf("j", "u", { k: "u" })?.does).toBe("The one before");
});
