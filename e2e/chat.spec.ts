import type { Locator } from "@playwright/test";
import { formatExactUsd, formatUsd } from "@/lib/core/format";
import { expect, test } from "./fixtures";
import {
  billOf,
  confirmed,
  ended,
  messagesOf,
  readConversation,
  readGeneration,
  requestsFor,
} from "./ledger";
import { answerOf, ask, composer, factsOf, generationIdOf, openChat, settled, unique } from "./playground";

// Slow enough to be in the middle of an answer, quick enough not to wait for it.
test.use({ sandboxSpeed: 3 });

const CODER = "anthropic/claude-haiku-4.5";
const QUICK = "inception/mercury-2";
const SLOW = "nousresearch/hermes-4-405b";
const THINKER = "qwen/qwen3.6-flash";
/** Some seconds of a slow model's words, all different. */
const LONG = Array.from({ length: 600 }, (_, index) => `word${index + 1}`).join(" ");
/** One provider each: the first stops billing with the client, the second writes on to the end. */
const STOPS_BILLING = "cohere/command-a";
const BILLS_ON = "amazon/nova-premier-v1";

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

for (const [model, what, isCharged] of [
  [STOPS_BILLING, "a provider that stops billing", "what had been said"],
  [BILLS_ON, "a provider that bills in full", "the whole answer"],
] as const) {
  test(`Stop keeps the text; ${what} is paid for ${isCharged}`, async ({ page, patchbay, sandbox }) => {
    await sandbox.setFault(model, "stall", { after: 30 });
    await openChat(page, model);
    const question = unique("Explain supply chains");
    await ask(page, question);
    const answer = answerOf(page, model);
    await expect(factsOf(answer)).toContainText(/Tokens out: ≈ (2[5-9]|3\d) out/);
    await page.getByRole("button", { name: "Stop" }).click();

    await expect(answer).toHaveAttribute("aria-busy", "false");
    await expect(answer).toContainText("Stopped. What had arrived is kept");
    await expect(page.getByRole("button", { name: "Send" })).toBeVisible();
    const id = await generationIdOf(answer);
    const generation = await confirmed(patchbay, id);
    const line = await billOf(sandbox, generation.upstreamId);
    expect(line?.cancelled).toBe(true);
    expect(generation).toMatchObject({ state: "cancelled", cost: line?.cost, failure: null });
    expect(generation.hold?.outcome).toBe("booked");
    // What had been said is about thirty tokens; a whole answer is hundreds.
    const tokens = generation.completionTokens ?? 0;
    if (model === STOPS_BILLING) expect(tokens).toBeLessThan(45);
    else expect(tokens).toBeGreaterThan(100);
    // The page learns of it by itself.
    await expect(factsOf(answer)).toContainText(`Cost: ${formatUsd(line?.cost ?? null)}`);

    const { panes } = await readConversation(patchbay, generation.conversationId ?? "");
    const kept = panes[0]?.messages.at(-1)?.content ?? "";
    expect(kept.length).toBeGreaterThan(40);
    await page.reload();
    await expect(answer).toContainText("Stopped.");
    await expect(answer).toContainText(kept.split("\n")[0]?.replaceAll("*", "").slice(0, 40) ?? "");
    expect(await requestsFor(sandbox, question)).toHaveLength(1);
  });
}

test("a reload in the middle of an answer loses nothing, and Stop still works", async ({
  page,
  patchbay,
  sandbox,
}) => {
  await sandbox.setFault(STOPS_BILLING, "stall", { after: 60 });
  await openChat(page, STOPS_BILLING);
  const question = unique("Explain how rainbows form");
  await ask(page, question);
  const answer = answerOf(page, STOPS_BILLING);
  await expect(factsOf(answer)).toContainText(/Tokens out: ≈ (5[5-9]|6\d) out/);
  const before = await paragraphsOf(answer);

  await page.reload();
  await expect(answer).toHaveAttribute("aria-busy", "true");
  await expect.poll(() => answer.getByRole("paragraph").allTextContents()).toEqual(before);
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(answer).toContainText("Stopped.");
  const generation = await confirmed(patchbay, await generationIdOf(answer));
  expect(generation.state).toBe("cancelled");
  expect(generation.cost).toBe((await billOf(sandbox, generation.upstreamId))?.cost);
  expect(await requestsFor(sandbox, question)).toHaveLength(1);
});

test("an answer goes on over a reload to the very end", async ({ page, patchbay }) => {
  await openChat(page, SLOW);
  await ask(page, `Reply with exactly "${LONG}"`);
  const answer = answerOf(page, SLOW);
  await expect(answer.getByRole("paragraph").filter({ hasText: "word20 " })).toBeVisible();
  await page.reload();
  await expect(answer).toHaveAttribute("aria-busy", "true");
  await expect(answer.getByText(LONG, { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(answer).toHaveAttribute("aria-busy", "false");
  const generation = await ended(patchbay, await generationIdOf(answer));
  expect(generation).toMatchObject({ state: "finished", finishReason: "stop" });
  await page.reload();
  await expect(answer.getByText(LONG, { exact: true })).toBeVisible();
});

test("two tabs on one conversation see the same, and either can stop it", async ({
  page,
  context,
  sandbox,
}) => {
  await sandbox.setFault(STOPS_BILLING, "stall", { after: 50 });
  await openChat(page, STOPS_BILLING);
  await ask(page, unique("Explain how rainbows form"));
  const here = answerOf(page, STOPS_BILLING);
  await expect(factsOf(here)).toContainText(/Tokens out: ≈ (4[5-9]|5\d) out/);

  const other = await context.newPage();
  await other.goto(page.url());
  const there = answerOf(other, STOPS_BILLING);
  await expect(there).toHaveAttribute("aria-busy", "true");
  const text = await paragraphsOf(here);
  await expect.poll(() => there.getByRole("paragraph").allTextContents()).toEqual(text);

  await other.getByRole("button", { name: "Stop" }).click();
  await expect(here).toContainText("Stopped.");
  await expect(page.getByRole("button", { name: "Stop" })).toBeHidden();

  // What is asked in one is answered in both.
  await sandbox.clearFaults();
  await ask(other, "What is 6 * 7?");
  await expect(page.getByRole("article", { name: STOPS_BILLING })).toHaveCount(2);
  await expect(here).toContainText("42");
});

test("an answer is finished and paid for although the tab was closed", async ({
  page,
  context,
  patchbay,
  sandbox,
}) => {
  await openChat(page, SLOW);
  const question = unique(`Reply with exactly "${LONG}"`);
  await ask(page, question);
  const paragraph = answerOf(page, SLOW).getByRole("paragraph");
  await expect(paragraph.filter({ hasText: "word20 " })).toBeVisible();
  const id = await generationIdOf(answerOf(page, SLOW));
  const url = page.url();
  await page.close();
  expect((await readGeneration(patchbay, id)).state).toBe("running");

  await expect
    .poll(async () => (await readGeneration(patchbay, id)).state, { timeout: 30_000 })
    .toBe("finished");
  const generation = await readGeneration(patchbay, id);
  expect(generation.cost).toBe((await billOf(sandbox, generation.upstreamId))?.cost);
  const later = await context.newPage();
  await later.goto(url);
  await expect(answerOf(later, SLOW).getByText(LONG, { exact: true })).toBeVisible();
  await expect(factsOf(answerOf(later, SLOW))).toContainText(`Cost: ${formatUsd(generation.cost)}`);
  expect(await requestsFor(sandbox, question)).toHaveLength(1);
});

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

/** What an answer that stands still says, once it is drawn as markdown: until then all of it is one paragraph. */
async function paragraphsOf(answer: Locator): Promise<string[]> {
  await expect(answer.getByRole("paragraph").nth(2)).toBeVisible();
  return settled(() => answer.getByRole("paragraph").allTextContents());
}

const isFocused = (locator: Locator): Promise<boolean> =>
  locator.evaluate((element) => element === document.activeElement);
