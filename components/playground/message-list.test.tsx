// @vitest-environment jsdom
import { act } from "react";
import { expect, test, vi } from "vitest";
import { testRoot } from "@/components/ui/testing";
import { MessageList } from "./message-list";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
class Observer {
  observe() {}
  unobserve() {}
  disconnect() {}
}
vi.stubGlobal("ResizeObserver", Observer);
vi.stubGlobal("IntersectionObserver", Observer);

/** Where a reader is who has scrolled to the very top. */
async function topOf(more: boolean): Promise<number | undefined> {
  const page = document.createElement("div");
  await act(async () =>
    testRoot(page).render(
      <MessageList sent={0} more={more}>
        Words
      </MessageList>,
    ),
  );
  const box = page.querySelector<HTMLElement>("[data-pane-scroll]");
  Object.defineProperties(box, { scrollHeight: { value: 2_000 }, clientHeight: { value: 500 } });
  for (const top of [1_000, 0]) {
    if (box) box.scrollTop = top;
    await act(async () => box?.dispatchEvent(new Event("scroll")));
  }
  return box?.scrollTop;
}

test("who reads at the very top keeps the line when earlier messages come above it", async () => {
  // There, and only there, browsers show what has come instead.
  expect(await topOf(true)).toBe(1);
});

test("where nothing is to come the top is the top", async () => {
  expect(await topOf(false)).toBe(0);
});
