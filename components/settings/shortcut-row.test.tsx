// @vitest-environment jsdom
import { act } from "react";
import { expect, test, vi } from "vitest";
import { testRoot } from "@/components/ui/testing";
import type { KeyBindings } from "@/lib/core/hotkeys";
import { ShortcutRow } from "./shortcut-row";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);

/** The row of what chooses a model, in the playground. */
async function draw({ rebound = {}, off = "none" }: Partial<KeyBindings> = {}) {
  const place = document.createElement("ul");
  document.body.append(place);
  const taken: (string | null)[] = [];
  const shortcut = { group: "Playground", does: "Choose a model", keys: "mod+m" } as const;
  const row = <ShortcutRow {...{ shortcut, rebound, off }} onRebind={(keys) => taken.push(keys)} />;
  await act(async () => testRoot(place).render(row));
  const button = (name: RegExp) =>
    [...place.querySelectorAll("button")].find((one) => name.test(one.ariaLabel ?? ""));
  const click = (name: RegExp) => act(async () => button(name)?.click());
  const press = async (key: string, how: KeyboardEventInit = {}) => {
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...how });
    await act(async () => void button(/Choose a model/)?.dispatchEvent(event));
    return event.defaultPrevented;
  };
  const problem = () => place.querySelector("[role=alert]")?.textContent ?? null;
  return { place, taken, click, press, problem, button };
}

test("other keys are taken by pressing them, and heard by nothing else", async () => {
  const { taken, click, press, problem } = await draw();
  const elsewhere = vi.fn();
  window.addEventListener("keydown", elsewhere);
  expect(await press("g", { ctrlKey: true })).toBe(false);
  elsewhere.mockClear();
  await click(/^Change/);
  await press("Control", { ctrlKey: true });
  expect(await press("g", { ctrlKey: true })).toBe(true);
  window.removeEventListener("keydown", elsewhere);
  expect([taken, problem(), elsewhere.mock.calls.length]).toEqual([["mod+g"], null, 0]);
});

test("what is taken, or of no use, is said, and it goes on listening", async () => {
  const { taken, click, press, problem } = await draw();
  await click(/^Change/);
  await press("k", { metaKey: true });
  expect(problem()).toContain("“Search and commands” already");
  await press("3");
  expect(problem()).toContain("Vote");
  await press("t", { ctrlKey: true });
  expect(problem()).toContain("Browsers keep");
  await press("Enter");
  expect(problem()).toContain("Press a letter");
  await press("x");
  expect([taken, problem()]).toEqual([["x"], null]);
});

test("Escape leaves the keys as they are, and Tab goes on", async () => {
  const { taken, click, press, button } = await draw({ rebound: { "mod+m": "x" } });
  await click(/^Change/);
  expect(await press("Tab")).toBe(false);
  await press("Escape");
  expect(button(/^Change/)).toBeDefined();
  expect(await press("g")).toBe(false);
  expect(taken).toEqual([]);
  await click(/^Reset/);
  expect(taken).toEqual([null]);
});

test("keys that are off are said to be", async () => {
  const { place } = await draw({ rebound: { "mod+m": "x" }, off: "single" });
  expect(place.textContent).toContain("off");
  expect((await draw()).place.textContent).not.toContain("off");
});
