import type { Locator } from "@playwright/test";
import { formatUsd } from "@/lib/core/format";
import { BILLS_ON, STOPS_BILLING } from "./chat";
import { expect, test } from "./fixtures";
import { billOf, confirmed, ended, readConversation, readGeneration, requestsFor } from "./ledger";
import { answerOf, ask, factsOf, generationIdOf, openChat, settled, unique } from "./playground";

// Slow enough to be in the middle of an answer, quick enough not to wait for it.
test.use({ sandboxSpeed: 3 });

const SLOW = "nousresearch/hermes-4-405b";
/** Some seconds of a slow model's words, all different. */
const LONG = Array.from({ length: 600 }, (_, index) => `word${index + 1}`).join(" ");

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

/** What an answer that stands still says, once it is drawn as markdown: until then all of it is one paragraph. */
async function paragraphsOf(answer: Locator): Promise<string[]> {
  await expect(answer.getByRole("paragraph").nth(2)).toBeVisible();
  return settled(() => answer.getByRole("paragraph").allTextContents());
}
