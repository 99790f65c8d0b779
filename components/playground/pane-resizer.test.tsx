// @vitest-environment jsdom
import { act, createRef } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import PaneResizer from "./pane-resizer";
import PaneSizes from "./pane-sizes";
import type { PaneState } from "./pane-state";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);

const settings = { model: "acme/one", fallbackModels: [], system: null, parameters: {} };
const panes = ["a", "b"].map((id): PaneState => ({ key: id, paneId: id, ...settings }));
const row = createRef<HTMLDivElement>();
/** How often what is in a pane was drawn. */
let drawn = 0;
let root = createRoot(document.createElement("div"));

function Pane() {
  drawn += 1;
  return <section />;
}

beforeEach(async () => {
  const shown = new Set<() => void>();
  vi.stubGlobal(
    "ResizeObserver",
    class {
      constructor(tell: () => void) {
        shown.add(tell);
      }
      observe() {
        for (const tell of shown) tell();
      }
      disconnect() {}
    },
  );
  // A row of 1000 pixels, shared as the weights say.
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1000);
  vi.spyOn(HTMLElement.prototype, "getBoundingClientRect").mockImplementation(function (this: HTMLElement) {
    return new DOMRect(0, 0, 500 * Number(this.style.getPropertyValue("--pane")), 600);
  });
  document.documentElement.style.fontSize = "16px";
  HTMLElement.prototype.setPointerCapture = () => {};
  const box = document.body.appendChild(document.createElement("div"));
  root = createRoot(box);
  await act(async () =>
    root.render(
      <>
        <div ref={row}>
          <Pane />
          <PaneResizer row={row} panes={panes} names={["One", "Two"]} blind={false} index={0} />
          <Pane />
        </div>
        <PaneSizes row={row} panes={panes} blind={false} />
      </>,
    ),
  );
});

afterEach(async () => {
  await act(async () => root.unmount());
  vi.restoreAllMocks();
  document.body.replaceChildren();
});

const handle = () => document.querySelector("[role=separator]");
const weights = () =>
  [...document.querySelectorAll("section")].map((pane) => Number(pane.style.getPropertyValue("--pane")));
const kept = (): unknown => JSON.parse(sessionStorage.getItem("patchbay.pane-widths") ?? "null");
const fire = (event: Event) => act(async () => void handle()?.dispatchEvent(event));
const press = (key: string, more = {}) => fire(new KeyboardEvent("keydown", { key, bubbles: true, ...more }));
const point = (type: string, clientX = 0) =>
  fire(new MouseEvent(type, { clientX, button: 0, bubbles: true, cancelable: true }));

test("a handle says what it stands between, and moves by keys", async () => {
  expect(handle()?.getAttribute("aria-label")).toBe("Resize One and Two");
  expect(["now", "min", "max"].map((name) => handle()?.getAttribute(`aria-value${name}`))).toEqual([
    "50",
    "32",
    "68",
  ]);
  await press("ArrowRight");
  expect(weights()).toEqual([1.048, 0.952]);
  expect(kept()).toEqual({ a: 1.048, b: 0.952 });
  await press("ArrowLeft", { shiftKey: true });
  expect(weights()).toEqual([0.856, 1.144]);
  await press("Home");
  expect(weights()).toEqual([0.64, 1.36]);
  await press("Enter");
  expect(weights()).toEqual([1, 1]);
  expect(kept()).toBeNull();
});

test("a pointer draws nothing anew on the way, and only where it lets go is kept", async () => {
  const before = drawn;
  await point("pointerdown", 500);
  await point("pointermove", 560);
  expect(weights()).toEqual([1.12, 0.88]);
  expect(kept()).toBeNull();
  await point("pointermove", 600);
  await point("lostpointercapture", 600);
  expect(weights()).toEqual([1.2, 0.8]);
  expect(kept()).toEqual({ a: 1.2, b: 0.8 });
  await point("pointermove", 300);
  expect(weights()).toEqual([1.2, 0.8]);
  expect(drawn).toBe(before);
  await point("dblclick");
  expect(weights()).toEqual([1, 1]);
});
