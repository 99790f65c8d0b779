// @vitest-environment jsdom
import { act } from "react";
import { beforeEach, expect, test, vi } from "vitest";
import { RequestError } from "@/lib/core/failure";
import { ConfirmDialog } from "./confirm-dialog";
import { FormDialog } from "./form-dialog";
import { testRoot } from "./testing";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
HTMLDialogElement.prototype.showModal = function showModal() {
  this.open = true;
};
HTMLDialogElement.prototype.close = function close() {
  this.open = false;
};

beforeEach(() => {
  document.body.replaceChildren();
});

const button = (name: string) =>
  [...document.querySelectorAll("button")].find(({ textContent }) => textContent === name);
const alert = () => document.querySelector("[role=alert]")?.textContent ?? null;
const failure = new RequestError({
  code: "internal",
  by: "patchbay",
  remedy: "retry",
  message: "It failed.",
});

/** A page with something to press, and what that opens. */
function aPage() {
  const main = document.body.appendChild(document.createElement("main"));
  main.id = "main";
  main.tabIndex = -1;
  const opener = main.appendChild(document.createElement("button"));
  opener.focus();
  return { main, opener };
}

async function close(before: () => void): Promise<void> {
  const root = testRoot();
  await act(async () =>
    root.render(
      <ConfirmDialog title="Remove Mia?" confirm="Remove" onConfirm={() => {}} onClose={() => {}}>
        For good.
      </ConfirmDialog>,
    ),
  );
  button("Cancel")?.focus();
  before();
  await act(async () => root.render(null));
}

test("the focus goes back to what opened it", async () => {
  const { opener } = aPage();
  await close(() => {});
  expect(document.activeElement).toBe(opener);
});

test("and to the page's content where that is gone, as a row is that was removed", async () => {
  const { main, opener } = aPage();
  await close(() => opener.remove());
  expect(document.activeElement).toBe(main);
});

test("what could not be done is said, and can be tried again from where one is", async () => {
  let end = (_error?: Error) => {};
  const onConfirm = () =>
    new Promise<void>((resolve, reject) => {
      end = (error) => (error ? reject(error) : resolve());
    });
  const root = testRoot();
  await act(async () =>
    root.render(
      <ConfirmDialog title="Remove Mia?" confirm="Remove" onConfirm={onConfirm} onClose={() => {}}>
        For good.
      </ConfirmDialog>,
    ),
  );
  const remove = button("Remove");
  await act(async () => remove?.click());
  expect(remove?.disabled).toBe(true);
  await act(async () => end(failure));
  expect(alert()).toContain("It failed.");
  expect(document.activeElement).toBe(remove);
  // Said anew when it fails anew.
  await act(async () => remove?.click());
  expect(alert()).toBeNull();
  await act(async () => end(failure));
  expect(alert()).toContain("It failed.");
});

test("a form that was not sent is gone on with at its button, and at what is wrong in it first", async () => {
  const root = testRoot();
  const show = (isWrong: boolean) =>
    act(async () =>
      root.render(
        <FormDialog title="Limits" submit="Save" onSubmit={() => Promise.reject(failure)} onClose={() => {}}>
          <input aria-label="Requests" aria-invalid={isWrong || undefined} />
        </FormDialog>,
      ),
    );
  await show(false);
  await act(async () => button("Save")?.click());
  expect(alert()).toContain("It failed.");
  expect(document.activeElement).toBe(button("Save"));
  await show(true);
  await act(async () => button("Save")?.click());
  expect(document.activeElement?.getAttribute("aria-label")).toBe("Requests");
});
