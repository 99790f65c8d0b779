// @vitest-environment jsdom
import { act } from "react";
import { expect, onTestFinished, test, vi } from "vitest";
import { bindKeys, OUR_KEYS } from "@/lib/core/hotkeys";
import { testRoot } from "./testing";
import { useHotkey } from "./use-hotkey";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);

test("while a menu is open, the keys are its own, but for those with ⌘", async () => {
  const heard: string[] = [];
  function Page() {
    useHotkey("Escape", () => heard.push("Escape"), { inFields: true });
    useHotkey("mod+k", () => heard.push("mod+k"));
    return null;
  }
  await act(async () => testRoot().render(<Page />));
  const press = (init: KeyboardEventInit) => window.dispatchEvent(new KeyboardEvent("keydown", init));
  let open = true;
  // This document knows no popovers.
  const spy = vi
    .spyOn(document, "querySelector")
    .mockImplementation((selector) => (open && selector.includes("popover") ? document.body : null));
  onTestFinished(() => spy.mockRestore());
  press({ key: "Escape" });
  press({ key: "k", ctrlKey: true });
  expect(heard).toEqual(["mod+k"]);
  open = false;
  press({ key: "Escape" });
  expect(heard).toEqual(["mod+k", "Escape"]);
});

test("a person's own keys are heard in place of ours, and keys that are off are nobody's", async () => {
  onTestFinished(() => bindKeys(OUR_KEYS));
  const heard: string[] = [];
  function Page() {
    useHotkey("mod+k", () => heard.push("palette"));
    useHotkey("j", () => heard.push("next"));
    useHotkey("Escape", () => heard.push("Escape"));
    return <input />;
  }
  const place = document.createElement("div");
  document.body.append(place);
  await act(async () => testRoot(place).render(<Page />));
  const press = (init: KeyboardEventInit, on: EventTarget = window) => {
    const event = new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init });
    on.dispatchEvent(event);
    return event.defaultPrevented;
  };
  bindKeys({ rebound: { "mod+k": "g", j: "mod+j" }, off: "none" });
  expect(press({ key: "k", ctrlKey: true })).toBe(false);
  expect(press({ key: "g" })).toBe(true);
  // What is typed stays what is typed, whatever combination it stands for; with ⌘ it is heard in fields, too.
  const field = place.querySelector("input") ?? place;
  expect(press({ key: "g" }, field)).toBe(false);
  expect(press({ key: "j", ctrlKey: true }, field)).toBe(true);
  expect(heard.splice(0)).toEqual(["palette", "next"]);
  bindKeys({ rebound: { j: "mod+j" }, off: "single" });
  expect([
    press({ key: "k", ctrlKey: true }),
    press({ key: "j" }),
    press({ key: "j", ctrlKey: true }),
  ]).toEqual([...[true, false, true]]);
  bindKeys({ rebound: {}, off: "all" });
  expect([press({ key: "k", ctrlKey: true }), press({ key: "j" }), press({ key: "Escape" })]).toEqual([
    ...[false, false, true],
  ]);
});
