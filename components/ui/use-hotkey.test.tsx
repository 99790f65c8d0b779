// @vitest-environment jsdom
import { act } from "react";
import { expect, test, vi } from "vitest";
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
  vi.spyOn(document, "querySelector").mockImplementation((selector) =>
    open && selector.includes("popover") ? document.body : null,
  );
  press({ key: "Escape" });
  press({ key: "k", ctrlKey: true });
  expect(heard).toEqual(["mod+k"]);
  open = false;
  press({ key: "Escape" });
  expect(heard).toEqual(["mod+k", "Escape"]);
});
