import type { Locator, Page } from "@playwright/test";
import { expect } from "./fixtures";
import { pickByKeyboard } from "./picker";
import { unique } from "./playground";

export const [FIRST, SECOND, THIRD] = ["cohere/command-a", "inception/mercury-2", "openai/gpt-4.1"] as const;

/** A name that no other test uses. */
export const nameOf = (about: string) =>
  unique(about)
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/-$/, "");

/** Asks the API of routes for something, without a browser. */
export const send = (url: string, path: string, body: object, method = "POST"): Promise<Response> =>
  fetch(`${url}/api/routes${path}`, {
    method,
    body: JSON.stringify(body),
    headers: { "content-type": "application/json" },
  });

/** A route over a chain, made without a browser. */
export async function makeRoute(url: string, models: readonly string[], more: object = {}): Promise<string> {
  const name = nameOf("made");
  const spec = { arms: [{ name: "main", share: 100, models }], ...more };
  expect((await send(url, "", { name, spec })).status).toBe(201);
  return name;
}

/** Publishes the first draft of a route, once more each time, without a browser. */
export async function release(url: string, name: string): Promise<void> {
  expect((await send(url, `/${name}/versions`, { revision: 1, note: "First" })).status).toBe(201);
}

/** The chain that is edited. */
export const chain = (page: Page): Locator =>
  page.getByRole("list", { name: "Models in the order in which they are asked" });
/** The settings that are edited. */
export const settings = (page: Page): Locator => page.getByRole("region", { name: "Settings", exact: true });
/** The models of the chain, from the top. */
export const modelsIn = (page: Page): Promise<string[]> =>
  chain(page)
    .getByRole("button", { name: /^Replace / })
    .evaluateAll((all) => all.map((button) => (button.ariaLabel ?? "").replace("Replace ", "")));
/** The hop of a model. */
export const hop = (page: Page, model: string): Locator =>
  chain(page)
    .getByRole("listitem")
    .filter({ has: page.getByRole("button", { name: `Replace ${model}`, exact: true }) });

/** From the focused button to a model, without a pointer. */
export async function pick(page: Page, model: string): Promise<void> {
  await page.keyboard.press("Enter");
  await pickByKeyboard(page, model);
}

/** Adds a model at the end of the chain. */
export async function addHop(page: Page, model: string): Promise<void> {
  await page.getByRole("button", { name: "Add a hop" }).focus();
  await pick(page, model);
}

/** Saves by the keyboard, and waits until it is. */
export async function save(page: Page): Promise<void> {
  await page.keyboard.press("ControlOrMeta+s");
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await expect(page.getByText("Not saved", { exact: true })).toBeHidden();
}

/** Publishes what is seen, with a reason. */
export async function publish(page: Page, version: number, note: string): Promise<void> {
  await page.getByRole("button", { name: "Publish…" }).click();
  const dialog = page.getByRole("dialog", { name: `Publish version ${version}` });
  await dialog.getByRole("textbox", { name: "Note" }).fill(note);
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(page.getByText(`v${version} published`, { exact: true })).toBeVisible();
}
