import { afterEach, expect, test } from "vitest";
import { ariaKeys, bindKeys, boundTo, OUR_KEYS, printKeys } from "./hotkeys";

afterEach(() => bindKeys(OUR_KEYS));

test("keys are ours until a person has others", () => {
  expect([boundTo("mod+k"), boundTo("j")]).toEqual(["mod+k", "j"]);
  bindKeys({ rebound: { "mod+k": "mod+j", j: "mod+d" }, off: "none" });
  expect([boundTo("mod+k"), boundTo("j"), boundTo("k")]).toEqual(["mod+j", "mod+d", "k"]);
});

test("single keys can be off, or all, but for those that type nothing", () => {
  const rebound = { j: "mod+d", "mod+m": "m" };
  const all = ["mod+k", "k", "?", "1", "j", "mod+m", "Escape"];
  const bound = (off: "single" | "all") => all.map((keys) => boundTo(keys, { rebound, off }));
  expect(bound("single")).toEqual(["mod+k", null, null, null, "mod+d", null, "Escape"]);
  expect(bound("all")).toEqual([null, null, null, null, null, null, "Escape"]);
});

test("they are printed as on the keyboard, and told to screen readers", () => {
  expect(printKeys("mod+shift+o", "⌘")).toBe("⌘⇧O");
  expect(printKeys("mod+k", "Ctrl ")).toBe("Ctrl K");
  expect(printKeys("?", "⌘")).toBe("?");
  expect(ariaKeys("mod+shift+o")).toBe("Meta+Shift+O Control+Shift+O");
  expect(ariaKeys("p")).toBe("p");
  bindKeys({ rebound: {}, off: "single" });
  expect(ariaKeys("p")).toBeUndefined();
});
