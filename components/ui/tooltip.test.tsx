// @vitest-environment jsdom
import { act } from "react";
import { expect, test, vi } from "vitest";
import { testRoot } from "./testing";
import Tooltip from "./tooltip";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);

test("a tip that is drawn while a menu opens waits for it: browsers open one at a time", async () => {
  vi.useFakeTimers();
  const showPopover = vi.fn();
  // This document knows no popovers.
  Object.assign(HTMLElement.prototype, { showPopover });
  const matches = vi.spyOn(Element.prototype, "matches").mockReturnValue(false);
  const place = document.body.appendChild(document.createElement("div"));
  await act(async () => testRoot(place).render(<Tooltip asking={{ current: null }} />));
  const target = document.body.appendChild(document.createElement("button"));
  target.dataset.tip = "What it does";
  const over = new MouseEvent("pointerover", { bubbles: true });
  act(() => void target.dispatchEvent(over));
  act(() => void vi.advanceTimersByTime(350));
  expect(place.textContent).toBe("What it does");
  expect(showPopover).not.toHaveBeenCalled();
  act(() => void vi.advanceTimersByTime(1));
  expect(showPopover).toHaveBeenCalledTimes(1);
  matches.mockRestore();
  vi.useRealTimers();
});
