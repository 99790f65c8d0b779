import { expect, test } from "./fixtures";
import { open, search } from "./models";

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

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("two models that are compared fit beside their labels", async ({ page }) => {
    await page.goto("/models?compare=anthropic/claude-haiku-4.5,openai/gpt-4.1");
    await expect(page.getByRole("link", { name: "Chat with both" })).toBeVisible();
    const box = page.getByRole("region", { name: "Comparison, the figures" });
    expect(await box.evaluate((it) => it.scrollWidth - it.clientWidth)).toBe(0);
  });
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
