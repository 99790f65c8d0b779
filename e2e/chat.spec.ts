import type { Locator } from "@playwright/test";
import { formatExactUsd, formatUsd } from "@/lib/core/format";
import { QUICK, STOPS_BILLING } from "./chat";
import { expect, test } from "./fixtures";
import { billOf, confirmed, ended, messagesOf, readConversation, requestsFor } from "./ledger";
import { answerOf, ask, composer, factsOf, generationIdOf, openChat, unique } from "./playground";

// Slow enough to be in the middle of an answer, quick enough not to wait for it.
test.use({ sandboxSpeed: 3 });

const CODER = "anthropic/claude-haiku-4.5";
const THINKER = "qwen/qwen3.6-flash";

test("someone chooses a model, asks, reads the answer and sees what it took", async ({
  page,
  patchbay,
  sandbox,
}) => {
  await page.goto("/");
  await page.getByRole("button", { name: "Model", exact: true }).click();
  const picker = page.getByRole("dialog", { name: "Choose a model" });
  await picker.getByRole("searchbox", { name: "Search models" }).fill("haiku 4.5");
  await picker.getByRole("option", { name: CODER }).click();
  await expect(picker).toBeHidden();
  await expect(page.getByRole("button", { name: "Model", exact: true })).toHaveAccessibleDescription(CODER);

  const question = unique("Write a Python function for a running mean");
  await ask(page, question);
  await expect(page).toHaveURL(/\/c\/[0-9a-f-]{36}$/);
  await expect(composer(page)).toHaveValue("");
  const answer = answerOf(page, CODER);
  await expect(answer).toHaveAttribute("aria-busy", "false");
  await expect(answer).toContainText("def running_mean");

  const facts = factsOf(answer);
  await expect(facts).toContainText(/Time to first token: [\d.]+ (ms|s)/);
  await expect(facts).toContainText(/Tokens in: \d+ in/);
  await expect(facts).toContainText(/Tokens out: \d+ out/);
  await expect(facts).toContainText(/Provider: \S+/);
  await expect(facts).toContainText("Finish reason: stop");

  const generation = await ended(patchbay, await generationIdOf(answer));
  const line = await billOf(sandbox, generation.upstreamId);
  expect(line).not.toBeNull();
  expect(generation.cost).toBe(line?.cost);
  expect(generation.entries.map(({ amount }) => amount)).toEqual([line?.cost]);
  expect(generation.hold?.outcome).toBe("booked");
  const cost = formatUsd(generation.cost);
  await expect(facts).toContainText(`Cost: ${cost}`);
  // The figure is drawn anew when it is confirmed, which may be right now.
  await expect(async () => {
    await page.mouse.move(0, 0);
    await facts.getByText(cost, { exact: true }).hover();
    await expect(page.getByRole("tooltip")).toHaveText(
      generation.cost === null ? "" : formatExactUsd(generation.cost),
      { timeout: 2_000 },
    );
  }).toPass();
  expect(await requestsFor(sandbox, question)).toHaveLength(1);
  expect((await confirmed(patchbay, generation.id)).cost).toBe(line?.cost);
});

test("code and answers can be copied", async ({ page, context, patchbay }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: patchbay.url });
  await openChat(page, CODER);
  await ask(page, unique("Write a Python function for a running mean"));
  const answer = answerOf(page, CODER);
  await expect(answer).toHaveAttribute("aria-busy", "false");

  await answer.getByRole("button", { name: "Copy code" }).click();
  await expect(answer.getByRole("button", { name: "Copied" })).toBeVisible();
  const code = await page.evaluate(() => navigator.clipboard.readText());
  expect(code).toMatch(/^from collections[\s\S]+window=2\)\)$/);
  expect(code).not.toContain("```");

  const { conversationId } = await ended(patchbay, await generationIdOf(answer));
  const { panes } = await readConversation(patchbay, conversationId ?? "");
  await answer.getByRole("button", { name: "Copy answer" }).click();
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toBe(panes[0]?.messages.at(-1)?.content);
});

test("markdown is drawn while it arrives: headings, tables, lists", async ({ page, sandbox }) => {
  await sandbox.setFault(QUICK, "stall", { after: 45 });
  await openChat(page, QUICK);
  await ask(page, unique("Compare Postgres and SQLite in a table"));
  const answer = answerOf(page, QUICK);
  // The stream stands still in the middle of a row.
  await expect(answer.getByRole("columnheader", { name: "Postgres" })).toBeVisible();
  await expect(answer).toHaveAttribute("aria-busy", "true");
  await expect(answer).not.toContainText("| ---");
  await expect(factsOf(answer)).toContainText(/Tokens out: ≈ \d+ out/);
  await expect(factsOf(answer)).toContainText("cost —");
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(answer).toHaveAttribute("aria-busy", "false");
});

test("what a model thinks is folded away, and can be read", async ({ page, patchbay }) => {
  await openChat(page, THINKER);
  await ask(page, unique("Explain how rainbows form"));
  const answer = answerOf(page, THINKER);
  await expect(answer).toHaveAttribute("aria-busy", "false");
  const thought = answer.getByRole("button", { name: /^Thought/ });
  await expect(thought).toHaveAttribute("aria-expanded", "false");
  const { conversationId } = await ended(patchbay, await generationIdOf(answer));
  const { panes } = await readConversation(patchbay, conversationId ?? "");
  const reasoning = panes[0]?.messages.at(-1)?.reasoning ?? "";
  expect(reasoning.length).toBeGreaterThan(50);
  await expect(answer).not.toContainText(reasoning);
  await thought.click();
  await expect(answer).toContainText(reasoning);
  await expect(factsOf(answer)).toContainText(/\(\d+ reasoning\)/);
});

test("a second question knows of the first", async ({ page, sandbox, patchbay }) => {
  await openChat(page, QUICK);
  const [first, second] = [unique("My name is Ada. What is 6 * 7?"), "What is my name?"];
  await ask(page, first);
  const articles = page.getByRole("article", { name: QUICK });
  await expect(articles).toHaveCount(1);
  await expect(articles.first()).toHaveAttribute("aria-busy", "false");
  await ask(page, second);
  await expect(articles).toHaveCount(2);
  await expect(articles.last()).toContainText("Your name is Ada.");
  await expect(articles.last()).toHaveAttribute("aria-busy", "false");

  const { upstreamId } = await ended(patchbay, await generationIdOf(articles.last()));
  const sent = (await requestsFor(sandbox, second)).find(({ id }) => id === upstreamId);
  expect(messagesOf(sent?.body).map(({ role, content }) => [role, content])).toEqual([
    ["user", first],
    ["assistant", expect.stringMatching(/\S/)],
    ["user", second],
  ]);
});

test("everything can be done from the keyboard", async ({ page, sandbox }) => {
  await page.goto("/");
  await expect(composer(page)).toBeFocused();
  await page.keyboard.press("ControlOrMeta+m");
  const picker = page.getByRole("dialog", { name: "Choose a model" });
  await expect(picker.getByRole("searchbox", { name: "Search models" })).toBeFocused();
  await page.keyboard.type("command a");
  await expect(picker.getByRole("option").first()).toContainText(STOPS_BILLING);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await expect(picker).toBeHidden();
  await expect(page.getByRole("button", { name: "Model", exact: true })).toHaveAccessibleDescription(
    STOPS_BILLING,
  );

  await sandbox.setFault(STOPS_BILLING, "stall", { after: 20 });
  await expect(composer(page)).toBeFocused();
  await page.keyboard.press("Shift+Tab");
  await expect(composer(page)).not.toBeFocused();
  await page.keyboard.press("/");
  await expect(composer(page)).toBeFocused();
  await page.keyboard.type("Explain tides");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("briefly");
  await expect(composer(page)).toHaveValue("Explain tides\nbriefly");
  await page.keyboard.press("Enter");
  const answer = answerOf(page, STOPS_BILLING);
  await expect(factsOf(answer)).toContainText(/Tokens out: ≈ (1[5-9]|2\d) out/);
  await page.keyboard.press("Escape");
  await expect(answer).toContainText("Stopped.");

  await sandbox.clearFaults();
  await expect(composer(page)).toBeFocused();
  await page.keyboard.type("What is 6 * 7?");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("article")).toHaveCount(2);
  await expect(answer).toContainText("42");
  await expect(answer).toHaveAttribute("aria-busy", "false");

  const details = answer.getByRole("link", { name: "Details" });
  for (let steps = 0; steps < 15 && !(await isFocused(details)); steps++)
    await page.keyboard.press("Shift+Tab");
  await expect(details).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/generations\//);
  await expect(composer(page)).toHaveCount(0);
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByRole("dialog").getByRole("combobox")).toBeFocused();
  await page.keyboard.type("Spend");
  await expect(page.getByRole("option", { name: "Go to Spend", selected: true })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Spend", level: 1 })).toBeVisible();
});

const isFocused = (locator: Locator): Promise<boolean> =>
  locator.evaluate((element) => element === document.activeElement);
