// @vitest-environment jsdom
import { act } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useKeptFocus } from "./use-kept-focus";

beforeEach(() => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

function Page() {
  useKeptFocus();
  return (
    <main tabIndex={-1}>
      <section aria-label="List">
        <ul>
          <li>
            <button type="button">Delete</button>
          </li>
        </ul>
      </section>
    </main>
  );
}

async function press(then: (button: HTMLButtonElement) => void) {
  const host = document.body.appendChild(document.createElement("div"));
  const root = createRoot(host);
  await act(async () => root.render(<Page />));
  const button = host.querySelector("button") as HTMLButtonElement;
  button.focus();
  document.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
  then(button);
  vi.advanceTimersByTime(3_000);
  const focused = document.activeElement;
  await act(async () => root.unmount());
  return focused;
}

test("what had the focus and is gone leaves it to the nearest place that is still there", async () => {
  expect((await press((button) => button.remove()))?.tagName).toBe("LI");
  expect((await press((button) => button.closest("li")?.remove()))?.getAttribute("aria-label")).toBe("List");
  expect((await press((button) => button.closest("section")?.remove()))?.tagName).toBe("MAIN");
});

test("whoever left by themselves, or stays, is not moved", async () => {
  expect((await press(() => {}))?.tagName).toBe("BUTTON");
  expect(await press((button) => button.blur())).toBe(document.body);
});
