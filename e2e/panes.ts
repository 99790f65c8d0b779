import type { Locator, Page } from "@playwright/test";
import { expect } from "./fixtures";

/** As many models as a conversation has panes. */
export const EIGHT = [
  "cohere/command-a",
  "inception/mercury-2",
  "anthropic/claude-haiku-4.5",
  "openai/gpt-4.1",
  "openai/gpt-4o",
  "minimax/minimax-m3",
  "nousresearch/hermes-4-405b",
  "amazon/nova-premier-v1",
] as const;
export const [ONE, TWO, THREE] = EIGHT;

/** The panes as they stand, by what they are called. */
const panesOf = (page: Page): Locator => page.getByRole("main").getByRole("region", { name: "/" });
/** One pane by what it is called. */
export const paneOf = (page: Page, name: string): Locator => page.getByRole("region", { name, exact: true });

/** Opens a new conversation with these models, a pane for each. */
export async function openPanes(page: Page, models: readonly string[]): Promise<void> {
  await page.goto(`/?models=${models.join()}`);
  await expect(panesOf(page)).toHaveCount(models.length);
  await expectOrder(page, models);
}

/** Waits until the panes stand in this order. */
export async function expectOrder(page: Page, names: readonly string[]): Promise<void> {
  await expect
    .poll(() => panesOf(page).evaluateAll((all) => all.map((pane) => pane.getAttribute("aria-label"))))
    .toEqual(names);
}

/** Which conversation the page shows. */
export const conversationIdOf = (page: Page): string => new URL(page.url()).pathname.split("/").at(-1) ?? "";

/** Chooses in the open picker. */
export async function pick(page: Page, model: string): Promise<void> {
  const picker = page.getByRole("dialog", { name: "Choose a model" });
  await picker.getByRole("searchbox", { name: "Search models" }).fill(model);
  await picker.getByRole("option", { name: model }).first().click();
  await expect(picker).toBeHidden();
}
