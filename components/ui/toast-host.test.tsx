// @vitest-environment jsdom
import { act } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Dialog } from "./dialog";
import { dismissToast, readToasts, showToast } from "./toast";
import { ToastHost } from "./toast-host";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
// This document knows no modals.
HTMLDialogElement.prototype.showModal = function showModal() {
  this.open = true;
};
HTMLDialogElement.prototype.close = function close() {
  this.open = false;
};

let did: string[] = [];
let root = createRoot(document.createElement("div"));
const press = () =>
  act(async () => {
    window.dispatchEvent(new KeyboardEvent("keydown", { key: "z", ctrlKey: true, cancelable: true }));
  });
const say = (label: string, undoes?: true) =>
  act(async () => {
    const act = () => did.push(label);
    showToast({ text: label, action: { label, act: () => void act(), ...(undoes && { undoes }) } });
    // It is loaded when the first one comes.
    await import("./toast-card");
  });
const draw = (open: boolean) =>
  act(async () =>
    root.render(
      <>
        <ToastHost />
        {open && (
          <Dialog label="Settings" onClose={() => {}}>
            <p>…</p>
          </Dialog>
        )}
      </>,
    ),
  );

beforeEach(async () => {
  did = [];
  const place = document.createElement("div");
  document.body.append(place);
  root = createRoot(place);
  await draw(false);
});
afterEach(async () => {
  await act(async () => {
    for (const { id } of readToasts()) dismissToast(id);
  });
  await act(async () => root.unmount());
});

test("⌘Z takes back what was done last, and opens nothing", async () => {
  await say("Bring it back", true);
  await say("Undo", true);
  await say("Open");
  expect([...document.querySelectorAll("[aria-keyshortcuts]")].map(({ textContent }) => textContent)).toEqual(
    ["Undo"],
  );
  await press();
  expect(did).toEqual(["Undo"]);
  await press();
  expect(did).toEqual(["Undo", "Bring it back"]);
  await press();
  expect(did).toEqual(["Undo", "Bring it back"]);
  expect(readToasts().map(({ text }) => text)).toEqual(["Open"]);
});

test("while a modal is open toasts stand in it, where they can be reached", async () => {
  const standsIn = () => document.querySelector("[role=status]")?.closest("dialog")?.ariaLabel ?? null;
  await draw(true);
  await say("Undo", true);
  expect(document.querySelector("dialog [role=status]")?.textContent).toContain("Undo");
  await press();
  expect(did).toEqual(["Undo"]);
  await draw(false);
  expect(document.querySelectorAll("[role=status]")).toHaveLength(1);
  expect(standsIn()).toBeNull();
});

test("of more than three the oldest go, but none that stays", () => {
  for (const text of ["First", "Second", "Third"])
    showToast({ text, ...(text === "First" && { stays: true }) });
  showToast({ text: "Fourth" });
  showToast({ text: "Fifth" });
  expect(readToasts().map(({ text }) => text)).toEqual(["First", "Fourth", "Fifth"]);
});
