import { expect, test } from "vitest";
import { describeChoice } from "./dimension-words";

const label = (value: string | null) => value ?? "No tag";

test("a choice is told shortly on its chip, and in full by its name", () => {
  expect(describeChoice("tag", { exclude: false, values: ["a", null] }, label)).toEqual({
    short: "Tag = a +1",
    long: "Tag is a or No tag",
  });
  expect(describeChoice("model", { exclude: true, values: ["a/b", "c/d"] }, label)).toEqual({
    short: "Model ≠ a/b +1",
    long: "Model is not a/b nor c/d",
  });
});
