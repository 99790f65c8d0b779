// @vitest-environment jsdom
import { act } from "react";
import { createRoot } from "react-dom/client";
import { expect, onTestFinished, test, vi } from "vitest";
import { PlainTextBoundary } from "./plain-text-boundary";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);

/** A page that draws texts, unless they are `broken`, and counts how often it tried to. */
function page() {
  const place = document.createElement("div");
  const root = createRoot(place, { onCaughtError: () => {} });
  onTestFinished(() => act(async () => root.unmount()));
  const tries = vi.fn();
  function Rich({ text }: { text: string }) {
    tries();
    if (text.includes("broken")) throw new Error("cannot be drawn");
    return <b>{text}</b>;
  }
  return {
    tries,
    words: () => place.firstElementChild,
    draw: (text: string, live = false) =>
      act(async () =>
        root.render(
          <PlainTextBoundary {...{ text, live }}>
            <Rich text={text} />
          </PlainTextBoundary>,
        ),
      ),
  };
}

test("what could not be drawn is words, and is drawn again once it is another text", async () => {
  const { tries, words, draw } = page();
  await draw("broken");
  expect(words()?.outerHTML).toMatch(/^<p .*>broken<\/p>$/);
  await draw("mended");
  expect(words()?.outerHTML).toBe("<b>mended</b>");
  await draw("broken anew");
  expect(words()?.textContent).toBe("broken anew");
  // The same text would fail in the same way.
  tries.mockClear();
  await draw("broken anew");
  expect(tries).not.toHaveBeenCalled();
});

test("while it grows it stays words, the same ones, and is tried once more when it is whole", async () => {
  const { tries, words, draw } = page();
  await draw("fine", true);
  await draw("broken", true);
  const plain = words();
  tries.mockClear();
  await draw("mended, and", true);
  await draw("mended, and more", true);
  expect(tries).not.toHaveBeenCalled();
  expect(words()).toBe(plain);
  expect(plain?.textContent).toBe("mended, and more");
  await draw("mended, and more");
  expect(words()?.outerHTML).toBe("<b>mended, and more</b>");
});
