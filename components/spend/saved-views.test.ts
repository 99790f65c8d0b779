import { expect, test } from "vitest";
import { nameProblem, putBack, renamed, saved, withoutView } from "./saved-views";

const view = (name: string, query = name) => ({ name, query });
const views = [view("a"), view("b"), view("c")];

test("a view is added at the end, and one of the same name takes what is shown", () => {
  expect(saved(views, view("d"))).toEqual([...views, view("d")]);
  expect(saved(views, view("b", "span=7d"))).toEqual([view("a"), view("b", "span=7d"), view("c")]);
});

test("a view keeps its place under a new name, and gets it back after being deleted", () => {
  expect(renamed(views, "b", "z").map(({ name }) => name)).toEqual(["a", "z", "c"]);
  const left = withoutView(views, "b");
  expect(putBack(left, view("b"), 1)).toEqual(views);
  // Meanwhile there is another one of that name, which is the newer wish.
  expect(putBack(saved(left, view("b", "new")), view("b"), 1)).toHaveLength(3);
});

test.each([
  ["  ", null, "Give it a name."],
  ["b", null, "There is a view of this name."],
  [" b ", null, "There is a view of this name."],
  ["b", "b", null],
  ["x".repeat(81), null, "Use 80 characters at most."],
  ["d", null, null],
])("a name %j for %s", (name, before, problem) => {
  expect(nameProblem(views, name, before)).toBe(problem);
});
