import type { Locator, Page } from "@playwright/test";
import { formatUsd } from "@/lib/core/format";
import { expectAccessible } from "./accessible";
import { expect, test } from "./fixtures";
import { ended, readConversation, startChat } from "./ledger";
import type { PatchbayProcess } from "./patchbay";
import { answerOf, ask, unique } from "./playground";

/** Of their own: the list of conversations beside them names the models of other tests. */
const THREE = ["meta-llama/llama-4-scout", "mistralai/mistral-nemo", "qwen/qwen3-32b"] as const;
const ALIASES = ["A", "B", "C"] as const;

const paneOf = (page: Page, name: string): Locator => page.getByRole("region", { name, exact: true });
const vote = (page: Page): Locator => page.getByRole("region", { name: "Vote" });
const conversationIdOf = (page: Page): string => new URL(page.url()).pathname.split("/").at(-1) ?? "";

/** What would tell one of the models: its id, its name, its maker's word for it. */
const telltales = (models: readonly string[]): string[] =>
  models.flatMap((model) => [model, encodeURIComponent(model), model.split("/")[1] ?? model]);

/** Keeps what the server says from now on, but for the list of all models there are. */
function listen(page: Page): () => Promise<string> {
  const bodies: Promise<string>[] = [];
  page.on("response", (response) => {
    const { pathname } = new URL(response.url());
    if (pathname.startsWith("/api/") && !pathname.startsWith("/api/models") && !pathname.endsWith("/events"))
      bodies.push(response.text().catch(() => ""));
  });
  return async () => (await Promise.all(bodies)).join("\n");
}

/** All that the page itself holds: its document, its address and what the browser keeps for it. */
const heldBy = (page: Page): Promise<string> =>
  page.evaluate(() =>
    [
      document.documentElement.outerHTML,
      location.href,
      document.title,
      JSON.stringify(localStorage),
      JSON.stringify(sessionStorage),
    ].join("\n"),
  );

/** What the event stream says to someone who connects now. */
const streamOf = (page: Page, id: string): Promise<string> =>
  page.evaluate(async (path) => {
    const leave = new AbortController();
    const response = await fetch(path, { signal: leave.signal });
    const reader = response.body?.getReader();
    const decoder = new TextDecoder();
    let text = "";
    const over = setTimeout(() => leave.abort(), 5_000);
    while (text.split('"state":"finished"').length < 4) {
      const piece = await reader?.read().catch(() => undefined);
      if (!piece || piece.done) break;
      text += decoder.decode(piece.value, { stream: true });
    }
    clearTimeout(over);
    leave.abort();
    return text;
  }, `/api/conversations/${id}/events`);

function expectBlind(text: string, words: readonly string[], where: string): void {
  expect(text.length, where).toBeGreaterThan(0);
  expect(
    words.filter((word) => text.includes(word)),
    where,
  ).toEqual([]);
}

/** What has been seen goes with the next drawing, not at once. */
async function becomesBlind(page: Page, words: readonly string[], where: string): Promise<void> {
  await expect
    .poll(async () => {
      const held = await heldBy(page);
      return words.filter((word) => held.includes(word));
    }, where)
    .toEqual([]);
  expectBlind(await heldBy(page), words, where);
}

test("nothing tells three models apart until the vote; then all is shown, kept and gone on from", async ({
  page,
  patchbay,
}) => {
  await page.goto(`/?models=${THREE.join()}`);
  await expect(page.getByRole("button", { name: "Model", exact: true })).toHaveCount(3);
  const heard = listen(page);
  await page.getByRole("switch", { name: "Blind" }).click();
  for (const alias of ALIASES) await expect(paneOf(page, alias)).toBeVisible();
  await becomesBlind(page, telltales(THREE), "before it is asked");
  await expect(page.getByRole("button", { name: "Add model" })).toBeDisabled();

  const question = unique("Explain tides");
  await ask(page, question);
  for (const alias of ALIASES) await expect(answerOf(page, `Answer of ${alias}`)).toBeVisible();
  await expect(vote(page).getByText("Which answer is best?").first()).toBeVisible();
  const id = conversationIdOf(page);
  const prices = [/≈ \$/, /\$0\.\d/, /tok\/s/, / ms\b/];
  const main = page.getByRole("main");
  for (const figure of prices) await expect(main.getByText(figure)).toHaveCount(0);
  expectBlind(await heldBy(page), telltales(THREE), "the page");
  expectBlind(
    await streamOf(page, id),
    [...telltales(THREE), '"cost":"', '"provider":"', "gen-"],
    "the stream",
  );
  expectBlind(await heard(), [...telltales(THREE), '"cost":"', '"provider":"'], "the answers of the server");
  await page.reload();
  for (const alias of ALIASES) await expect(paneOf(page, alias).getByRole("article")).toBeVisible();
  await expect(vote(page)).toBeFocused();
  expectBlind(await heldBy(page), telltales(THREE), "the page, read again");
  await expectAccessible(page, "a vote");

  await page.keyboard.press("2");
  await expect(vote(page)).toContainText("is voted best");
  const { panes, votes } = await readConversation(patchbay, id);
  const models = panes.map(({ model }) => model);
  expect(models.toSorted()).toEqual([...THREE].sort());
  const winner = models[1] ?? "";
  expect(votes).toMatchObject([{ outcome: "winner", winner: panes[1]?.messages[1]?.generation?.id }]);
  await expect(answerOf(page, winner)).toContainText("Voted best");
  for (const { model, messages } of panes) {
    const cost = messages[1]?.generation?.cost ?? null;
    await expect(answerOf(page, model)).toContainText(formatUsd(cost));
  }
  await expect(vote(page).getByRole("listitem")).toHaveText(
    models.map((model, index) => `${ALIASES[index]} ${model}`),
  );
  await page.reload();
  await expect(vote(page)).toContainText(`${winner} is voted best.`);
  await vote(page).getByRole("button", { name: "Continue with the winner" }).click();
  await expect(vote(page)).toContainText("every pane goes on from its answer");
  for (const model of models) await expect(paneOf(page, model).getByRole("article")).toHaveText(/Voted best/);
});

const TWO = ["mistralai/devstral-2512", "meta-llama/llama-4-maverick"] as const;

/** Two answers to one question, all ended, without a browser. */
async function talk(patchbay: PatchbayProcess, blind: boolean) {
  const panes = TWO.map((model) => ({ model }));
  const started = await startChat(patchbay, { message: unique("Explain tides"), panes, blind });
  for (const { generationId } of started.generations) await ended(patchbay, generationId);
  return started;
}

test("two answers are compared word by word, and a conversation becomes blind and seeing again", async ({
  page,
  patchbay,
}) => {
  const { conversationId } = await talk(patchbay, false);
  await page.goto(`/c/${conversationId}`);
  await page.getByRole("button", { name: "Compare answers" }).click();
  const dialog = page.getByRole("dialog", { name: "Compare answers" });
  await expect(dialog.getByRole("combobox", { name: "First answer" })).toContainText(TWO[0]);
  await expect(dialog.getByRole("status").first()).toContainText(
    new RegExp(
      `only in ${TWO[0]} \\(struck\\), [\\d,]+ words? only in ${TWO[1]} \\(underlined\\), [\\d.]+ % alike`,
    ),
  );
  const text = dialog.getByRole("region", { name: "Differences" });
  await page.keyboard.press("n");
  await expect(text.locator(":focus")).toHaveCount(1);
  await expectAccessible(page, "two answers compared");
  await dialog.getByText("Side by side").click();
  await expect(text.getByRole("region", { name: TWO[0] }).getByRole("deletion").first()).toBeVisible();
  await expect(text.getByRole("region", { name: TWO[1] }).getByRole("deletion")).toHaveCount(0);
  await expect(text.getByRole("region", { name: TWO[1] }).getByRole("insertion").first()).toBeVisible();
  await page.keyboard.press("Escape");

  await page.getByRole("switch", { name: "Blind" }).click();
  for (const alias of ["A", "B"]) await expect(paneOf(page, alias).getByRole("article")).toBeVisible();
  await page.getByRole("button", { name: "Compare answers" }).click();
  await expect(dialog.getByRole("status").first()).toContainText("only in A (struck)");
  await becomesBlind(page, telltales(TWO), "a conversation made blind");
  await page.keyboard.press("Escape");
  await vote(page).getByRole("button", { name: "Show models without a vote" }).click();
  for (const model of TWO) await expect(answerOf(page, model)).toContainText(/\$0\.\d+/);
  // What has been seen is not voted on; what is answered from now on is.
  await page.getByRole("switch", { name: "Blind" }).click();
  await expect(vote(page)).toContainText("no two unseen answers");
  await ask(page, unique("And why?"));
  await vote(page).getByRole("button", { name: "Tie" }).click();
  await expect(vote(page)).toContainText("A tie.");
  await expect(paneOf(page, TWO[0])).toBeVisible();
});

test("votes make a leaderboard, with what a win costs, as a chart and as a file", async ({
  page,
  patchbay,
}) => {
  const { conversationId, turnId } = await talk(patchbay, true);
  const { panes } = await readConversation(patchbay, conversationId);
  const body = { turnId, winner: panes[0]?.id };
  expect((await page.request.post(`/api/conversations/${conversationId}/votes`, { data: body })).ok()).toBe(
    true,
  );
  const won = (await readConversation(patchbay, conversationId)).panes[0];

  await page.route("/api/votes/leaderboard?days=7", (route) =>
    route.fulfill({ json: { votes: 0, standings: [] } }),
  );
  await page.goto("/votes?period=7d");
  await expect(page.getByText("No votes in this time")).toBeVisible();
  await expectAccessible(page, "no votes");
  await page.getByRole("group", { name: "Period" }).getByText("30d", { exact: true }).click();
  await expect(page).toHaveURL(/period=30d/);
  const row = page.getByRole("table", { name: "Leaderboard" }).getByRole("row", { name: won?.model ?? "" });
  await expect(row).toContainText(/[1-9]\d* of \d+/);
  await expect(row).toContainText(/\$0\.\d+.*\$0\.\d+/);
  const chart = page.getByRole("figure", { name: "Score by the average cost of an answer" });
  await expect(chart.getByText((won?.model ?? "").split("/")[1] ?? "")).toBeVisible();
  await expectAccessible(page, "the leaderboard");

  await page.setViewportSize({ width: 800, height: 900 });
  const link = row.getByRole("link");
  expect((await link.boundingBox())?.height).toBeLessThan(30);
  await row.getByRole("button", { name: /^More about/ }).click();
  await expect(page.getByText("Interval, 95 %").filter({ visible: true })).toBeVisible();
  await expect(page.getByText("Cost per win").filter({ visible: true })).toHaveCount(1);

  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save as CSV" }).click();
  expect((await saved).suggestedFilename()).toBe("votes-30d.csv");
});
