import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { readConversation, requestsFor } from "./ledger";
import { answerOf, ask, composer, factsOf, settled, unique } from "./playground";

// Slow enough to be in the middle of an answer, quick enough not to wait for it.
test.use({ sandboxSpeed: 3 });

const EIGHT = [
  "cohere/command-a",
  "inception/mercury-2",
  "anthropic/claude-haiku-4.5",
  "openai/gpt-4.1",
  "openai/gpt-4o",
  "minimax/minimax-m3",
  "nousresearch/hermes-4-405b",
  "amazon/nova-premier-v1",
] as const;
const [ONE, TWO, THREE] = EIGHT;

/** The panes as they stand, by what they are called. */
const panesOf = (page: Page): Locator => page.getByRole("main").getByRole("region", { name: "/" });
const paneOf = (page: Page, name: string): Locator => page.getByRole("region", { name, exact: true });

async function openPanes(page: Page, models: readonly string[]): Promise<void> {
  await page.goto(`/?models=${models.join()}`);
  await expect(panesOf(page)).toHaveCount(models.length);
  await expectOrder(page, models);
}

async function expectOrder(page: Page, names: readonly string[]): Promise<void> {
  await expect
    .poll(() => panesOf(page).evaluateAll((all) => all.map((pane) => pane.getAttribute("aria-label"))))
    .toEqual(names);
}

const conversationIdOf = (page: Page): string => new URL(page.url()).pathname.split("/").at(-1) ?? "";

/** Chooses in the open picker. */
async function pick(page: Page, model: string): Promise<void> {
  const picker = page.getByRole("dialog", { name: "Choose a model" });
  await picker.getByRole("searchbox", { name: "Search models" }).fill(model);
  await picker.getByRole("option", { name: model }).first().click();
  await expect(picker).toBeHidden();
}

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

test("panes come, go, are doubled and change places, before a conversation and in it", async ({ page }) => {
  await openPanes(page, [ONE]);
  await page.getByRole("button", { name: "Add model" }).click();
  await pick(page, TWO);
  await expectOrder(page, [ONE, TWO]);
  await expect(page).toHaveURL(new RegExp(`models=${ONE},${TWO}$`));
  await paneOf(page, ONE).getByRole("button", { name: "Pane actions" }).click();
  await page.getByRole("menuitem", { name: "Duplicate" }).click();
  await expectOrder(page, [ONE, `${ONE} (2)`, TWO]);
  await paneOf(page, TWO).getByRole("button", { name: "Pane actions" }).click();
  await page.getByRole("menuitem", { name: "Move left" }).click();
  await expectOrder(page, [ONE, TWO, `${ONE} (2)`]);
  await paneOf(page, `${ONE} (2)`).getByRole("button", { name: "Remove pane" }).click();
  await expectOrder(page, [ONE, TWO]);
  await page.reload();
  await expectOrder(page, [ONE, TWO]);

  await ask(page, "What is 6 * 7?");
  await expect(answerOf(page, TWO)).toContainText("42");
  await expect(answerOf(page, TWO)).toHaveAttribute("aria-busy", "false");
  await expect(answerOf(page, ONE)).toHaveAttribute("aria-busy", "false");
  await page.getByRole("button", { name: "Add model" }).click();
  await pick(page, THREE);
  await expectOrder(page, [ONE, TWO, THREE]);
  await paneOf(page, TWO).getByRole("button", { name: "Pane actions" }).click();
  await page.getByRole("menuitem", { name: "Duplicate" }).click();
  await expectOrder(page, [ONE, TWO, `${TWO} (2)`, THREE]);
  await expect(paneOf(page, `${TWO} (2)`).getByRole("article")).toContainText("42");
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

test("everything about panes can be done from the keyboard", async ({ page }) => {
  await openPanes(page, [ONE]);
  await expect(composer(page)).toBeFocused();
  for (const model of [TWO, THREE]) {
    await page.keyboard.press("ControlOrMeta+\\");
    const picker = page.getByRole("dialog", { name: "Choose a model" });
    await expect(picker.getByRole("searchbox")).toBeFocused();
    await page.keyboard.type(model);
    await expect(picker.getByRole("option").first()).toContainText(model);
    await page.keyboard.press("Enter");
    await expect(picker).toBeHidden();
  }
  await expectOrder(page, [ONE, TWO, THREE]);
  await expect(composer(page)).toBeFocused();
  await page.keyboard.type("What is 6 * 7?");
  await page.keyboard.press("Enter");
  for (const model of [ONE, TWO, THREE]) await expect(answerOf(page, model)).toContainText("42");
  for (const model of [ONE, TWO, THREE])
    await expect(answerOf(page, model)).toHaveAttribute("aria-busy", "false");

  const grip = paneOf(page, THREE).getByRole("button", { name: /^Move pane/ });
  await grip.focus();
  await page.keyboard.press("ArrowLeft");
  await expectOrder(page, [ONE, THREE, TWO]);
  await expect(grip).toBeFocused();
  await page.keyboard.press("Home");
  await expectOrder(page, [THREE, ONE, TWO]);
  await expect(grip).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(paneOf(page, THREE).getByRole("button", { name: "Model", exact: true })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(paneOf(page, THREE).getByRole("button", { name: "Settings", exact: true })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Maximise" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Escape");
  await expect(paneOf(page, THREE).getByRole("button", { name: "Pane actions" })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Remove this pane?" })).toBeVisible();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expectOrder(page, [ONE, TWO]);
});

const widthOf = async (page: Page, name: string): Promise<number> =>
  (await paneOf(page, name).boundingBox())?.width ?? 0;
/** To within two pixels: shares are rounded as a window divides. */
const expectWidth = (page: Page, name: string, width: number): Promise<void> =>
  expect
    .poll(async () => Math.abs((await widthOf(page, name)) - width), `${name}: ${width} px`)
    .toBeLessThan(2);
const handleOf = (page: Page, left: string, right: string): Locator =>
  page.getByRole("separator", { name: `Resize ${left} and ${right}`, exact: true });
/** What a pane keeps, whatever is done to it. */
const LEAST = 320;

/** Chooses in the menu of a pane. */
async function act(page: Page, name: string, action: string): Promise<void> {
  await paneOf(page, name).getByRole("button", { name: "Pane actions" }).click();
  await page.getByRole("menuitem", { name: action }).click();
}

test("two panes are resized by keyboard and pointer, one is maximised, and a reload changes nothing", async ({
  page,
  patchbay,
}) => {
  await openPanes(page, [ONE, TWO]);
  const handle = handleOf(page, ONE, TWO);
  await expect(handle).toHaveAttribute("aria-orientation", "vertical");
  await expect(handle).not.toHaveAttribute("aria-valuemin", "0");
  await expect(handle).toHaveAttribute("aria-valuenow", "50");
  const even = await widthOf(page, ONE);
  await expectWidth(page, TWO, even);

  await handle.focus();
  await page.keyboard.press("ArrowRight");
  await expectWidth(page, ONE, even + 24);
  await expectWidth(page, TWO, even - 24);
  await page.keyboard.press("Shift+ArrowLeft");
  await expectWidth(page, ONE, even - 72);
  await page.keyboard.press("Home");
  await expectWidth(page, ONE, LEAST);
  const least = (await handle.getAttribute("aria-valuemin")) ?? "";
  await expect(handle).toHaveAttribute("aria-valuenow", least);
  await page.keyboard.press("End");
  await expectWidth(page, TWO, LEAST);
  await page.keyboard.press("Enter");
  await expectWidth(page, ONE, even);
  await expect(handle).toHaveAttribute("aria-valuenow", "50");
  await expect(handle).toBeFocused();

  await handle.hover();
  const { x, y, width } = (await handle.boundingBox()) ?? { x: 0, y: 0, width: 0 };
  await page.mouse.move(x + width / 2, y + 200);
  await page.mouse.down();
  await page.mouse.move(x + width / 2 + 90, y + 220, { steps: 6 });
  await page.mouse.up();
  await expectWidth(page, ONE, even + 90);
  // Let go, it stays where it is.
  await page.mouse.move(x - 100, y + 200);
  await expectWidth(page, ONE, even + 90);
  // Nor does it take a conversation for a reload to keep it.
  await page.reload();
  await expectWidth(page, ONE, even + 90);

  await act(page, TWO, "Maximise");
  await expect(paneOf(page, ONE)).toBeHidden();
  await expect(handle).toHaveCount(0);
  await expectWidth(page, TWO, 2 * even);
  await paneOf(page, TWO).getByRole("button", { name: "Show all panes" }).click();
  await expectWidth(page, ONE, even + 90);

  await ask(page, "What is 6 * 7?");
  for (const model of [ONE, TWO]) {
    await expect(answerOf(page, model)).toContainText("42");
    await expect(answerOf(page, model)).toHaveAttribute("aria-busy", "false");
  }
  await expectWidth(page, ONE, even + 90);
  await page.reload();
  await expectOrder(page, [ONE, TWO]);
  await expectWidth(page, ONE, even + 90);
  await act(page, ONE, "Move right");
  await expectOrder(page, [TWO, ONE]);
  await expectWidth(page, ONE, even + 90);
  await handleOf(page, TWO, ONE).dblclick();
  await expectWidth(page, ONE, even);
  // Shown at once, and kept a moment later.
  await expect
    .poll(async () =>
      (await readConversation(patchbay, conversationIdOf(page))).panes.map(({ model }) => model),
    )
    .toEqual([TWO, ONE]);
  await page.reload();
  await expectOrder(page, [TWO, ONE]);
  await expectWidth(page, ONE, even);
});

test("of eight panes, which do not fit, one grows and takes from none", async ({ page }) => {
  await openPanes(page, EIGHT);
  const handle = handleOf(page, TWO, THREE);
  await expect(page.getByRole("separator", { name: /^Resize/ })).toHaveCount(7);
  await expectWidth(page, TWO, LEAST);
  await handle.focus();
  await page.keyboard.press("Shift+ArrowRight");
  await expectWidth(page, TWO, LEAST + 96);
  for (const model of EIGHT.filter((one) => one !== TWO)) await expectWidth(page, model, LEAST);
  await page.keyboard.press("Home");
  await expectWidth(page, TWO, LEAST);
});

test("while models are hidden a handle names aliases, and no width tells which is which", async ({
  page,
}) => {
  await openPanes(page, [ONE, TWO]);
  const even = await widthOf(page, ONE);
  await handleOf(page, ONE, TWO).focus();
  await page.keyboard.press("ArrowRight");
  await expectWidth(page, ONE, even + 24);
  await page.getByRole("switch", { name: "Blind" }).click();
  await expect(handleOf(page, "A", "B")).toBeVisible();
  await expectWidth(page, "A", even);
  await expectWidth(page, "B", even);
  await page.getByRole("switch", { name: "Blind" }).click();
  await expectWidth(page, ONE, even + 24);
});

test.describe("in a low window", () => {
  test.use({ viewport: { width: 1280, height: 480 } });

  test("panes scroll together on wish, and the wish is remembered", async ({ page }) => {
    await openPanes(page, [ONE, TWO]);
    const question = unique("Explain how rainbows form");
    await ask(page, question);
    for (const model of [ONE, TWO]) {
      await expect(answerOf(page, model)).toBeVisible();
      await expect(answerOf(page, model)).toHaveAttribute("aria-busy", "false");
    }
    const questionIn = (model: string) =>
      paneOf(page, model).getByRole("paragraph").filter({ hasText: question });
    // The end of an answer is what is in view.
    for (const model of [ONE, TWO]) await expect(questionIn(model)).not.toBeInViewport();
    await paneOf(page, ONE).hover();
    await page.mouse.wheel(0, -20_000);
    await expect(questionIn(ONE)).toBeInViewport();
    await expect(questionIn(TWO)).not.toBeInViewport();

    const together = page.getByRole("button", { name: "Scroll together" });
    await expect(together).toHaveAttribute("aria-pressed", "false");
    await together.click();
    await expect(together).toHaveAttribute("aria-pressed", "true");
    await paneOf(page, ONE).hover();
    await page.mouse.wheel(0, 20_000);
    await expect(questionIn(ONE)).not.toBeInViewport();
    await page.mouse.wheel(0, -20_000);
    for (const model of [ONE, TWO]) await expect(questionIn(model)).toBeInViewport();
    await paneOf(page, TWO).hover();
    await page.mouse.wheel(0, 20_000);
    for (const model of [ONE, TWO]) await expect(questionIn(model)).not.toBeInViewport();
    await page.reload();
    await expect(together).toHaveAttribute("aria-pressed", "true");
  });
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("one pane fills the screen, and its tab leads to the others", async ({ page }) => {
    await openPanes(page, [ONE, TWO, THREE]);
    const tabs = page.getByRole("navigation", { name: "Panes" }).getByRole("button");
    await expect(tabs).toHaveCount(3);
    await expect(paneOf(page, ONE)).toBeInViewport({ ratio: 0.9 });
    await expect(paneOf(page, TWO)).not.toBeInViewport({ ratio: 0.1 });
    await tabs.nth(2).tap();
    await expect(paneOf(page, THREE)).toBeInViewport({ ratio: 0.9 });
    await expect(tabs.nth(2)).toHaveAttribute("aria-current", "true");
    await ask(page, "What is 6 * 7?");
    await expect(answerOf(page, THREE)).toContainText("42");
    await expect(answerOf(page, THREE)).toBeInViewport();
    await page.getByRole("switch", { name: "Sync" }).tap();
    await expect(paneOf(page, THREE).getByRole("textbox", { name: /^Message to/ })).toBeVisible();
  });
});
