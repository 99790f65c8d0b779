import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { ConversationFile } from "@/lib/conversations/api";
import { expect, test } from "./fixtures";
import { readConversation } from "./ledger";
import { answerOf, composer, factsOf, unique } from "./playground";

const THREE = ["cohere/command-a", "inception/mercury-2", "anthropic/claude-haiku-4.5"] as const;
const [ONE, TWO, OTHER] = THREE;
/** More than any page here has places to stop at. */
const MOST_STEPS = 300;

const paneOf = (page: Page, name: string): Locator => page.getByRole("region", { name, exact: true });
const versionsIn = (pane: Locator): Locator => pane.getByRole("group", { name: "Versions" });

/** Presses a key until something has the focus, as people do who have no pointer. */
async function goTo(page: Page, target: Locator, key: string): Promise<void> {
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  await expect(target).toBeFocused();
}

/** Opens the picker with a shortcut, and chooses by typing. */
async function pick(page: Page, shortcut: string, model: string): Promise<void> {
  await page.keyboard.press(shortcut);
  const picker = page.getByRole("dialog", { name: "Choose a model" });
  await expect(picker.getByRole("searchbox", { name: "Search models" })).toBeFocused();
  await page.keyboard.type(model);
  await expect(picker.getByRole("option").first()).toContainText(model);
  await page.keyboard.press("Enter");
  await expect(picker).toBeHidden();
  await expect(paneOf(page, model)).toBeVisible();
}

async function pickThree(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { name: "New chat" })).toBeVisible();
  await expect(composer(page)).toBeFocused();
  await pick(page, "ControlOrMeta+m", ONE);
  await pick(page, "ControlOrMeta+\\", TWO);
  await pick(page, "ControlOrMeta+\\", OTHER);
  await expect(composer(page)).toBeFocused();
}

async function say(page: Page, text: string): Promise<void> {
  await page.keyboard.type(text);
  await page.keyboard.press("Enter");
}

/** Exports the conversation that is open, by its menu. */
async function exportAs(page: Page, title: string, format: "Markdown" | "JSON"): Promise<[string, string]> {
  const menu = page.getByRole("main").getByRole("button", { name: `Actions for “${title}”` });
  await goTo(page, menu, "Shift+Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem").first()).toBeFocused();
  await goTo(page, page.getByRole("menuitem", { name: `Export as ${format}` }), "ArrowDown");
  const saved = page.waitForEvent("download");
  await page.keyboard.press("Enter");
  const file = await saved;
  return [file.suggestedFilename(), await readFile(await file.path(), "utf8")];
}

test("three models are picked, asked, stopped, voted on, asked otherwise and exported without a pointer", async ({
  page,
  sandbox,
  patchbay,
}) => {
  await page.goto("/");
  await pickThree(page);
  await sandbox.setFault(TWO, "stall", { after: 20 }, 1);
  await say(page, unique("Explain how rainbows form"));
  for (const model of [ONE, OTHER])
    await expect(factsOf(answerOf(page, model))).toContainText("Finish reason: stop");
  await expect(answerOf(page, TWO)).toHaveAttribute("aria-busy", "true");
  const stop = paneOf(page, TWO).getByRole("button", { name: "Stop", exact: true });
  await goTo(page, stop, "Shift+Tab");
  await page.keyboard.press("Enter");
  await expect(answerOf(page, TWO)).toContainText("Stopped.");
  await expect(answerOf(page, TWO)).toHaveAttribute("aria-busy", "false");

  await page.keyboard.press("ControlOrMeta+Shift+o");
  await pickThree(page);
  const blind = page.getByRole("switch", { name: "Blind" });
  await goTo(page, blind, "Shift+Tab");
  await page.keyboard.press("Space");
  await expect(blind).toHaveAttribute("aria-checked", "true");
  for (const alias of ["A", "B", "C"]) await expect(paneOf(page, alias)).toBeVisible();
  await page.keyboard.press("/");
  await expect(composer(page)).toBeFocused();
  const first = unique("Explain tides");
  await say(page, first);
  const vote = page.getByRole("region", { name: "Vote" });
  await expect(vote.getByText("Which answer is best?").first()).toBeVisible();
  await expect(vote).toBeFocused();
  await page.keyboard.press("2");
  await expect(vote).toContainText("is voted best");

  const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  const { title, panes } = await readConversation(patchbay, id);
  expect(title).toBe(first);
  const models = panes.map(({ model }) => model);
  expect(models.toSorted()).toEqual(THREE.toSorted());
  const winner = paneOf(page, models[1] ?? "");
  await expect(winner.getByRole("article")).toContainText("Voted best");
  await goTo(page, winner.getByRole("button", { name: "Edit question" }), "Shift+Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: "Edited question" })).toBeFocused();
  await page.keyboard.press("ControlOrMeta+a");
  const changed = unique("Explain how rainbows form");
  await say(page, changed);
  for (const model of models) {
    await expect(versionsIn(paneOf(page, model))).toContainText("2/2");
    await expect(answerOf(page, model)).toContainText("42°");
    await expect(answerOf(page, model)).toHaveAttribute("aria-busy", "false");
  }
  await goTo(page, versionsIn(winner).getByRole("button", { name: "Previous version" }), "Tab");
  await page.keyboard.press("Enter");
  await expect(versionsIn(winner)).toContainText("1/2");
  await goTo(page, versionsIn(winner).getByRole("button", { name: "Next version" }), "Tab");
  await page.keyboard.press("Enter");
  await expect(versionsIn(winner)).toContainText("2/2");
  await goTo(page, versionsIn(winner).getByRole("button", { name: "Previous version" }), "Shift+Tab");
  await page.keyboard.press("Enter");
  await expect(versionsIn(winner)).toContainText("1/2");
  await expect(winner.getByRole("article")).toContainText("Voted best");

  const [readable, markdown] = await exportAs(page, title, "Markdown");
  expect(readable).toMatch(/^Explain-tides-.*\.md$/);
  expect(markdown).toMatch(/^# Explain tides/);
  // A branch is what is shown, so each pane tells its own.
  const told = markdown.split("\n---\n").slice(1);
  expect(told.map((part) => part.trim().split("\n")[0])).toEqual(models.map((model) => `# ${model}`));
  expect(told.map((part) => part.includes(`## Question\n\n${first}\n`))).toEqual([false, true, false]);
  expect(told.map((part) => part.includes(`## Question\n\n${changed}\n`))).toEqual([true, false, true]);

  const [whole, json] = await exportAs(page, title, "JSON");
  expect(whole).toMatch(/\.json$/);
  const file = ConversationFile.parse(JSON.parse(json));
  expect(file).toMatchObject({ id, title, blind: false, votes: [{ outcome: "winner" }] });
  expect(file.panes.map(({ model }) => model)).toEqual(models);
  file.panes.forEach(({ messages, leafId }, index) => {
    const questions = messages.filter(({ role }) => role === "user");
    expect(questions.map(({ content }) => content)).toEqual([first, changed]);
    const leaf = messages.find(({ id: message }) => message === leafId);
    const asked = questions.find(({ id: question }) => question === leaf?.parentId);
    expect(asked?.content).toBe(index === 1 ? first : changed);
  });
});
