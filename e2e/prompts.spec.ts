import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { answerOf, ask, composer, openChat, unique } from "./playground";

const MODEL = "cohere/command-a";

/** Whether anything here would keep someone from reading or working it. */
async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target.join(" "))])).toEqual([]);
}

test("a prompt is written, put into a message and changed back, all from the keyboard", async ({ page }) => {
  const name = unique("Sum");
  await page.goto("/prompts?prompt=new");
  await expect(page.getByRole("textbox", { name: "Name" })).toBeFocused();
  await page.keyboard.type(name);
  await page.keyboard.press("Tab");
  await page.keyboard.type("work, sums, work");
  await page.keyboard.press("Tab");
  await page.keyboard.type("What is {{left}} * {{right}}?");
  await expect(page.getByRole("list", { name: "Variables" }).getByRole("listitem")).toHaveText([
    "left",
    "right",
  ]);
  await page.keyboard.press("ControlOrMeta+s");
  const opened = page.getByRole("region", { name, exact: true });
  await expect(opened).toBeVisible();
  await expect(page).toHaveURL(/prompt=[0-9a-f-]{36}/);

  // Another text is another version, and the first one comes back.
  await opened.getByRole("textbox", { name: "Text" }).focus();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type(" Briefly.");
  await page.keyboard.press("ControlOrMeta+s");
  await expect(opened.getByRole("status")).toHaveText("Saved");
  const first = opened.getByRole("group").filter({ hasText: "Version 1" });
  await first.locator("summary").focus();
  await page.keyboard.press("Enter");
  await expectAccessible(page);
  await opened.getByRole("button", { name: "Bring back version 1" }).focus();
  await page.keyboard.press("Enter");
  await expect(opened.getByRole("textbox", { name: "Text" })).toHaveValue("What is {{left}} * {{right}}?");
  await expect(opened.getByText("Version 3")).toBeVisible();

  // In a message, `/` leads to it.
  await openChat(page, MODEL);
  await composer(page).focus();
  await page.keyboard.type(`/${name.slice(0, 8)}`);
  const option = page.getByRole("listbox", { name: "Prompts" }).getByRole("option", { name });
  await expect(option).toHaveAttribute("aria-selected", "true");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(option).toBeHidden();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type(`/${name}`);
  await expect(option).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Tab");
  const form = page.getByRole("dialog", { name });
  await expect(form.getByRole("textbox", { name: "left" })).toBeFocused();
  await page.keyboard.type("6");
  await page.keyboard.press("Enter");
  await expect(form.getByRole("textbox", { name: "right" })).toBeFocused();
  await page.keyboard.type("7");
  await page.keyboard.press("Enter");
  await expect(composer(page)).toHaveValue("What is 6 * 7?");
  await expect(composer(page)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(answerOf(page, MODEL)).toContainText("42");
});

test("what was asked becomes a prompt, is found by its tag, used from the library and deleted", async ({
  page,
}) => {
  const question = unique("Explain tides");
  await openChat(page, MODEL);
  await ask(page, question);
  await expect(answerOf(page, MODEL)).toHaveAttribute("aria-busy", "false");
  await page.getByRole("button", { name: "Save as prompt" }).focus();
  await page.keyboard.press("Enter");
  const naming = page.getByRole("dialog").getByRole("textbox", { name: "Name" });
  await expect(naming).toHaveValue(question);
  await expect(naming).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.type(question);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Saved as prompt" })).toBeVisible();

  await page.goto("/prompts");
  await expect(page.getByRole("searchbox", { name: "Search prompts" })).toBeVisible();
  await page.keyboard.press("/");
  await page.keyboard.type("nothing has these words");
  await expect(page.getByText("No prompt fits")).toBeVisible();
  await page.keyboard.press("ControlOrMeta+a");
  const ending = question.slice(-10);
  await page.keyboard.type(ending);
  // What was looked for before stands there, too, for a moment.
  await expect(page).toHaveURL((url) => url.searchParams.get("q") === ending);
  await page.reload();
  await page.getByRole("navigation", { name: "Prompts" }).getByRole("button", { name: question }).focus();
  await page.keyboard.press("Enter");
  const opened = page.getByRole("region", { name: question, exact: true });
  await expect(opened.getByRole("textbox", { name: "Tags" })).toHaveValue(question);
  await opened.getByRole("link", { name: "Use in playground" }).focus();
  await page.keyboard.press("Enter");
  await expect(composer(page)).toHaveValue(question);
  await expect(page).toHaveURL(/\/$/);

  await page.goBack();
  await opened.getByRole("button", { name: "Prompt actions" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem").first()).toBeFocused();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).focus();
  await page.keyboard.press("Enter");
  await expect(opened).toBeHidden();
  await page.goto("/prompts?prompt=new");
  const main = page.getByRole("main");
  await expect(main.getByRole("textbox", { name: "Text" })).toBeVisible();
  await expect(main.getByRole("button", { name: question })).toHaveCount(0);
});
