import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { confirmed, startChat } from "./ledger";
import type { PatchbayProcess } from "./patchbay";
import { unique } from "./playground";

const QUICK = "openai/gpt-4.1-mini";

const listed = (page: Page, title: string) =>
  page.getByRole("region", { name: "Conversations" }).getByRole("listitem").filter({ hasText: title });

async function choose(page: Page, title: string, action: string): Promise<void> {
  await listed(page, title)
    .getByRole("button", { name: `Actions for “${title}”` })
    .click();
  await page.getByRole("menuitem", { name: action, exact: true }).click();
}

/** A conversation that has one answer, named after its question. */
async function said(patchbay: PatchbayProcess, question: string): Promise<void> {
  const { generations } = await startChat(patchbay, { message: question, panes: [{ model: QUICK }] });
  await confirmed(patchbay, generations[0]?.generationId ?? "");
}

test("conversations are found by what was said, renamed, pinned, put into folders and copied", async ({
  page,
  patchbay,
}) => {
  const word = unique("w").replace(/[^a-z]/g, "");
  const [older, newer] = [unique("What is 6 * 7?"), unique("What is 2 * 4?")];
  await said(patchbay, `${older}\n\nMy word is ${word}.`);
  await said(patchbay, newer);
  await page.goto("/conversations");
  await expect(listed(page, newer)).toBeVisible();

  // The word stands in the message, the title is only its first line.
  await page.keyboard.press("/");
  await page.keyboard.type(word.slice(0, 6).toUpperCase());
  await expect(listed(page, newer)).toHaveCount(0);
  await expect(listed(page, older).getByText(word.slice(0, 6), { exact: true })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`q=${word.slice(0, 6)}`, "i"));
  await page.reload();
  await expect(listed(page, older)).toBeVisible();
  await page.getByRole("searchbox", { name: "Search conversations" }).focus();
  await page.keyboard.press("Escape");
  await expect(listed(page, newer)).toBeVisible();

  await choose(page, older, "Pin");
  await expect(
    page.getByRole("region", { name: "Conversations" }).getByRole("listitem").first(),
  ).toContainText(`Pinned: ${older}`);

  const title = unique("Sums");
  await choose(page, older, "Rename…");
  await page.getByRole("textbox", { name: "Title" }).fill(title);
  await page.keyboard.press("Enter");
  await expect(listed(page, title)).toBeVisible();

  const folder = unique("Numbers");
  await choose(page, title, "Move to a folder…");
  await page.getByRole("textbox", { name: "New folder" }).fill(folder);
  await page.getByRole("button", { name: "Move" }).click();
  await expect(listed(page, title)).toContainText(folder);
  await page.getByRole("button", { name: "Folder" }).click();
  await page.getByRole("radio", { name: folder }).check();
  await page.keyboard.press("Escape");
  await expect(listed(page, newer)).toHaveCount(0);
  await expect(listed(page, title)).toHaveCount(1);

  await choose(page, title, "Duplicate");
  await expect(listed(page, title)).toHaveCount(2);
  const saved = page.waitForEvent("download");
  await listed(page, title)
    .first()
    .getByRole("button", { name: /^Actions/ })
    .click();
  await page.getByRole("menuitem", { name: "Export as Markdown" }).click();
  expect((await saved).suggestedFilename()).toMatch(/\.md$/);

  await page.getByRole("searchbox", { name: "Search conversations" }).fill("nothing at all like this");
  await expect(page.getByText("Nothing holds “nothing at all like this”")).toBeVisible();
  await page.getByRole("button", { name: "Show all conversations" }).click();
  await expect(listed(page, newer)).toBeVisible();
  // What was read before the copy was made is shown first; rows move when the copy comes.
  await expect(listed(page, title)).toHaveCount(2);
  // By keyboard alone: into the list, down a row, and in.
  await page.keyboard.press("/");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  const second = page.getByRole("region", { name: "Conversations" }).getByRole("listitem").nth(1);
  await expect(second.getByRole("link")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/c\//);
});

test("a deletion can be taken back, from the list and from the rail", async ({ page, patchbay }) => {
  const question = unique("What is 5 * 7?");
  await said(patchbay, question);
  await page.goto("/conversations");
  await choose(page, question, "Delete");
  await expect(listed(page, question)).toHaveCount(0);
  await page.getByRole("status").getByRole("button", { name: "Undo" }).click();
  await expect(listed(page, question)).toBeVisible();

  await listed(page, question).getByRole("link").click();
  await expect(page.getByRole("heading", { name: question })).toBeVisible();
  const address = page.url();
  const recent = page.getByRole("navigation", { name: "Recent conversations" });
  await recent.getByRole("link", { name: question }).hover();
  await recent.getByRole("button", { name: `Actions for “${question}”` }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(page.getByRole("heading", { name: "Ask any model" })).toBeVisible();
  await page.getByRole("button", { name: "Dismiss" }).focus();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(page).toHaveURL(address);
  await expect(page.getByRole("heading", { name: question })).toBeVisible();
});
