import { formatUsd } from "@/lib/core/format";
import { QUICK } from "./chat";
import { expect, test } from "./fixtures";
import { ended } from "./ledger";
import { answerOf, ask, composer, generationIdOf, openChat, unique } from "./playground";

// Slow enough to be in the middle of an answer, quick enough not to wait for it.
test.use({ sandboxSpeed: 3 });

test("conversations are listed, renamed and deleted; the ledger keeps what they cost", async ({
  page,
  patchbay,
}) => {
  const word = crypto.randomUUID().slice(0, 8);
  const question = `Reply with only the word ${word}`;
  await openChat(page, QUICK);
  await ask(page, question);
  await expect(answerOf(page, QUICK)).toContainText(word);
  await expect(answerOf(page, QUICK)).toHaveAttribute("aria-busy", "false");
  const id = await generationIdOf(answerOf(page, QUICK));
  const recent = page.getByRole("navigation", { name: "Recent conversations" });
  await expect(recent.getByRole("link", { name: question })).toHaveAttribute("aria-current", "page");

  const title = unique("Multiplication");
  await page.getByRole("heading", { name: question }).getByRole("button").click();
  await page.getByRole("textbox", { name: "Title" }).fill(title);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: title })).toBeVisible();
  await expect(recent.getByRole("link", { name: title })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { name: title })).toBeVisible();
  await expect(recent.getByRole("link", { name: question })).toHaveCount(0);

  await page.getByRole("link", { name: "New chat" }).click();
  await expect(page.getByRole("heading", { name: "Ask any model" })).toBeVisible();
  await recent.getByRole("link", { name: title }).click();
  await expect(answerOf(page, QUICK)).toContainText(word);

  await recent.getByRole("link", { name: title }).hover();
  await recent.getByRole("button", { name: `Actions for “${title}”` }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(recent.getByRole("link", { name: title })).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "Ask any model" })).toBeVisible();
  const generation = await ended(patchbay, id);
  expect(generation.cost).not.toBeNull();
  await page.goto(`/generations/${id}`);
  await expect(page.getByRole("table", { name: "Entries" })).toContainText(formatUsd(generation.cost));
});

test.describe("a conversation that is gone", () => {
  test.use({ expectedErrors: /404/ });

  test("is said to be gone", async ({ page }) => {
    await page.goto("/c/01900000-0000-7000-8000-000000000000");
    await expect(page.getByText("This conversation does not exist")).toBeVisible();
    await page.getByRole("main").getByRole("link", { name: "New chat" }).click();
    await expect(composer(page)).toBeVisible();
  });
});

test("a draft survives a reload, each conversation has its own", async ({ page }) => {
  await openChat(page, QUICK);
  await composer(page).fill("half a thought");
  await page.reload();
  await expect(composer(page)).toHaveValue("half a thought");
  await ask(page, "What is 6 * 7?");
  await expect(answerOf(page, QUICK)).toContainText("42");
  await expect(composer(page)).toHaveValue("");
  await composer(page).fill("and another");
  await page.reload();
  await expect(composer(page)).toHaveValue("and another");
  await page.getByRole("link", { name: "New chat" }).click();
  await expect(page.getByRole("heading", { name: "Ask any model" })).toBeVisible();
  await expect(composer(page)).toHaveValue("");
});
