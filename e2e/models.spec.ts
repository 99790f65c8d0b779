import { readFile } from "node:fs/promises";
import type { Download, Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { ended, startChat } from "./ledger";

// These change the model list, and what changed stays on record: no other test asks for them.
const DEARER = "deepseek/deepseek-chat-v3.1";
const LOST = "minimax/minimax-m2.5";
const ODD = "mistralai/ministral-8b-2512";

const tableOf = (page: Page): Locator => page.getByRole("table", { name: "Models" });
const search = (page: Page): Locator => page.getByRole("searchbox", { name: "Search models" });
const rowOf = (page: Page, id: string): Locator =>
  tableOf(page)
    .getByRole("row")
    .filter({ has: page.getByText(id, { exact: true }) });
const head = (page: Page, name: string): Locator =>
  tableOf(page).getByRole("columnheader", { name, exact: true });
const sortBy = (page: Page, name: string): Promise<void> =>
  head(page, name).getByRole("button", { name, exact: true }).click();

/** How many models the page says that it shows; only what is in view is in the page. */
const countOf = async (page: Page): Promise<number> =>
  Number(/^(\d+) models?$/.exec((await page.getByText(/^\d+ models?$/).textContent()) ?? "")?.[1]);

/** What a column says, row by row, as far as it is in view. */
async function column(page: Page, name: string): Promise<string[]> {
  const heads = await tableOf(page).getByRole("columnheader").allTextContents();
  const at = heads.indexOf(name);
  const rows = await tableOf(page).locator("tbody[data-index] > tr").all();
  return Promise.all(rows.map(async (row) => (await row.locator("> *").nth(at).textContent()) ?? ""));
}

async function open(page: Page, path = "/models"): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole("heading", { name: "Models", level: 1 })).toBeVisible();
  await expect(tableOf(page).locator("tbody[data-index]").first()).toBeVisible();
}

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

test("two to five models stand side by side, and the address says which", async ({ page }) => {
  await open(page, "/models?q=claude&sort=name");
  for (const id of ["anthropic/claude-haiku-4.5", "anthropic/claude-opus-5"])
    await page.getByRole("checkbox", { name: `Compare ${id}` }).check();
  const tray = page.getByRole("region", { name: "Chosen for comparing" });
  await tray.getByRole("button", { name: "Compare 2" }).click();
  await expect(page).toHaveURL(/compare=anthropic\/claude-haiku-4\.5,anthropic\/claude-opus-5/);

  const comparison = page.getByRole("table", { name: "Comparison" });
  await expect(comparison.getByRole("row", { name: /^Input/ })).toContainText("$1.00 /M best");
  await expect(comparison.getByRole("row", { name: /^Providers \d/ })).toBeVisible();
  await expect(comparison.getByRole("row", { name: /^Tools/ })).toBeVisible();
  await page.getByRole("button", { name: "Only differences" }).click();
  await expect(comparison.getByRole("row", { name: /^Tools/ })).toHaveCount(0);

  await page.getByRole("button", { name: "Add model" }).click();
  const picker = page.getByRole("dialog", { name: "Choose a model" });
  await picker.getByRole("searchbox").fill("openai/gpt-4.1");
  await expect(picker.getByRole("option").first()).toContainText("GPT-4.1");
  await page.keyboard.press("Enter");
  await expect(comparison.getByRole("columnheader", { name: /GPT-4\.1/ })).toBeVisible();
  await expect(page).toHaveURL(
    /compare=[^&]*gpt-4\.1.*differences=true|differences=true.*compare=[^&]*gpt-4\.1/,
  );
  await page.reload();
  await expect(comparison.getByRole("columnheader", { name: /GPT-4\.1/ })).toBeVisible();
  await expect(comparison.getByRole("row", { name: /^Tools/ })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Chat with all 3" })).toHaveAttribute(
    "href",
    /^\/\?models=anthropic(\/|%2F)claude-haiku-4\.5,/,
  );
  await page.getByRole("button", { name: "Leave out openai/gpt-4.1" }).click();
  await expect(comparison.getByRole("columnheader", { name: /GPT-4\.1/ })).toHaveCount(0);
  await page.getByRole("button", { name: "All models" }).click();
  await expect(page.getByRole("checkbox", { name: "Compare anthropic/claude-opus-5" })).toBeChecked();
  await expect(search(page)).toHaveValue("claude");
});

test("what cannot be compared says so, with what can", async ({ page }) => {
  await page.goto("/models?compare=anthropic/claude-haiku-4.5,anthropic/claude-haiku-9");
  await expect(page.getByText(/claude-haiku-9 is not listed/)).toBeVisible();
  await page.getByRole("button", { name: "Leave it out" }).click();
  await expect(page.getByText("Add another model to compare it with.")).toBeVisible();
});

test.describe("a model's page", () => {
  test("tells everything that is known, and leads on", async ({ page }) => {
    await page.goto("/models/anthropic/claude-haiku-4.5");
    await expect(page.getByRole("heading", { name: "Anthropic: Claude Haiku 4.5", level: 1 })).toBeVisible();
    const about = page.getByRole("region", { name: "About" });
    await expect(about).toContainText("Fast and inexpensive");
    await expect(about).toContainText("text, image, file");
    await expect(about).toContainText("~anthropic/claude-haiku-latest");
    const price = page.getByRole("region", { name: "Price", exact: true });
    await expect(price).toContainText("Cache read$0.10 /M");
    await expect(page.getByRole("region", { name: "Parameters" })).toContainText("temperature");
    await expect(page.getByRole("table", { name: "Price history" })).toContainText("$1.00");

    const providers = page.getByRole("table", { name: "Providers" });
    await expect(providers.getByRole("row", { name: /amazon-bedrock/ })).toContainText(/\d %/);
    await providers.getByRole("button", { name: "Uptime" }).click();
    await expect(page).toHaveURL(/providers=-uptime/);
    await expect(providers.getByRole("columnheader", { name: "Uptime" })).toHaveAttribute(
      "aria-sort",
      "descending",
    );

    await page.getByRole("link", { name: "Use in code" }).click();
    const code = page.getByRole("region", { name: "Use in code" });
    await expect(code).toBeInViewport();
    await expect(code).toContainText('"model": "anthropic/claude-haiku-4.5"');
    await code.getByRole("tab", { name: "Python" }).click();
    await expect(code).toContainText("OpenAI(");

    await page.getByRole("switch", { name: ":nitro" }).click();
    await expect(page).toHaveURL(/claude-haiku-4\.5(:|%3A)nitro/);
    await expect(page.getByRole("link", { name: "Chat", exact: true })).toHaveAttribute("href", /nitro$/);
    await page.getByRole("link", { name: "Chat", exact: true }).click();
    await expect(page.getByRole("button", { name: "Model", exact: true })).toHaveAccessibleDescription(
      /claude-haiku-4\.5:nitro/,
    );
  });

  test("of an alias tells what it stands for, and of a free row that it is one", async ({ page }) => {
    await page.goto("/models/~anthropic/claude-haiku-latest");
    await expect(page.getByText(/^Stands for/)).toContainText("anthropic/claude-haiku-4.5");
    await page.goto("/models/meta-llama/llama-3.3-70b-instruct:free");
    await expect(page.getByRole("main")).toContainText("PriceFree");
    await page.goto("/models/openrouter/auto");
    await expect(page.getByText(/cannot be reproduced/)).toBeVisible();
  });

  test("is found by the palette", async ({ page }) => {
    await open(page, "/models");
    await page.keyboard.press("ControlOrMeta+k");
    await page.getByRole("combobox").fill("about haiku 4.5");
    await page.getByRole("option", { name: /^About Anthropic: Claude Haiku 4\.5/ }).click();
    await expect(page).toHaveURL(/\/models\/anthropic\/claude-haiku-4\.5$/);
  });

  test.describe("of nothing known", () => {
    test.use({ expectedErrors: /status of 404/ });
    test("names what comes nearest", async ({ page }) => {
      await page.goto("/models/anthropic/claude-haiku-9");
      await expect(page.getByText("There is no such model")).toBeVisible();
      await page
        .getByRole("main")
        .getByRole("link", { name: /^anthropic\/claude-haiku/ })
        .first()
        .click();
      await expect(page.getByRole("heading", { name: /Claude Haiku/, level: 1 })).toBeVisible();
    });
  });
});

test("a price that changes is marked with the old one, kept in its history and told of", async ({
  page,
  patchbay,
  sandbox,
}) => {
  const { generations } = await startChat(patchbay, {
    message: "What is a tide?",
    panes: [{ model: DEARER }],
  });
  await ended(patchbay, generations[0]?.generationId ?? "");
  await open(page, "/models?q=deepseek");
  await sandbox.amendCatalog({
    patch: { [DEARER]: { pricing: { prompt: "0.00000042", completion: "0.0000004" } } },
  });
  await page.getByRole("button", { name: "Refresh prices" }).click();
  await expect(rowOf(page, DEARER)).toContainText(/\$0\.42\s*was \$0\.21 \/M/);
  await expect(rowOf(page, DEARER)).toContainText(/\$0\.40\s*was \$0\.79 \/M/);

  await rowOf(page, DEARER).getByRole("link").click();
  const history = page.getByRole("table", { name: "Price history" });
  await expect(history.getByRole("row")).toHaveCount(3);
  await expect(history.getByRole("row").nth(1)).toContainText("$0.42");
  await expect(history.getByRole("row").nth(1)).toContainText("now");
  await expect(history.getByRole("row").nth(2)).toContainText("$0.21");
  await expect(page.getByRole("figure", { name: "Price per million tokens" })).toBeVisible();

  await page.goto("/models");
  await page.getByRole("link", { name: "Price watch" }).click();
  await expect(page.getByRole("heading", { name: "Price watch", level: 1 })).toBeVisible();
  const only = page.getByRole("combobox", { name: "Model", exact: true });
  await only.fill(DEARER);
  // Until the models are known, an id is taken as whole when one says so.
  await only.press("Enter");
  await expect(page).toHaveURL(new RegExp(`model=${DEARER}`));
  const change = page.getByRole("table", { name: "Changes" }).getByRole("row").nth(1);
  await expect(change).toContainText("Input $0.21 → $0.42 /M");
  await expect(change).toContainText(/[+−]\$0\.0/);
  await page.getByRole("button", { name: "In use" }).click();
  await expect(page).toHaveURL(/used=true/);
  await expect(change).toContainText("DeepSeek");
  await page.getByRole("button", { name: "Kind" }).click();
  await page.getByRole("dialog", { name: "Kind" }).getByLabel("Gone").check();
  await page.keyboard.press("Escape");
  await expect(page.getByText("No such change in the last 30 days")).toBeVisible();
  await page.getByRole("button", { name: "Clear the filters" }).click();
  await expect(page).toHaveURL(/\/models\/changes$/);

  const atom = await page.getByRole("link", { name: "Atom" }).getAttribute("href");
  expect(await (await page.request.get(atom ?? "")).text()).toContain(`${patchbay.url}/models/${DEARER}`);
  const json = await page.getByRole("link", { name: "JSON" }).getAttribute("href");
  expect(await (await page.request.get(json ?? "")).json()).toMatchObject({
    version: "https://jsonfeed.org/version/1.1",
  });
  await sandbox.restoreCatalog();
  await page.request.post("/api/models/refresh");
});

test("a model that is gone keeps its page, with the nearest living one", async ({ page, sandbox }) => {
  await open(page, "/models");
  await sandbox.amendCatalog({ drop: [LOST] });
  await page.getByRole("button", { name: "Refresh prices" }).click();
  await page.getByRole("button", { name: "Gone", exact: true }).click();
  await expect(page).toHaveURL(/gone=true/);
  await search(page).fill("minimax-m2.5");
  await expect(rowOf(page, LOST)).toContainText("No longer listed; nearest is ");
  await expect(page.getByRole("checkbox", { name: `Compare ${LOST}` })).toBeDisabled();
  await rowOf(page, LOST).getByRole("link").first().click();
  await expect(page.getByText(/lists this model no more/)).toBeVisible();
  await expect(page.getByRole("link", { name: "Chat", exact: true })).toHaveCount(0);
  await expect(page.getByRole("region", { name: "Price", exact: true })).toContainText("$0.12 /M");
  await page
    .getByRole("main")
    .getByRole("link", { name: /^minimax\// })
    .first()
    .click();
  await expect(page.getByRole("link", { name: "Chat", exact: true })).toBeVisible();
  await sandbox.restoreCatalog();
  await page.request.post("/api/models/refresh");
});

test("names that every object knows break neither the table, nor a page, nor the picker", async ({
  page,
  sandbox,
}) => {
  const names = ["__proto__", "constructor", "toString"];
  const architecture = { input_modalities: ["text", ...names], output_modalities: ["text"] };
  await sandbox.amendCatalog({ patch: { [ODD]: { architecture, supported_parameters: names } } });
  await page.request.post("/api/models/refresh");
  await open(page, `/models?q=${ODD}`);
  await rowOf(page, ODD).getByRole("link").first().click();
  await expect(page.getByRole("region", { name: "Parameters" })).toContainText("__proto__");
  await page.getByRole("link", { name: "Compare", exact: true }).click();
  await page.getByRole("button", { name: "Add model" }).click();
  await page.getByRole("dialog", { name: "Choose a model" }).getByRole("searchbox").fill(ODD);
  await expect(page.getByRole("complementary", { name: "Model details" })).toContainText("text, __proto__");
  await sandbox.restoreCatalog();
  await page.request.post("/api/models/refresh");
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
