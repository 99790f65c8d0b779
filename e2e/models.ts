import type { Locator, Page } from "@playwright/test";
import { expect } from "./fixtures";

/** The list of models, and parts of its page. */
export const tableOf = (page: Page): Locator => page.getByRole("table", { name: "Models" });
export const search = (page: Page): Locator => page.getByRole("searchbox", { name: "Search models" });
export const rowOf = (page: Page, id: string): Locator =>
  tableOf(page)
    .getByRole("row")
    .filter({ has: page.getByText(id, { exact: true }) });
export const head = (page: Page, name: string): Locator =>
  tableOf(page).getByRole("columnheader", { name, exact: true });
export const sortBy = (page: Page, name: string): Promise<void> =>
  head(page, name).getByRole("button", { name, exact: true }).click();

/** How many models the page says that it shows; only what is in view is in the page. */
export const countOf = async (page: Page): Promise<number> =>
  Number(/^(\d+) models?$/.exec((await page.getByText(/^\d+ models?$/).textContent()) ?? "")?.[1]);

/** What a column says, row by row, as far as it is in view. */
export async function column(page: Page, name: string): Promise<string[]> {
  const heads = await tableOf(page).getByRole("columnheader").allTextContents();
  const at = heads.indexOf(name);
  const rows = await tableOf(page).locator("tbody[data-index] > tr").all();
  return Promise.all(rows.map(async (row) => (await row.locator("> *").nth(at).textContent()) ?? ""));
}

/** Opens the page, and waits until the table has rows. */
export async function open(page: Page, path = "/models"): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole("heading", { name: "Models", level: 1 })).toBeVisible();
  await expect(tableOf(page).locator("tbody[data-index]").first()).toBeVisible();
}
