import { expect, test } from "vitest";
import {
  isSameSpec,
  newSpec,
  problemsOf,
  type Spec,
  unpublished,
  withArmBack,
  withEvenShares,
  withNewArm,
  withOverride,
  withoutArm,
  withSetting,
  withShare,
} from "./edit-spec";

const ONE = newSpec(["acme/one", "acme/two"]);
const sharesOf = ({ arms }: Spec) => arms.map(({ share }) => share);

test("a new arm begins with the chain of another and a tenth of the largest", () => {
  const two = withNewArm(ONE, 0);
  expect(two.arms).toEqual([
    { name: "main", share: 90, models: ["acme/one", "acme/two"] },
    { name: "trial", share: 10, models: ["acme/one", "acme/two"] },
  ]);
  expect(withNewArm(two, 1).arms.map(({ name, share }) => [name, share])).toEqual([
    ["main", 80],
    ["trial", 10],
    ["trial-2", 10],
  ]);
});

test("of two arms the other takes the rest, of three nobody guesses", () => {
  const two = withNewArm(ONE, 0);
  expect(sharesOf(withShare(two, 1, 25))).toEqual([75, 25]);
  const three = withNewArm(two, 0);
  expect(sharesOf(withShare(three, 2, 30))).toEqual([80, 10, 30]);
  expect(problemsOf(withShare(three, 2, 30))).toEqual(["The shares make 120 %, not 100 %."]);
  expect(sharesOf(withEvenShares(three))).toEqual([34, 33, 33]);
});

test("whatever arm goes, the shares still make 100", () => {
  const three = withNewArm(withNewArm(ONE, 0), 0);
  for (const at of [0, 1, 2]) {
    const less = withoutArm(three, at);
    expect(problemsOf(less)).toEqual([]);
    const [arm] = three.arms.slice(at);
    if (arm) expect(withArmBack(less, at, arm)).toEqual(three);
  }
});

test("what cannot be saved is said", () => {
  expect(problemsOf({ arms: [{ name: "main", share: 100, models: [] }] })).toEqual([
    "The chain has no model. Add one.",
  ]);
  const twice = [
    { name: "A", share: 50, models: ["acme/one"] },
    { name: "A", share: 50, models: [] },
  ];
  expect(problemsOf({ arms: twice })).toEqual([
    "Arm A has no model. Add one.",
    "Arm A: Small letters, digits and -, 32 at most",
    "Arm A: Small letters, digits and -, 32 at most",
  ]);
});

test("the order of settings and locks is no difference, their values are", () => {
  const one = withSetting(withSetting(ONE, "temperature", 1), "provider", { zdr: true, only: ["a"] });
  const other = withSetting(withSetting(ONE, "provider", { only: ["a"], zdr: true }), "temperature", 1);
  expect(isSameSpec(one, other)).toBe(true);
  expect(isSameSpec(one, withSetting(other, "temperature", 0))).toBe(false);
  expect(isSameSpec(withSetting(one, "temperature", null), withSetting(other, "temperature", null))).toBe(
    true,
  );
  const locks = withOverride(withOverride(ONE, ["tools", "tool_choice"], false), ["system"], false);
  expect(locks.locked).toEqual(["system", "tool_choice", "tools"]);
  expect(withOverride(locks, ["tools", "tool_choice"], true).locked).toEqual(["system"]);
});

test("only a draft that is no version can be lost", () => {
  const draft = withSetting(ONE, "temperature", 1);
  expect(unpublished(draft, [{ spec: ONE }])).toBe(draft);
  expect(unpublished(draft, [{ spec: ONE }, { spec: withSetting(ONE, "temperature", 1) }])).toBeNull();
});
