import { expect, test } from "./fixtures";
import { confirmed, startChat } from "./ledger";
import { chosenModel, details, openPicker, optionOf, search } from "./picker";
import { composer } from "./playground";

test.describe.configure({ mode: "parallel" });

test("variants are explained where they are chosen, and become part of the id", async ({ page, sandbox }) => {
  await page.goto("/");
  let picker = await openPicker(page);
  await search(picker).fill("anthropic/claude-sonnet-4.6");
  const card = details(picker);
  await expect(card.getByRole("switch")).toHaveCount(4);
  for (const words of [/fastest providers/, /cheapest providers/, /reliable with tools/, /Searches the web/])
    await expect(card.getByText(words)).toBeVisible();
  await card.getByRole("switch", { name: ":floor" }).click();
  await card.getByRole("switch", { name: ":nitro" }).click();
  await expect(card.getByRole("switch", { name: ":floor" })).not.toBeChecked();
  await card.getByRole("button", { name: "Use anthropic/claude-sonnet-4.6:nitro" }).click();
  await chosenModel(page, "anthropic/claude-sonnet-4.6:nitro");
  await composer(page).fill("What is 4 + 4?");
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByRole("article", { name: "anthropic/claude-sonnet-4.6:nitro" })).toBeVisible();
  await expect
    .poll(async () => JSON.stringify(await sandbox.requests()))
    .toContain('"model":"anthropic/claude-sonnet-4.6:nitro"');

  // What is chosen is shown as it was chosen, and can be taken back.
  picker = await openPicker(page);
  await expect(details(picker).getByRole("switch", { name: ":nitro" })).toBeChecked();
  await details(picker).getByRole("switch", { name: ":nitro" }).click();
  await expect(
    details(picker).getByRole("button", { name: "Use anthropic/claude-sonnet-4.6" }),
  ).toBeVisible();

  // Typed along with the id, they count as well.
  await search(picker).fill("openai/gpt-4.1:floor");
  await expect(details(picker).getByRole("switch", { name: ":floor" })).toBeChecked();
  await search(picker).press("Enter");
  await chosenModel(page, "openai/gpt-4.1:floor");

  picker = await openPicker(page);
  await search(picker).fill("z-ai/glm-5.3");
  await expect(details(picker)).toContainText("z-ai/glm-5.3");
  await details(picker).getByRole("switch", { name: ":free" }).click();
  await expect(details(picker)).toContainText("z-ai/glm-5.3:free");
  await expect(details(picker).getByRole("region", { name: "Price", exact: true })).toContainText("Free");
  await search(picker).press("Enter");
  await chosenModel(page, "z-ai/glm-5.3:free");
});

test("routers, aliases and models with an end say what they are", async ({ page }) => {
  await page.goto("/");
  const picker = await openPicker(page);
  await search(picker).fill("openrouter/auto");
  await expect(details(picker)).toContainText("cannot be reproduced");
  await expect(details(picker).getByRole("switch")).toHaveCount(0);
  await search(picker).fill("~anthropic/claude-sonnet-latest");
  await expect(optionOf(picker, "~anthropic/claude-sonnet-latest")).toContainText(
    "→ anthropic/claude-sonnet-5",
  );
  await expect(details(picker)).toContainText("Stands for anthropic/claude-sonnet-5");
  await search(picker).fill("cohere/north-mini-code:free");
  await expect(optionOf(picker, "cohere/north-mini-code:free")).toContainText(/until .*2026/);
  await expect(details(picker)).toContainText("Going away");
});

test("the details tell every price, the providers and what a request would cost", async ({
  page,
  patchbay,
}) => {
  await page.goto("/");
  let picker = await openPicker(page);
  await search(picker).fill("anthropic/claude-opus-4.6");
  const price = details(picker).getByRole("region", { name: "Price", exact: true });
  for (const line of [
    /Input\s*\$5\.00 \/M/,
    /Output\s*\$25\.00 \/M/,
    /Cache read\s*\$0\.50 \/M/,
    /Cache write\s*\$6\.25 \/M/,
    /Cache write, 1 h\s*\$10\.00 \/M/,
    /Reasoning\s*as output/,
    /Web search\s*\$0\.01 each/,
    /Prompts over 200K tokens\s*Input\s*\$10\.00 \/M\s*Output\s*\$37\.50 \/M/,
  ])
    await expect(price).toContainText(line);
  const providers = details(picker).getByRole("region", { name: "Providers" });
  await expect(providers.getByRole("listitem")).toHaveCount(3);
  await expect(providers.getByRole("listitem").first()).toContainText(/\$5\.00 · \$25\.00/);
  await expect(providers.getByRole("listitem").first()).toContainText(/tok\/s/);
  await expect(providers.getByRole("listitem").first()).toContainText(/% up/);
  await expect(providers.getByRole("listitem").first()).toContainText(/Keeps no data|May keep data/);
  await search(picker).fill("deepseek/deepseek-v4-flash");
  await expect(price).toContainText(/\d\d:\d\d–\d\d:\d\d UTC/);
  await page.keyboard.press("Escape");

  // Which no other test asks, least of all in vain.
  const model = "mistralai/mistral-small-2603";
  for (let count = 0; count < 2; count += 1) {
    const asked = await startChat(patchbay, { message: `What is ${count} + 5?`, panes: [{ model }] });
    await confirmed(patchbay, asked.generations[0]?.generationId ?? "");
  }
  await page.reload();
  picker = await openPicker(page);
  await search(picker).fill(model);
  await expect(details(picker)).toContainText(model);
  await expect(details(picker).getByRole("region", { name: "Your average request" })).toContainText(
    /≈ \$0\.0/,
  );
  const measured = details(picker).getByRole("region", { name: "Measured here" });
  await expect(measured.getByRole("row", { name: /First token/ })).toContainText(/\d+ m?s/);
  await expect(measured.getByRole("row", { name: /Errors/ })).toContainText("0 %");
  await expect(measured.getByRole("row", { name: /Speed/ }).getByRole("cell").last()).toContainText("tok/s");
});

test.describe("when the providers cannot be read", () => {
  test.use({ expectedErrors: /Failed to load resource/ });

  test("the details say so and offer another try; an empty answer is said as well", async ({ page }) => {
    let answers = 0;
    await page.route("**/api/models/*/*/endpoints", async (route) => {
      answers += 1;
      if (answers === 1)
        return route.fulfill({
          status: 504,
          json: {
            error: {
              code: "upstream_timeout",
              by: "openrouter",
              message: "OpenRouter did not answer in time.",
              remedy: "retry",
            },
          },
        });
      return route.fulfill({
        json: {
          model: "x/y",
          endpoints: [],
          fetchedAt: new Date().toISOString(),
          failure: null,
          unreadable: 0,
        },
      });
    });
    await page.goto("/");
    const picker = await openPicker(page);
    const providers = details(picker).getByRole("region", { name: "Providers" });
    await expect(providers.getByRole("alert")).toContainText("OpenRouter did not answer in time.");
    await providers.getByRole("button", { name: "Try again" }).click();
    await expect(providers).toContainText("No provider serves it at present.");
  });
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("the details are a second step", async ({ page }) => {
    await page.goto("/");
    await page.getByRole("button", { name: "Model", exact: true }).tap();
    const picker = page.getByRole("dialog", { name: "Choose a model" });
    await search(picker).fill("openai/gpt-4.1");
    await expect(details(picker)).toBeHidden();
    await picker.getByRole("button", { name: "Details of openai/gpt-4.1", exact: true }).tap();
    await expect(details(picker)).toBeVisible();
    await expect(picker.getByRole("option").first()).toBeHidden();
    await picker.getByRole("button", { name: "Back to the list" }).tap();
    await expect(details(picker)).toBeHidden();
    await picker.getByRole("button", { name: "Details of openai/gpt-4.1", exact: true }).tap();
    await details(picker).getByRole("switch", { name: ":floor" }).tap();
    await details(picker).getByRole("button", { name: "Use openai/gpt-4.1:floor" }).tap();
    await chosenModel(page, "openai/gpt-4.1:floor");
  });
});
