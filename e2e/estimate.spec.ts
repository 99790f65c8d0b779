import { expect, test } from "./fixtures";
import { answerOf, ask, composer, openChat } from "./playground";

const MODEL = "openai/gpt-4.1";

test("tokens and dollars stand beside the message before it is sent, and grow with it", async ({ page }) => {
  await openChat(page, MODEL);
  const estimate = page.getByRole("status", { name: "Estimated cost" });
  await expect(estimate).toBeHidden();
  await composer(page).fill("What is 6 * 7?");
  await expect(estimate).toContainText(/^\d+ tokens · ≈ \$0\.\d+–0\.\d+/);
  const figures = async () => (await estimate.textContent()) ?? "";
  const short = await figures();
  await composer(page).fill("word ".repeat(20_000));
  await expect.poll(figures).not.toBe(short);
  await expect(estimate).toContainText("25k tokens");

  await estimate.getByRole("button", { name: "How this is estimated" }).click();
  await expect(page.getByText(/answers of 100 to 1,500 tokens, which is usual/)).toBeVisible();
  await page.keyboard.press("Escape");
  await composer(page).fill("");
  await expect(estimate).toBeHidden();
});

test("what the model is told and limited to counts before anything was said", async ({ page }) => {
  await openChat(page, MODEL);
  await page.getByRole("button", { name: "Settings", exact: true }).click();
  const settings = page.getByRole("dialog", { name: /^Settings of/ });
  await settings.getByLabel("System prompt").fill("word ".repeat(4_000));
  await settings.getByLabel("Longest answer").fill("40");
  await page.keyboard.press("Enter");
  await settings.getByRole("button", { name: "Close" }).click();
  await composer(page).fill("Hello");
  const estimate = page.getByRole("status", { name: "Estimated cost" });
  await expect(estimate).toContainText(/^5k tokens/);
  await estimate.getByRole("button", { name: "How this is estimated" }).click();
  await expect(page.getByText(/answers of 40 to 40 tokens/)).toBeVisible();
});

test("what was said before counts, and a router's price is not known beforehand", async ({ page }) => {
  await openChat(page, MODEL);
  await ask(page, "Write a paragraph about tides");
  await expect(answerOf(page, MODEL).getByRole("link", { name: "Details" })).toBeVisible();
  await composer(page).fill("More");
  const estimate = page.getByRole("status", { name: "Estimated cost" });
  await expect(estimate).toContainText(/^\d{2,} tokens/);

  await openChat(page, "openrouter/auto");
  await composer(page).fill("Hello");
  await expect(estimate).toContainText("cost not known beforehand");
});

test("several panes are estimated together, with what is not known of them", async ({ page }) => {
  await page.goto(`/?models=${MODEL},openrouter/auto`);
  await composer(page).fill("Hello there");
  const estimate = page.getByRole("status", { name: "Estimated cost" });
  await expect(estimate).toContainText(/≈ \$0\.\d+–0\.\d+ \+ 1 not known/);
});

test("how far estimates were off is measured, once there is something to compare", async ({ page }) => {
  await openChat(page, MODEL);
  await ask(page, "What is 8 * 8?");
  await expect(answerOf(page, MODEL)).toContainText(/\$0\.0\d+/);
  await page.reload();
  await composer(page).fill("And 9 * 9?");
  const estimate = page.getByRole("status", { name: "Estimated cost" });
  await estimate.getByRole("button", { name: "How this is estimated" }).click();
  await expect(page.getByText(/Measured: of \d+ answers? in 30 days/)).toBeVisible();
});
