import { readFile } from "node:fs/promises";
import type { Download } from "@playwright/test";
import { expect, test } from "./fixtures";
import { ended, startChat } from "./ledger";
import { column, countOf, head, open, rowOf, search, sortBy, tableOf } from "./models";

const textOf = async (download: Download): Promise<string> => readFile(await download.path(), "utf8");

test.describe("the table", () => {
  test("searches, filters and sorts, all of it by the address", async ({ page }) => {
    await open(page, "/models");
    const all = await countOf(page);
    expect(all).toBeGreaterThan(90);
    await search(page).fill("haiku 4.5");
    await expect(rowOf(page, "anthropic/claude-haiku-4.5")).toContainText("$1.00");
    await expect(page).toHaveURL(/[?&]q=haiku(\+|%20)4\.5/);
    await page.reload();
    await expect(search(page)).toHaveValue("haiku 4.5");
    await expect(rowOf(page, "anthropic/claude-haiku-4.5")).toBeVisible();
    await expect.poll(() => countOf(page)).toBeLessThan(all);

    await search(page).fill("");
    await expect.poll(() => countOf(page)).toBe(all);
    await page.getByRole("button", { name: "Free", exact: true }).click();
    await expect(page).toHaveURL(/[?&]free=1/);
    await expect.poll(() => countOf(page)).toBeLessThan(all);
    await expect.poll(async () => new Set(await column(page, "Input"))).toEqual(new Set(["Free"]));
    await page.goBack();
    await expect(page).not.toHaveURL(/free/);
    await expect.poll(() => countOf(page)).toBe(all);

    await sortBy(page, "Output");
    await expect(head(page, "Output")).toHaveAttribute("aria-sort", "ascending");
    await sortBy(page, "Output");
    await expect(head(page, "Output")).toHaveAttribute("aria-sort", "descending");
    await expect(page).toHaveURL(/[?&]sort=-output/);
    await page.reload();
    await expect(head(page, "Output")).toHaveAttribute("aria-sort", "descending");
    // The heads stand before the rows have come.
    await expect.poll(async () => (await column(page, "Output")).length).toBeGreaterThan(8);
    const prices = (await column(page, "Output")).map((text) => Number(text.replace("$", "")));
    expect(prices).toEqual(prices.toSorted((left, right) => right - left));
  });

  test("what nothing fits says so, and clears the way", async ({ page }) => {
    await page.goto("/models?free=1&q=nothing+is+called+this");
    await expect(page.getByText("No model fits")).toBeVisible();
    await page.getByRole("button", { name: "Clear the filters" }).click();
    await expect(page).not.toHaveURL(/free/);
    await expect(page.getByText(/^Nothing is called/)).toBeVisible();
  });

  test("has the columns that one chooses, and exports what is shown", async ({ page }) => {
    await open(page, "/models?q=nova&sort=name");
    await page.getByRole("button", { name: "Columns", exact: true }).click();
    const menu = page.getByRole("dialog", { name: "Columns" });
    await menu.getByLabel("Cache read").check();
    await menu.getByLabel("Features").uncheck();
    await page.keyboard.press("Escape");
    await expect(head(page, "Cache read")).toBeVisible();
    await expect(head(page, "Features")).toHaveCount(0);
    // The address follows what is shown a moment later.
    await expect(page).toHaveURL(/[?&]columns=(?!.*\bcan\b)/);
    await page.reload();
    await expect(head(page, "Cache read")).toBeVisible();
    const count = await countOf(page);
    await expect.poll(async () => (await column(page, "Model")).length).toBe(count);
    const names = await column(page, "Model");

    const exported = async (what: string): Promise<Download> => {
      await page.getByRole("button", { name: "Export" }).click();
      const download = page.waitForEvent("download");
      await page.getByRole("menuitem", { name: what }).click();
      return download;
    };
    const csv = await exported("What is shown as CSV");
    expect(csv.suggestedFilename()).toMatch(/^models-\d{4}-\d\d-\d\d\.csv$/);
    const [header = "", ...lines] = (await textOf(csv)).slice(1).trim().split("\r\n");
    expect(header.split(",")).toEqual(expect.arrayContaining(["id", "cache_read_usd_per_million"]));
    expect(header).not.toContain("features");
    expect(lines).toHaveLength(count);
    const micro = lines.find((line) => line.startsWith("amazon/nova-micro-v1,")) ?? "";
    expect(micro.split(",")[header.split(",").indexOf("input_usd_per_million")]).toBe("0.035");

    const { models } = JSON.parse(await textOf(await exported("What is shown as JSON")));
    expect(models).toHaveLength(count);
    expect(models.map(({ id, name }: { id: string; name: string }) => name + id)).toEqual(names);
  });

  test("measures what was used here", async ({ page, patchbay }) => {
    const model = "mistralai/codestral-2508";
    const { generations } = await startChat(patchbay, { message: "Explain tides", panes: [{ model }] });
    const { cost } = await ended(patchbay, generations[0]?.generationId ?? "");
    expect(cost).not.toBeNull();
    // Alone: others have used more models than are in view.
    await open(page, `/models?q=${model}&sort=-used`);
    await expect(rowOf(page, model)).toBeVisible();
    await expect(rowOf(page, model)).toContainText(/ ms|\d s/);
    await expect.poll(async () => Number((await column(page, "Generations"))[0])).toBeGreaterThan(0);
  });

  test("can be worked from the keyboard alone", async ({ page }) => {
    await open(page, "/models");
    const all = await countOf(page);
    await page.keyboard.press("/");
    await expect(search(page)).toBeFocused();
    await page.keyboard.type("claude");
    await expect(page).toHaveURL(/q=claude(&|$)/);
    // The list follows the field when there is time.
    await expect.poll(() => countOf(page)).toBeLessThan(all);
    await page.keyboard.press("ArrowDown");
    const links = tableOf(page).locator("tbody[data-index] th a");
    await expect(links.first()).toBeFocused();
    await page.keyboard.press("ArrowDown");
    await expect(links.nth(1)).toBeFocused();
    await page.keyboard.press("Shift+Tab");
    const boxes = tableOf(page).locator("tbody[data-index]").getByRole("checkbox");
    await expect(boxes.nth(1)).toBeFocused();
    await page.keyboard.press("Space");
    await expect(boxes.nth(1)).toBeChecked();
    await page.keyboard.press("ArrowDown");
    await expect(boxes.nth(2)).toBeFocused();
    await page.keyboard.press("Space");
    await expect(page.getByRole("button", { name: "Compare 2" })).toBeEnabled();
    await page.keyboard.press("Tab");
    await page.keyboard.press("End");
    await expect(links.last()).toBeFocused();
    await page.keyboard.press("Home");
    await expect(links.first()).toBeFocused();
    const name = (await links.first().textContent()) ?? "";
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  });

  test("the last of seven hundred odd rows is reached by one key", async ({ page, sandbox }) => {
    await sandbox.amendCatalog({ size: 700 });
    await page.request.post("/api/models/refresh");
    await open(page, "/models?writes=text&sort=name&columns=author");
    await page.keyboard.press("/");
    await expect(search(page)).toBeFocused();
    await page.keyboard.press("ArrowDown");
    const links = tableOf(page).locator("tbody[data-index] th a");
    await expect(links.first()).toBeFocused();
    const rendered = await tableOf(page).locator("tbody[data-index]").count();
    expect(rendered).toBeLessThan(60);
    await page.keyboard.press("End");
    await expect(links.last()).toBeFocused();
    await expect(tableOf(page).locator("tbody[data-index]").last()).toHaveAttribute(
      "data-index",
      String((await countOf(page)) - 1),
    );
    await sandbox.restoreCatalog();
    await page.request.post("/api/models/refresh");
  });
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("a row keeps name and price, and opens for the rest", async ({ page }) => {
    await open(page, "/models?q=claude-haiku-4.5");
    const row = tableOf(page).locator("tbody[data-index]").first();
    await expect(row).toContainText(/in \$1\.00\s*out \$5\.00/);
    await expect(head(page, "Context")).toBeHidden();
    const more = row.getByRole("button", { name: "More about anthropic/claude-haiku-4.5" });
    await more.click();
    await expect(row.getByText("200K").last()).toBeVisible();
    await expect(row.getByRole("button", { name: /^Less about/ })).toHaveAttribute("aria-expanded", "true");
    await page.getByRole("button", { name: /^Sort by/ }).click();
    await page.getByRole("dialog", { name: "Sort by" }).getByLabel("Output").check();
    await expect(page).toHaveURL(/sort=output/);
  });
});

test.describe("when something does not come", () => {
  test.use({ expectedErrors: /status of 5\d\d/ });

  for (const [path, api] of [
    ["/models", "**/api/models"],
    ["/models/openai/gpt-4.1", "**/api/models/openai/gpt-4.1"],
    ["/models/changes", "**/api/models/changes?*"],
  ] as const) {
    test(`${path} says what failed, and tries again`, async ({ page }) => {
      await page.route(api, (route) =>
        route.fulfill({
          status: 500,
          json: { error: { code: "internal", message: "It broke.", by: "patchbay", remedy: "retry" } },
        }),
      );
      await page.goto(path);
      await expect(page.getByRole("main").getByRole("alert")).toContainText("It broke.");
      await page.unroute(api);
      await page.getByRole("button", { name: "Try again" }).click();
      await expect(page.getByRole("main").getByRole("alert")).toHaveCount(0);
    });
  }

  test("what is on its way has the shape of what comes", async ({ page }) => {
    let answer = () => {};
    const asked = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route("**/api/models", async (route) => {
      await asked;
      await route.continue();
    });
    await page.goto("/models");
    await expect(page.getByRole("main").getByRole("status").filter({ hasText: "Loading" })).toBeAttached();
    answer();
    await expect(tableOf(page)).toBeVisible();
  });
});
