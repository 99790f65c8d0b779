// @vitest-environment jsdom
import { act } from "react";
import { expect, test, vi } from "vitest";
import { OneTimeDialog } from "./one-time-dialog";
import { testRoot } from "./testing";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
HTMLDialogElement.prototype.showModal = function showModal() {
  this.open = true;
};
HTMLDialogElement.prototype.close = function close() {
  this.open = false;
};

const button = (name: string) =>
  [...document.querySelectorAll("button")].find(({ textContent }) => textContent === name);
const press = (name: string) => act(async () => button(name)?.click());

async function show(isSafe = false) {
  const onClose = vi.fn();
  const link = "https://patchbay.example/invite#secret";
  const root = testRoot();
  await act(async () =>
    root.render(
      <OneTimeDialog
        label="The link"
        title="The link"
        what="link"
        text={link}
        warning="Now."
        {...{ isSafe, onClose }}
      >
        It works once.
      </OneTimeDialog>,
    ),
  );
  return onClose;
}

test("who leaves without having copied the link is asked once", async () => {
  const onClose = await show();
  await press("Done");
  expect(onClose).not.toHaveBeenCalled();
  expect(document.querySelector("[role=alert]")?.textContent).toContain("not copied");
  await press("Close anyway");
  expect(onClose).toHaveBeenCalledOnce();
});

test("who copied it is not", async () => {
  Object.defineProperty(navigator, "clipboard", { value: { writeText: async () => {} }, configurable: true });
  const onClose = await show();
  await press("Copy link");
  await press("Done");
  expect(onClose).toHaveBeenCalledOnce();
});

test("where nothing can be copied by a button, copying by hand counts", async () => {
  Object.defineProperty(navigator, "clipboard", { value: undefined, configurable: true });
  const onClose = await show();
  await press("Copy link");
  expect(document.querySelector("[role=alert]")?.textContent).toContain("by hand");
  await act(async () => document.querySelector("code")?.dispatchEvent(new Event("copy", { bubbles: true })));
  await press("Done");
  expect(onClose).toHaveBeenCalledOnce();
});

test("and neither is who had it sent", async () => {
  const onClose = await show(true);
  await press("Done");
  expect(onClose).toHaveBeenCalledOnce();
});
