import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { requestsFor } from "./ledger";
import { answerOf, ask, openChat, unique } from "./playground";

const [ONE, OPEN] = ["anthropic/claude-haiku-4.5", "meta-llama/llama-3.1-8b-instruct"] as const;

const settings = (page: Page) => page.getByRole("dialog", { name: /^Settings of/ });

async function bodiesFor(sandbox: Parameters<typeof requestsFor>[0], question: string): Promise<unknown[]> {
  return (await requestsFor(sandbox, question)).map(({ body }) => body);
}

test("what is set is sent, and what is not set is not", async ({ page, sandbox }) => {
  await openChat(page, ONE);
  await page.getByRole("button", { name: "Settings", exact: true }).click();
  await settings(page).getByLabel("System prompt").fill("Answer in one word.");
  await settings(page).getByLabel("Temperature").fill("3");
  await page.keyboard.press("Enter");
  await expect(settings(page).getByRole("alert")).toHaveText("From 0 to 2");
  await settings(page).getByLabel("Temperature").fill("0.2");
  await settings(page).getByLabel("Longest answer").fill("50");
  await page.keyboard.press("Enter");
  await settings(page).getByRole("button", { name: "Close" }).click();
  const [first, second] = [unique("What is 6 * 7?"), unique("What is 2 * 4?")];
  await ask(page, first);
  await expect(answerOf(page, ONE)).toHaveAttribute("aria-busy", "false");
  expect(await bodiesFor(sandbox, first)).toMatchObject([
    { temperature: 0.2, max_tokens: 50, messages: [{ role: "system", content: "Answer in one word." }, {}] },
  ]);

  await page.reload();
  await page.getByRole("button", { name: "Settings", exact: true }).click();
  await expect(settings(page).getByLabel("Temperature")).toHaveValue("0.2");
  await settings(page).getByLabel("Temperature").fill("");
  await page.keyboard.press("Tab");
  await settings(page).getByRole("button", { name: "Close" }).click();
  await ask(page, second);
  await expect(page.getByRole("article")).toHaveCount(2);
  await expect(answerOf(page, ONE)).toHaveAttribute("aria-busy", "false");
  const [body] = await bodiesFor(sandbox, second);
  expect(body).toMatchObject({ max_tokens: 50 });
  expect(body).not.toHaveProperty("temperature");
  expect(body).not.toHaveProperty("top_p");
});

test("in step, a setting is made for every model that supports it", async ({ page, sandbox }) => {
  await page.goto(`/?models=${ONE},${OPEN}`);
  const pane = page.getByRole("region", { name: OPEN, exact: true });
  await pane.getByRole("button", { name: "Settings", exact: true }).click();
  await settings(page).getByLabel("Temperature").fill("0.5");
  await settings(page).getByLabel("Min P").fill("0.1");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await expect(settings(page)).toBeHidden();
  const words = unique("What is 6 * 7?");
  await ask(page, words);
  await expect(page.getByRole("article")).toHaveCount(2);
  for (const model of [ONE, OPEN]) await expect(answerOf(page, model)).toHaveAttribute("aria-busy", "false");
  const sent = await requestsFor(sandbox, words);
  const bodyOf = (model: string) => sent.find((request) => request.model === model)?.body;
  expect(bodyOf(OPEN)).toMatchObject({ temperature: 0.5, min_p: 0.1 });
  expect(bodyOf(ONE)).toMatchObject({ temperature: 0.5 });
  expect(bodyOf(ONE)).not.toHaveProperty("min_p");
});
