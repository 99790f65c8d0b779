import { expect, test } from "./fixtures";
import { readConversation, requestsFor } from "./ledger";
import { conversationIdOf, EIGHT, expectOrder, ONE, openPanes, paneOf, pick, THREE, TWO } from "./panes";
import { answerOf, ask, factsOf, settled, unique } from "./playground";

// Slow enough to be in the middle of an answer, quick enough not to wait for it.
test.use({ sandboxSpeed: 3 });

test("eight models answer at once, another tab sees them all, and Stop all stops them", async ({
  page,
  context,
  sandbox,
  patchbay,
}) => {
  await sandbox.setFault("*", "stall", { after: 20 });
  await openPanes(page, EIGHT);
  await expect(page.getByRole("button", { name: "Add model" })).toBeDisabled();
  const question = unique("Explain how rainbows form");
  await ask(page, question);
  for (const model of EIGHT)
    await expect(factsOf(answerOf(page, model))).toContainText(/Tokens out: ≈ (1[5-9]|2\d) out/);
  expect(await requestsFor(sandbox, question)).toHaveLength(8);

  // Six connections is all that HTTP/1.1 has: two tabs with eight panes each need two of them.
  const other = await context.newPage();
  await other.goto(page.url());
  for (const model of EIGHT) {
    await expect(answerOf(other, model)).toHaveAttribute("aria-busy", "true");
    await expect(answerOf(other, model).getByRole("paragraph").first()).toBeVisible();
  }
  await other.getByRole("button", { name: "Stop all" }).click();
  for (const tab of [page, other]) {
    for (const model of EIGHT) await expect(answerOf(tab, model)).toContainText("Stopped.");
    await expect(tab.getByRole("button", { name: "Send" })).toBeVisible();
  }
  const { panes } = await readConversation(patchbay, conversationIdOf(page));
  expect(panes.map(({ model }) => model)).toEqual(EIGHT);
});

test("a reload in the middle of eight answers loses none of them; one is stopped, the others go on", async ({
  page,
  sandbox,
}) => {
  await sandbox.setFault("*", "stall", { after: 40 });
  await openPanes(page, EIGHT);
  const question = unique("Explain how rainbows form");
  await ask(page, question);
  for (const model of EIGHT)
    await expect(factsOf(answerOf(page, model))).toContainText(/Tokens out: ≈ (3[5-9]|4\d) out/);
  const textsOf = () =>
    Promise.all(EIGHT.map((model) => answerOf(page, model).getByRole("paragraph").allTextContents()));
  // The figures are told before the last words have come, and before they are drawn.
  for (const model of EIGHT) await expect(answerOf(page, model).getByRole("paragraph").first()).toBeVisible();
  const before = await settled(textsOf);

  await page.reload();
  for (const model of EIGHT) await expect(answerOf(page, model)).toHaveAttribute("aria-busy", "true");
  await expect.poll(textsOf).toEqual(before);

  await paneOf(page, TWO).getByRole("button", { name: "Stop", exact: true }).click();
  await expect(answerOf(page, TWO)).toContainText("Stopped.");
  const others = EIGHT.filter((model) => model !== TWO);
  for (const model of others) await expect(answerOf(page, model)).toHaveAttribute("aria-busy", "true");
  await page.keyboard.press("Escape");
  for (const model of others) await expect(answerOf(page, model)).toContainText("Stopped.");
  expect(await requestsFor(sandbox, question)).toHaveLength(8);
});

test("what fails in one pane stays there, and is tried again there", async ({ page, sandbox }) => {
  await sandbox.setFault(TWO, "stream-error-a", { after: 10 }, 1);
  await openPanes(page, [ONE, TWO, THREE]);
  await ask(page, unique("Explain tides"));
  await expect(answerOf(page, TWO).getByRole("alert")).toBeVisible();
  for (const model of [ONE, THREE]) {
    await expect(answerOf(page, model)).toHaveAttribute("aria-busy", "false");
    await expect(factsOf(answerOf(page, model))).toContainText("Finish reason: stop");
    await expect(paneOf(page, model).getByRole("alert")).toHaveCount(0);
  }
  await paneOf(page, TWO).getByRole("button", { name: "Try again" }).click();
  await expect(factsOf(answerOf(page, TWO))).toContainText("Finish reason: stop");
  await expect(page.getByRole("article")).toHaveCount(3);
});

test("a message goes to all, to one, or out of step from each pane", async ({ page, sandbox, patchbay }) => {
  await openPanes(page, [ONE, TWO]);
  const [all, one, own] = [unique("What is 6 * 7?"), unique("What is 2 * 4?"), unique("What is 3 * 3?")];
  await ask(page, all);
  await expect(page.getByRole("article")).toHaveCount(2);
  for (const model of [ONE, TWO]) await expect(answerOf(page, model)).toHaveAttribute("aria-busy", "false");
  await page.getByRole("combobox", { name: "Send to" }).selectOption(TWO);
  await ask(page, one);
  await expect(paneOf(page, TWO).getByRole("article")).toHaveCount(2);
  await expect(answerOf(page, TWO)).toHaveAttribute("aria-busy", "false");
  await expect(paneOf(page, ONE).getByRole("article")).toHaveCount(1);

  await page.getByRole("switch", { name: "Sync" }).click();
  await expect(page.getByRole("switch", { name: "Sync" })).toHaveAttribute("aria-checked", "false");
  await expect(page.getByRole("textbox", { name: /^Message to/ })).toHaveCount(2);
  // Shown at once, and kept a moment later.
  await expect.poll(async () => (await readConversation(patchbay, conversationIdOf(page))).sync).toBe(false);
  await page.reload();
  await paneOf(page, ONE)
    .getByRole("textbox", { name: `Message to ${ONE}` })
    .fill(own);
  await paneOf(page, ONE).getByRole("button", { name: "Send" }).click();
  await expect(paneOf(page, ONE).getByRole("article")).toHaveCount(2);
  await expect(answerOf(page, ONE)).toHaveAttribute("aria-busy", "false");
  const sent = await Promise.all([all, one, own].map((text) => requestsFor(sandbox, text)));
  expect(sent.map((requests) => requests.map(({ model }) => model).toSorted())).toEqual([
    [ONE, TWO],
    [TWO],
    [ONE],
  ]);
  expect((await readConversation(patchbay, conversationIdOf(page))).sync).toBe(false);
});

test("a model that is added in step is asked with the instructions and settings of the others", async ({
  page,
  sandbox,
}) => {
  await openPanes(page, [ONE]);
  await page.getByRole("button", { name: "Settings", exact: true }).click();
  const settings = page.getByRole("dialog", { name: /^Settings of/ });
  await settings.getByLabel("System prompt").fill("Answer in one word.");
  await settings.getByLabel("Temperature").fill("0.3");
  await settings.getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: "Add model" }).click();
  await pick(page, THREE);
  await expectOrder(page, [ONE, THREE]);
  const question = unique("What is 6 * 7?");
  await ask(page, question);
  await expect(answerOf(page, THREE)).toHaveAttribute("aria-busy", "false");
  const requests = await requestsFor(sandbox, question);
  expect(requests).toHaveLength(2);
  for (const { body } of requests)
    expect(body).toMatchObject({
      temperature: 0.3,
      messages: [{ role: "system", content: "Answer in one word." }, { role: "user" }],
    });
});

test("the first message may go to one of several; the others are there all the same", async ({
  page,
  patchbay,
}) => {
  await openPanes(page, [ONE, TWO, THREE]);
  await page.getByRole("combobox", { name: "Send to" }).selectOption(TWO);
  await ask(page, unique("What is 6 * 7?"));
  await expect(answerOf(page, TWO)).toHaveAttribute("aria-busy", "false");
  await expectOrder(page, [ONE, TWO, THREE]);
  await expect(page.getByRole("article")).toHaveCount(1);
  const { panes } = await readConversation(patchbay, conversationIdOf(page));
  expect(panes.map(({ model, messages }) => [model, messages.length])).toEqual([
    [ONE, 0],
    [TWO, 2],
    [THREE, 0],
  ]);
});

test("the best of a row are marked, and what all of it cost is told", async ({ page, patchbay }) => {
  await openPanes(page, [ONE, TWO]);
  await ask(page, unique("Explain tides"));
  for (const model of [ONE, TWO]) await expect(answerOf(page, model)).toHaveAttribute("aria-busy", "false");
  await expect(page.getByRole("article").getByText("cheapest")).toHaveCount(1);
  await expect(page.getByRole("article").getByText("fastest")).toHaveCount(1);
  await expect(factsOf(answerOf(page, TWO))).toContainText("fastest");
  const { panes } = await readConversation(patchbay, conversationIdOf(page));
  const costs = panes.map(({ messages }) => messages.at(-1)?.generation?.cost ?? null);
  const cheaper = (costs[0] ?? 0n) < (costs[1] ?? 0n) ? ONE : TWO;
  await expect(factsOf(answerOf(page, cheaper))).toContainText("cheapest");
  await expect(page.getByRole("group", { name: "Spent" })).toContainText(
    /^This conversation: \$[\d.]+.*\$[\d.]+.* today$/,
  );
});
