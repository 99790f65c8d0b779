import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { colourChanges } from "./accessible";
import { expect, test } from "./fixtures";
import { requestsFor } from "./ledger";
import { pickByKeyboard } from "./picker";
import { answerOf, ask, composer, openChat, unique } from "./playground";

const [FIRST, SECOND, THIRD] = [
  "cohere/command-a",
  "openai/gpt-4.1",
  "meta-llama/llama-3.1-8b-instruct",
] as const;
/** Served by many, one of them Groq. */
const MANY = "openai/gpt-oss-120b";
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const settings = (page: Page): Locator => page.getByRole("dialog", { name: /^Settings of/ });
const chainOf = (page: Page): Promise<string[]> =>
  settings(page)
    .getByRole("list", { name: "Models in the order in which they are asked" })
    .getByRole("button", { name: /^Remove / })
    .evaluateAll((all) => all.map((button) => (button.ariaLabel ?? "").replace("Remove ", "")));

/** From the dialog's button to the name of a model and Enter: no pointer. */
async function addByKeyboard(page: Page, model: string): Promise<void> {
  await settings(page).getByRole("button", { name: "Add a fallback" }).focus();
  await page.keyboard.press("Enter");
  await pickByKeyboard(page, model);
}

test("a chain is set by keyboard, the second answers when the first fails, and the answer says why", async ({
  page,
  sandbox,
}) => {
  await openChat(page, FIRST);
  await expect(composer(page)).toBeFocused();
  await page.getByRole("button", { name: "Settings", exact: true }).focus();
  await page.keyboard.press("Enter");
  await settings(page).getByRole("tab", { name: "Parameters" }).focus();
  await page.keyboard.press("ArrowRight");
  for (const model of [THIRD, SECOND]) await addByKeyboard(page, model);
  await expect.poll(() => chainOf(page)).toEqual([FIRST, THIRD, SECOND]);
  await addByKeyboard(page, SECOND);
  await expect(settings(page).getByRole("alert")).toHaveText(`${SECOND} is in the chain already.`);

  const up = settings(page).getByRole("button", { name: `Move ${SECOND} up` });
  await up.focus();
  await page.keyboard.press("Alt+ArrowUp");
  await expect(settings(page).getByText(`${SECOND} is now 2 of 3`)).toBeAttached();
  await expect(up).toBeFocused();
  await expect.poll(() => chainOf(page)).toEqual([FIRST, SECOND, THIRD]);
  await addByKeyboard(page, "openai/gpt-4o");
  await expect(settings(page).getByRole("button", { name: "Add a fallback" })).toBeDisabled();
  await expect(settings(page)).toContainText("3 fallbacks at most");
  await settings(page).getByRole("button", { name: "Remove openai/gpt-4o" }).press("Enter");
  await page.keyboard.press("Escape");
  await expect(settings(page)).toBeHidden();
  const pane = page.getByRole("region", { name: FIRST, exact: true });
  await expect(pane.getByRole("button", { name: /^3 models in a chain/ })).toBeVisible();

  await sandbox.setFault(FIRST, "status", { code: 429 });
  const question = unique("What is 6 * 7?");
  await ask(page, question);
  const answer = answerOf(page, FIRST);
  await expect(answer).toHaveAttribute("aria-busy", "false");
  await expect(answer).toContainText("42");
  const hops = answer.getByRole("group", { name: "Chain" });
  const told = async () => {
    await expect(hops).toContainText(`Hop 2 of 3 answered: ${SECOND}`);
    await expect(hops.getByRole("listitem").nth(0)).toContainText(
      /Hop 1, cohere\/command-a: 429 rate limited/,
    );
    await expect(hops.getByRole("listitem").nth(2)).toContainText(`Hop 3, ${THIRD}: not tried`);
  };
  await told();
  expect((await requestsFor(sandbox, question)).map(({ body }) => body)).toMatchObject([
    { model: FIRST, models: [SECOND, THIRD] },
  ]);
  await page.reload();
  await told();
  await pane.getByRole("button", { name: /^3 models in a chain/ }).click();
  await expect.poll(() => chainOf(page)).toEqual([FIRST, SECOND, THIRD]);
});

test("preferences among providers say what they leave, are sent, and go to all panes in step; a chain does not", async ({
  page,
  sandbox,
}) => {
  await page.goto(`/?models=${MANY},${SECOND}`);
  await expect(composer(page)).toBeFocused();
  const pane = page.getByRole("region", { name: MANY, exact: true });
  await pane.getByRole("button", { name: "Settings", exact: true }).click();
  await settings(page).getByRole("tab", { name: "Routing" }).click();
  await addByKeyboard(page, FIRST);
  const left = settings(page).getByRole("region", { name: "Endpoints left" });
  const summary = left.getByText(new RegExp(`^${MANY} leaves`));
  await expect(summary).toHaveText(/leaves all (\d+) endpoints$/);
  const total = /all (\d+)/.exec((await summary.textContent()) ?? "")?.[1];
  await summary.click();
  await settings(page).getByRole("combobox", { name: "Only these" }).fill("groq");
  await page.keyboard.press("Enter");
  await expect(summary).toHaveText(new RegExp(`leaves 1 of ${total} endpoints`));
  await expect(left.getByText("is not among the only ones").first()).toBeVisible();
  await expect(left).toContainText(`${FIRST} leaves none of`);
  for (const theme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await page.evaluate(colourChanges);
    const { violations } = await new AxeBuilder({ page }).include("dialog").withTags(RULES).analyze();
    expect
      .soft(
        violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)]),
        theme,
      )
      .toEqual([]);
  }
  await page.keyboard.press("Escape");
  await expect(settings(page)).toBeHidden();

  await expect(page.getByRole("button", { name: /models in a chain/ })).toHaveCount(1);
  const question = unique("What is 6 * 7?");
  await ask(page, question);
  for (const model of [MANY, SECOND])
    await expect(answerOf(page, model)).toHaveAttribute("aria-busy", "false");
  await expect(answerOf(page, MANY).getByRole("group", { name: "Chain" })).toHaveText("Hop 1 of 2 answered");
  const provider = { only: ["groq"] };
  const bodies = (await requestsFor(sandbox, question)).map(({ body }) => body);
  expect(bodies).toContainEqual(expect.objectContaining({ model: MANY, models: [FIRST], provider }));
  expect(bodies).toContainEqual(expect.objectContaining({ model: SECOND, provider }));
  expect(JSON.stringify(bodies).match(/"models"/g)).toHaveLength(1);
});
