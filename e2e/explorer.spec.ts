import { readFile } from "node:fs/promises";
import type { Download, Locator, Page } from "@playwright/test";
import * as z from "zod/mini";
import { formatDecimal } from "@/lib/core/money";
import { ListedGeneration } from "@/lib/ledger/api";
import { expectAccessible } from "./accessible";
import { expect, test } from "./fixtures";
import { confirmed, ended, listGenerations, startChat } from "./ledger";
import type { PatchbayProcess } from "./patchbay";

const [ONE, TWO, THREE] = [
  "openai/gpt-4.1",
  "anthropic/claude-haiku-4.5",
  "google/gemini-2.5-flash",
] as const;

/** A moment after everything that others have asked; what starts from here on is the test's own. */
async function since(): Promise<string> {
  const moment = Date.now() + 1;
  await expect.poll(() => Date.now()).toBeGreaterThan(moment);
  return new Date(moment).toISOString();
}

/** Asks models and waits until their costs are certain. */
async function generate(patchbay: PatchbayProcess, ...models: string[]): Promise<void> {
  const { generations } = await startChat(patchbay, {
    message: "Explain tides",
    panes: models.map((model) => ({ model })),
  });
  for (const { generationId } of generations) await confirmed(patchbay, generationId);
}

const tableOf = (page: Page): Locator => page.getByRole("table", { name: "Generations", exact: true });
const rowsOf = (page: Page): Locator =>
  tableOf(page)
    .getByRole("row")
    .filter({ has: page.getByRole("link") });
const sheetOf = (page: Page): Locator => page.getByRole("region", { name: "Generation details" });

test("filters take values in and leave them out, and the address holds them", async ({ page, patchbay }) => {
  const from = await since();
  await generate(patchbay, ONE, TWO);
  await page.goto(`/generations?from=${from}`);
  await expect(rowsOf(page)).toHaveCount(2);

  await page.getByRole("button", { name: "Add a filter" }).click();
  await page.getByRole("menuitem", { name: "Model", exact: true }).click();
  const choosing = page.getByRole("dialog", { name: "Choose: Model" });
  const field = choosing.getByRole("searchbox", { name: "Search or type: Model" });
  await expect(field).toBeFocused();
  await field.fill(ONE);
  await field.press("Enter");
  await expect(page).toHaveURL(/[?&]model=openai/);
  await expect(rowsOf(page)).toHaveCount(1);
  await expect(rowsOf(page)).toContainText(ONE);

  await choosing.getByText("is not", { exact: true }).click();
  await expect(page).toHaveURL(/[?&]model=(!|%21)openai/);
  await expect(rowsOf(page)).toContainText(TWO);
  await expect(rowsOf(page)).toHaveCount(1);
  await page.reload();
  await expect(page.getByRole("button", { name: `Filter: Model is not ${ONE}` })).toBeVisible();
  await expect(rowsOf(page)).toHaveCount(1);
  await expect(rowsOf(page)).toContainText(TWO);

  await page.goBack();
  await expect(page.getByRole("button", { name: `Filter: Model is ${ONE}` })).toBeVisible();
  await expect(rowsOf(page)).toContainText(ONE);
  await page.getByRole("button", { name: `Remove the filter “Model is ${ONE}”` }).click();
  await expect(rowsOf(page)).toHaveCount(2);

  // What nothing fits says so, and how to get back.
  await page.goto(`/generations?from=${from}&minCost=1000&provider=nobody`);
  await expect(page.getByText("No generation matches")).toBeVisible();
  await page.getByRole("button", { name: "Clear the filters" }).click();
  await expect(rowsOf(page).first()).toBeVisible();
  await expect(page).not.toHaveURL(/minCost|provider/);
});

test("J and K go through the list and the details beside it, and every way back leads to the row", async ({
  page,
  patchbay,
}) => {
  const from = await since();
  await generate(patchbay, ONE, TWO, THREE);
  const listed = await listGenerations(patchbay, `from=${from}`);
  expect(listed).toHaveLength(3);
  const [first, second] = listed;
  await page.goto(`/generations?from=${from}`);
  await expect(rowsOf(page)).toHaveCount(3);
  await page.keyboard.press("j");
  const link = (index: number) => rowsOf(page).nth(index).getByRole("link");
  await expect(link(0)).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(link(1)).toBeFocused();
  await page.keyboard.press("k");
  await expect(link(0)).toBeFocused();

  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`open=${first?.id}`));
  await expect(sheetOf(page).getByRole("heading", { level: 2 }).first()).toHaveText(first?.model ?? "none");
  await page.keyboard.press("j");
  await expect(page).toHaveURL(new RegExp(`open=${second?.id}`));
  await expect(sheetOf(page).getByRole("heading", { level: 2 }).first()).toHaveText(second?.model ?? "none");
  await expect(sheetOf(page)).toContainText("Prices when sent");
  await expect(sheetOf(page)).toContainText("Against the estimate");
  await page.reload();
  await expect(sheetOf(page).getByRole("heading", { level: 2 }).first()).toHaveText(second?.model ?? "none");
  await sheetOf(page).getByRole("button", { name: "Previous generation" }).click();
  await expect(page).toHaveURL(new RegExp(`open=${first?.id}`));
  await page.keyboard.press("Escape");
  await expect(sheetOf(page)).toHaveCount(0);
  await expect(page).not.toHaveURL(/open=/);
  await expect(link(0)).toBeFocused();
});

test("with one open beside it, what is left of the list still says of which model, when and how each ended", async ({
  page,
  patchbay,
}) => {
  const from = await since();
  await generate(patchbay, ONE);
  await page.setViewportSize({ width: 800, height: 700 });
  await page.goto(`/generations?from=${from}`);
  await rowsOf(page).getByRole("link").click();
  await expect(sheetOf(page)).toContainText(ONE);
  const name = rowsOf(page).getByRole("link", { name: ONE });
  expect((await name.boundingBox())?.width).toBeGreaterThan(80);
  await expect(rowsOf(page).getByText("just now").filter({ visible: true })).toHaveCount(1);
  await expect(rowsOf(page).getByText("stop", { exact: true }).filter({ visible: true })).toHaveCount(1);
});

test("the bars above the list are read and picked with the keyboard", async ({ page, patchbay }) => {
  const from = await since();
  await generate(patchbay, ONE);
  await page.goto(`/generations?from=${from}`);
  await expect(rowsOf(page)).toHaveCount(1);
  const chart = page.getByRole("application", { name: /^Counts over time/ });
  await chart.focus();
  const said = page.getByRole("figure", { name: "Counts over time" }).getByRole("status");
  await expect(said).toContainText("Known cost");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/[?&]to=/);
});

test("live, what others ask for appears while one watches, and runs to its end", async ({
  page,
  patchbay,
}) => {
  const from = await since();
  await page.goto(`/generations?from=${from}`);
  await expect(page.getByText("No generation matches")).toBeVisible();
  await page.getByRole("switch", { name: "Live" }).click();
  await expect(page).toHaveURL(/live=true/);
  await generate(patchbay, ONE);
  await expect(rowsOf(page)).toHaveCount(1);
  const { generations } = await startChat(patchbay, { message: "Explain tides", panes: [{ model: TWO }] });
  await expect(rowsOf(page)).toHaveCount(2);
  await expect(rowsOf(page).first()).toContainText(TWO);
  await ended(patchbay, generations[0]?.generationId ?? "");
  await expect(rowsOf(page).first()).toContainText("stop");
});

test("an export is the list, row by row and to the last digit", async ({ page, patchbay }) => {
  const from = await since();
  await generate(patchbay, ONE, TWO, THREE);
  const listed = await listGenerations(patchbay, `from=${from}`);
  await page.goto(`/generations?from=${from}`);
  await expect(rowsOf(page)).toHaveCount(3);
  const exported = async (what: string): Promise<Download> => {
    await page.getByRole("button", { name: "Export" }).click();
    const download = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: what }).click();
    return download;
  };
  const textOf = async (download: Download) => readFile(await download.path(), "utf8");

  const csv = await exported("All that match as CSV");
  expect(csv.suggestedFilename()).toMatch(/^patchbay-generations-\d{4}-\d\d-\d\d\.csv$/);
  const [header = "", ...lines] = (await textOf(csv)).trimEnd().split("\r\n");
  const at = (name: string) => header.split(",").indexOf(name);
  // None of the cells before these holds a comma.
  expect(lines.map((line) => [line.split(",")[at("id")], line.split(",")[at("cost_usd")]])).toEqual(
    listed.map(({ id, cost }) => [id, cost === null ? "" : formatDecimal(cost)]),
  );

  const json = await exported("All that match as JSON");
  expect(json.suggestedFilename()).toMatch(/\.json$/);
  expect(z.parse(z.array(ListedGeneration), JSON.parse(await textOf(json)))).toEqual(listed);
});

test("the explorer can be read and worked by everyone, with a generation beside it", async ({
  page,
  patchbay,
}) => {
  const from = await since();
  await generate(patchbay, ONE, TWO);
  const [first] = await listGenerations(patchbay, `from=${from}`);
  await page.goto(`/generations?from=${from}&finish=stop,~&minTokens=1&open=${first?.id}`);
  await expect(rowsOf(page)).toHaveCount(2);
  await expect(sheetOf(page).getByText(/fields as the upstream tells them/)).toBeVisible();
  await expect(page.getByRole("figure", { name: "Counts over time" })).toBeVisible();
  await expectAccessible(page, "the explorer with a generation open");
});
