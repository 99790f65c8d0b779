import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { messagesOf, requestsFor } from "./ledger";
import { answerOf, ask, openChat, unique } from "./playground";

const [ONE, TWO] = ["inception/mercury-2", "anthropic/claude-haiku-4.5"] as const;

const ended = (answer: Locator): Promise<void> => expect(answer).toHaveAttribute("aria-busy", "false");
const question = (page: Page, text: string): Locator =>
  page.getByRole("main").getByRole("paragraph").filter({ hasText: text });
const versions = (within: Page | Locator): Locator => within.getByRole("group", { name: "Versions" });

test("an answer is given again, by the same model and by another, and every version is kept", async ({
  page,
  sandbox,
}) => {
  await openChat(page, ONE);
  const words = unique("What is 6 * 7?");
  await ask(page, words);
  const answer = answerOf(page, ONE);
  await ended(answer);
  await expect(versions(answer)).toHaveCount(0);
  await answer.getByRole("button", { name: "Regenerate" }).click();
  await expect(versions(answer)).toContainText("2/2");
  await ended(answer);
  await expect(page.getByRole("article")).toHaveCount(1);
  expect(await requestsFor(sandbox, words)).toHaveLength(2);

  await versions(answer).getByRole("button", { name: "Previous version" }).click();
  await expect(versions(answer)).toContainText("1/2");
  // It leads no further, and keeps the focus.
  await expect(versions(answer).getByRole("button", { name: "Previous version" })).toBeFocused();
  await answer.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Ask another model instead" }).click();
  const picker = page.getByRole("dialog", { name: "Choose a model" });
  await picker.getByRole("searchbox", { name: "Search models" }).fill(TWO);
  await picker.getByRole("option", { name: TWO }).first().click();
  const other = answerOf(page, TWO);
  await ended(other);
  await expect(versions(other)).toContainText("3/3");
  await page.reload();
  await expect(versions(other)).toContainText("3/3");
  await versions(other).getByRole("button", { name: "Previous version" }).click();
  await expect(versions(answerOf(page, ONE))).toContainText("2/3");
});

test("an earlier question is asked otherwise; the old branch is a step away", async ({ page, sandbox }) => {
  await openChat(page, ONE);
  const [first, second, changed] = [
    unique("What is 6 * 7?"),
    unique("What is 2 * 4?"),
    unique('Say exactly "nine it is"'),
  ];
  await ask(page, first);
  await ended(answerOf(page, ONE));
  await ask(page, second);
  await expect(page.getByRole("article")).toHaveCount(2);
  await ended(answerOf(page, ONE));

  await question(page, first).hover();
  await page.getByRole("button", { name: "Edit question" }).first().click();
  const field = page.getByRole("textbox", { name: "Edited question" });
  await expect(field).toBeFocused();
  await expect(field).toHaveValue(first);
  await field.fill(changed);
  await page.getByRole("button", { name: "Ask anew" }).click();
  await expect(page.getByRole("article")).toHaveCount(1);
  await expect(answerOf(page, ONE)).toContainText("nine it is");
  await ended(answerOf(page, ONE));
  await expect(question(page, second)).toHaveCount(0);
  const [sent] = await requestsFor(sandbox, changed);
  expect(messagesOf(sent?.body)).toHaveLength(1);

  await versions(page).first().getByRole("button", { name: "Previous version" }).click();
  await expect(question(page, second)).toBeVisible();
  await expect(page.getByRole("article")).toHaveCount(2);
  await page.reload();
  await expect(page.getByRole("article")).toHaveCount(2);
  await expect(versions(page).first()).toContainText("1/2");
});

test("in step, a question is asked otherwise in every pane that it went to", async ({ page, sandbox }) => {
  await page.goto(`/?models=${ONE},${TWO}`);
  const [first, changed] = [unique("What is 6 * 7?"), unique('Say exactly "nine it is"')];
  await ask(page, first);
  await expect(page.getByRole("article")).toHaveCount(2);
  for (const model of [ONE, TWO]) await ended(answerOf(page, model));
  await question(page, first).first().hover();
  await page.getByRole("button", { name: "Edit question" }).first().click();
  await page.getByRole("textbox", { name: "Edited question" }).fill(changed);
  await page.keyboard.press("Enter");
  for (const model of [ONE, TWO]) await expect(answerOf(page, model)).toContainText("nine it is");
  for (const model of [ONE, TWO]) await ended(answerOf(page, model));
  expect(await requestsFor(sandbox, changed)).toHaveLength(2);
});

test("a turn is copied as Markdown, and deleted with what follows", async ({ page, context, patchbay }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: patchbay.url });
  await openChat(page, ONE);
  const [first, second] = [unique("What is 6 * 7?"), unique("What is 2 * 4?")];
  await ask(page, first);
  await ended(answerOf(page, ONE));
  await ask(page, second);
  await expect(page.getByRole("article")).toHaveCount(2);
  await ended(answerOf(page, ONE));
  await answerOf(page, ONE).getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Copy question and answer" }).click();
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(copied).toContain(`## Question\n\n${second}\n\n## ${ONE}`);
  expect(await copied()).not.toContain(first);

  await question(page, second).hover();
  await page.getByRole("button", { name: "Delete question" }).last().click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(page.getByRole("article")).toHaveCount(1);
  await page.reload();
  await expect(page.getByRole("article")).toHaveCount(1);
  await expect(question(page, second)).toHaveCount(0);
});
