import type { Locator } from "@playwright/test";
import { expect, test } from "./fixtures";
import { confirmed, ended, startChat } from "./ledger";
import { activeOption, chosenModel, countOf, details, idsOf, openPicker, optionOf, search } from "./picker";
import { composer } from "./playground";

test.describe.configure({ mode: "parallel" });

/** Waits until the list has models of one maker, and no others. */
const areBy = (picker: Locator, maker: string): Promise<void> =>
  expect
    .poll(async () => new Set((await idsOf(picker)).map((id) => id.split("/")[0])))
    .toEqual(new Set([maker]));

test("the exact id stands first, then what begins with it, then what is used most", async ({
  page,
  patchbay,
}) => {
  await page.goto("/");
  let picker = await openPicker(page);
  await search(picker).fill("anthropic/claude-opus-4.6");
  await expect.poll(async () => (await idsOf(picker))[0]).toBe("anthropic/claude-opus-4.6");
  await search(picker).fill("claude-opus-4.6");
  await expect.poll(async () => (await idsOf(picker))[0]).toBe("anthropic/claude-opus-4.6");
  await search(picker).fill("nvidia");
  await areBy(picker, "nvidia");
  const [newest = "", ...others] = await idsOf(picker);
  const older = others.at(-1) ?? "";
  expect(newest).not.toBe(older);
  await page.keyboard.press("Escape");

  // Used once, and it stands before what is newer. No other test asks models of this maker.
  const asked = await startChat(patchbay, { message: "What is 2 + 2?", panes: [{ model: older }] });
  await ended(patchbay, asked.generations[0]?.generationId ?? "");
  await page.reload();
  picker = await openPicker(page);
  await search(picker).fill("nvidia");
  await expect.poll(async () => (await idsOf(picker))[0]).toBe(older);
});

test("chips narrow the list together, say what they hold, and are cleared at once", async ({ page }) => {
  await page.goto("/");
  const picker = await openPicker(page);
  const all = await countOf(picker);
  const narrowed = async (before: number) => {
    await expect.poll(() => countOf(picker)).toBeLessThan(before);
    return countOf(picker);
  };

  await picker.getByRole("button", { name: "Tools", exact: true }).click();
  const withTools = await narrowed(all);
  await picker.getByRole("button", { name: "Price", exact: true }).click();
  const price = page.getByRole("dialog", { name: "Price" });
  await price
    .getByRole("group", { name: /Output/ })
    .getByRole("radio", { name: "≤ $0.50" })
    .check();
  const cheap = await narrowed(withTools);
  await page.keyboard.press("Escape");
  await expect(price).toBeHidden();
  await expect(picker.getByRole("button", { name: "Price: out ≤ $0.50" })).toBeVisible();
  await picker.getByRole("button", { name: "Context", exact: true }).click();
  await page.getByRole("dialog", { name: "Context" }).getByRole("radio", { name: "200K tokens" }).check();
  await narrowed(cheap);
  await page.keyboard.press("Escape");
  await picker.getByRole("button", { name: "Clear", exact: true }).click();
  await expect.poll(() => countOf(picker)).toBe(all);

  await picker.getByRole("button", { name: "Author", exact: true }).click();
  await page.getByRole("dialog", { name: "Author" }).getByRole("checkbox", { name: "cohere" }).check();
  await page.keyboard.press("Escape");
  await areBy(picker, "cohere");
  await picker.getByRole("button", { name: "Clear", exact: true }).click();

  await picker.getByRole("button", { name: "Reads", exact: true }).click();
  await page.getByRole("dialog", { name: "Reads" }).getByRole("checkbox", { name: "audio" }).check();
  await page.keyboard.press("Escape");
  await narrowed(all);
  await expect(picker.getByRole("button", { name: "Reads: Reads audio" })).toBeVisible();
  await picker.getByRole("button", { name: "Clear", exact: true }).click();

  await picker.getByRole("button", { name: "Keeps no data", exact: true }).click();
  await narrowed(all);
  await picker.getByRole("button", { name: "Clear", exact: true }).click();

  await search(picker).fill("claude opus 5");
  await expect(optionOf(picker, "anthropic/claude-opus-5:batch")).toHaveCount(0);
  await picker.getByRole("button", { name: "Batch", exact: true }).click();
  await expect(optionOf(picker, "anthropic/claude-opus-5:batch")).toBeVisible();
});

test("sorts by price, context, name and own use", async ({ page }) => {
  // What is chosen stands above the others, and whoever comes first is asked one or the other model.
  await page.goto("/?models=openai/gpt-4.1-mini");
  const picker = await openPicker(page);
  const sortBy = async (name: string) => {
    await picker.getByRole("button", { name: /^Sort by/ }).click();
    await page.getByRole("dialog", { name: "Sort by" }).getByRole("radio", { name }).check();
    await page.keyboard.press("Escape");
    await expect(picker.getByRole("button", { name: `Sort by: ${name}` })).toBeVisible();
  };
  // Of an author whom no other test asks, so that nothing stands above as used lately.
  await picker.getByRole("button", { name: "Author", exact: true }).click();
  await page.getByRole("dialog", { name: "Author" }).getByRole("checkbox", { name: "z-ai" }).check();
  await page.keyboard.press("Escape");
  await areBy(picker, "z-ai");
  const newest = await idsOf(picker);
  expect(newest.length).toBeGreaterThan(3);
  const lines = () => picker.getByRole("option").allInnerTexts();
  const ascends = <Value>(values: Value[]) =>
    values.every((value, at) => at === 0 || (values[at - 1] ?? value) <= value);

  await sortBy("Name");
  await expect.poll(() => idsOf(picker)).not.toEqual(newest);
  await expect
    .poll(async () => ascends((await lines()).map((line) => line.split("\n")[0]?.toLowerCase() ?? "")))
    .toBe(true);
  await sortBy("Price");
  const dollars = (line: string) =>
    [...line.matchAll(/(?:in|out)\s*\$([\d.]+)/g)].reduce((sum, [, price]) => sum + Number(price), 0);
  await expect.poll(async () => ascends((await lines()).map(dollars))).toBe(true);
  expect((await lines()).map(dollars).at(-1)).toBeGreaterThan(0);
  await sortBy("Most used");
});

test("favourites, recommendations and models used lately follow the person into another browser", async ({
  page,
  browser,
  patchbay,
}) => {
  const USED = "inception/mercury-2";
  await page.goto(`/?models=${USED}`);
  await composer(page).fill("What is 3 + 3?");
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByRole("article", { name: USED })).toBeVisible();
  const picker = await openPicker(page);
  for (const [id, action] of [
    ["cohere/command-a", "Favourite"],
    ["mistralai/codestral-2508", "Recommend to the team"],
  ] as const) {
    await search(picker).fill(id);
    await expect(details(picker)).toContainText(id);
    // Shown at once, and kept a moment later: until then nobody else can know.
    const kept = page.waitForResponse((response) => response.request().method() === "PUT");
    await details(picker).getByRole("button", { name: action }).click();
    expect((await kept).ok()).toBe(true);
    await expect(details(picker).getByRole("button", { name: action })).toHaveAttribute(
      "aria-pressed",
      "true",
    );
  }
  await expect(optionOf(picker, "mistralai/codestral-2508").getByLabel("recommended")).toBeVisible();

  const elsewhere = await browser.newContext({ baseURL: patchbay.url });
  const other = await elsewhere.newPage();
  await other.goto("/");
  const fresh = await openPicker(other);
  for (const heading of ["Favourites", "Recommended to the team", "Chosen and used lately"])
    await expect(fresh.getByText(heading, { exact: true })).toBeVisible();
  // Other tests have favourites too; what counts is the order of the groups.
  const mine = ["cohere/command-a", "mistralai/codestral-2508", USED];
  await expect.poll(async () => (await idsOf(fresh)).filter((id) => mine.includes(id))).toEqual(mine);
  await details(fresh).getByRole("button", { name: "Favourite" }).waitFor();
  // Far down where others have used or made many.
  await expect(async () => {
    await search(fresh).press("PageDown");
    await expect(fresh.getByText("All models", { exact: true })).toBeVisible({ timeout: 500 });
  }).toPass();
  await search(fresh).fill("cohere/command-a");
  await expect(details(fresh)).toContainText("cohere/command-a");
  await details(fresh).getByRole("button", { name: "Favourite", pressed: true }).click();
  await expect(details(fresh).getByRole("button", { name: "Favourite" })).toHaveAttribute(
    "aria-pressed",
    "false",
  );
  await search(fresh).fill("mistralai/codestral-2508");
  await expect(details(fresh)).toContainText("mistralai/codestral-2508");
  await details(fresh).getByRole("button", { name: "Recommend to the team", pressed: true }).click();
  await expect(details(fresh).getByRole("button", { name: "Recommend to the team" })).toHaveAttribute(
    "aria-pressed",
    "false",
  );
  await elsewhere.close();
});

test("variants are explained where they are chosen, and become part of the id", async ({ page, sandbox }) => {
  await page.goto("/");
  let picker = await openPicker(page);
  await search(picker).fill("anthropic/claude-sonnet-4.6");
  const card = details(picker);
  await expect(card.getByRole("switch")).toHaveCount(4);
  for (const words of [/fastest providers/, /cheapest providers/, /reliable with tools/, /Searches the web/])
    await expect(card.getByText(words)).toBeVisible();
  await card.getByRole("switch", { name: ":floor" }).click();
  await card.getByRole("switch", { name: ":nitro" }).click();
  await expect(card.getByRole("switch", { name: ":floor" })).not.toBeChecked();
  await card.getByRole("button", { name: "Use anthropic/claude-sonnet-4.6:nitro" }).click();
  await chosenModel(page, "anthropic/claude-sonnet-4.6:nitro");
  await composer(page).fill("What is 4 + 4?");
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByRole("article", { name: "anthropic/claude-sonnet-4.6:nitro" })).toBeVisible();
  await expect
    .poll(async () => JSON.stringify(await sandbox.requests()))
    .toContain('"model":"anthropic/claude-sonnet-4.6:nitro"');

  // What is chosen is shown as it was chosen, and can be taken back.
  picker = await openPicker(page);
  await expect(details(picker).getByRole("switch", { name: ":nitro" })).toBeChecked();
  await details(picker).getByRole("switch", { name: ":nitro" }).click();
  await expect(
    details(picker).getByRole("button", { name: "Use anthropic/claude-sonnet-4.6" }),
  ).toBeVisible();

  // Typed along with the id, they count as well.
  await search(picker).fill("openai/gpt-4.1:floor");
  await expect(details(picker).getByRole("switch", { name: ":floor" })).toBeChecked();
  await search(picker).press("Enter");
  await chosenModel(page, "openai/gpt-4.1:floor");

  picker = await openPicker(page);
  await search(picker).fill("z-ai/glm-5.3");
  await expect(details(picker)).toContainText("z-ai/glm-5.3");
  await details(picker).getByRole("switch", { name: ":free" }).click();
  await expect(details(picker)).toContainText("z-ai/glm-5.3:free");
  await expect(details(picker).getByRole("region", { name: "Price", exact: true })).toContainText("Free");
  await search(picker).press("Enter");
  await chosenModel(page, "z-ai/glm-5.3:free");
});

test("routers, aliases and models with an end say what they are", async ({ page }) => {
  await page.goto("/");
  const picker = await openPicker(page);
  await search(picker).fill("openrouter/auto");
  await expect(details(picker)).toContainText("cannot be reproduced");
  await expect(details(picker).getByRole("switch")).toHaveCount(0);
  await search(picker).fill("~anthropic/claude-sonnet-latest");
  await expect(optionOf(picker, "~anthropic/claude-sonnet-latest")).toContainText(
    "→ anthropic/claude-sonnet-5",
  );
  await expect(details(picker)).toContainText("Stands for anthropic/claude-sonnet-5");
  await search(picker).fill("cohere/north-mini-code:free");
  await expect(optionOf(picker, "cohere/north-mini-code:free")).toContainText(/until .*2026/);
  await expect(details(picker)).toContainText("Going away");
});

test("the details tell every price, the providers and what a request would cost", async ({
  page,
  patchbay,
}) => {
  await page.goto("/");
  let picker = await openPicker(page);
  await search(picker).fill("anthropic/claude-opus-4.6");
  const price = details(picker).getByRole("region", { name: "Price", exact: true });
  for (const line of [
    /Input\s*\$5\.00 \/M/,
    /Output\s*\$25\.00 \/M/,
    /Cache read\s*\$0\.50 \/M/,
    /Cache write\s*\$6\.25 \/M/,
    /Cache write, 1 h\s*\$10\.00 \/M/,
    /Reasoning\s*as output/,
    /Web search\s*\$0\.01 each/,
    /Prompts over 200K tokens\s*Input\s*\$10\.00 \/M\s*Output\s*\$37\.50 \/M/,
  ])
    await expect(price).toContainText(line);
  const providers = details(picker).getByRole("region", { name: "Providers" });
  await expect(providers.getByRole("listitem")).toHaveCount(3);
  await expect(providers.getByRole("listitem").first()).toContainText(/\$5\.00 · \$25\.00/);
  await expect(providers.getByRole("listitem").first()).toContainText(/tok\/s/);
  await expect(providers.getByRole("listitem").first()).toContainText(/% up/);
  await expect(providers.getByRole("listitem").first()).toContainText(/Keeps no data|May keep data/);
  await search(picker).fill("deepseek/deepseek-v4-flash");
  await expect(price).toContainText(/\d\d:\d\d–\d\d:\d\d UTC/);
  await page.keyboard.press("Escape");

  // Which no other test asks, least of all in vain.
  const model = "mistralai/mistral-small-2603";
  for (let count = 0; count < 2; count += 1) {
    const asked = await startChat(patchbay, { message: `What is ${count} + 5?`, panes: [{ model }] });
    await confirmed(patchbay, asked.generations[0]?.generationId ?? "");
  }
  await page.reload();
  picker = await openPicker(page);
  await search(picker).fill(model);
  await expect(details(picker)).toContainText(model);
  await expect(details(picker).getByRole("region", { name: "Your average request" })).toContainText(
    /≈ \$0\.0/,
  );
  const measured = details(picker).getByRole("region", { name: "Measured here" });
  await expect(measured.getByRole("row", { name: /First token/ })).toContainText(/\d+ m?s/);
  await expect(measured.getByRole("row", { name: /Errors/ })).toContainText("0 %");
  await expect(measured.getByRole("row", { name: /Speed/ }).getByRole("cell").last()).toContainText("tok/s");
});

test.describe("when the providers cannot be read", () => {
  test.use({ expectedErrors: /Failed to load resource/ });

  test("the details say so and offer another try; an empty answer is said as well", async ({ page }) => {
    let answers = 0;
    await page.route("**/api/models/*/*/endpoints", async (route) => {
      answers += 1;
      if (answers === 1)
        return route.fulfill({
          status: 504,
          json: {
            error: {
              code: "upstream_timeout",
              by: "openrouter",
              message: "OpenRouter did not answer in time.",
              remedy: "retry",
            },
          },
        });
      return route.fulfill({
        json: {
          model: "x/y",
          endpoints: [],
          fetchedAt: new Date().toISOString(),
          failure: null,
          unreadable: 0,
        },
      });
    });
    await page.goto("/");
    const picker = await openPicker(page);
    const providers = details(picker).getByRole("region", { name: "Providers" });
    await expect(providers.getByRole("alert")).toContainText("OpenRouter did not answer in time.");
    await providers.getByRole("button", { name: "Try again" }).click();
    await expect(providers).toContainText("No provider serves it at present.");
  });
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("the details are a second step", async ({ page }) => {
    await page.goto("/");
    await page.getByRole("button", { name: "Model", exact: true }).tap();
    const picker = page.getByRole("dialog", { name: "Choose a model" });
    await search(picker).fill("openai/gpt-4.1");
    await expect(details(picker)).toBeHidden();
    await picker.getByRole("button", { name: "Details of openai/gpt-4.1", exact: true }).tap();
    await expect(details(picker)).toBeVisible();
    await expect(picker.getByRole("option").first()).toBeHidden();
    await picker.getByRole("button", { name: "Back to the list" }).tap();
    await expect(details(picker)).toBeHidden();
    await picker.getByRole("button", { name: "Details of openai/gpt-4.1", exact: true }).tap();
    await details(picker).getByRole("switch", { name: ":floor" }).tap();
    await details(picker).getByRole("button", { name: "Use openai/gpt-4.1:floor" }).tap();
    await chosenModel(page, "openai/gpt-4.1:floor");
  });
});

test("everything is done with the keyboard alone", async ({ page }) => {
  await page.goto("/");
  const picker = await openPicker(page);
  await expect(search(picker)).toBeFocused();
  const all = await countOf(picker);
  const isAt = (position: number) =>
    expect
      .poll(async () => Number(await (await activeOption(picker)).getAttribute("aria-posinset")))
      .toBe(position);
  const size = Number(await picker.getByRole("option").first().getAttribute("aria-setsize"));

  await page.keyboard.press("End");
  await isAt(size);
  await expect(await activeOption(picker)).toBeInViewport();
  await page.keyboard.press("Home");
  await isAt(1);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("PageDown");
  await isAt(10);
  await page.keyboard.press("PageUp");
  await page.keyboard.press("ArrowUp");
  await isAt(1);
  // From the search past Close to the chips, and through a menu without closing the picker.
  const tabTo = async (name: string) => {
    const chip = picker.getByRole("button", { name, exact: true });
    for (let step = 0; step < 20 && !(await chip.evaluate((it) => it === document.activeElement)); step += 1)
      await page.keyboard.press("Tab");
    await expect(chip).toBeFocused();
  };
  await tabTo("Tools");
  await page.keyboard.press("Space");
  await expect.poll(() => countOf(picker)).toBeLessThan(all);
  await page.keyboard.press("Space");
  await expect.poll(() => countOf(picker)).toBe(all);
  await search(picker).focus();
  await tabTo("Context");
  await page.keyboard.press("Enter");
  const menu = page.getByRole("dialog", { name: "Context" });
  await expect(menu.getByRole("radio", { name: "Any length" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(menu.getByRole("radio", { name: "128K tokens" })).toBeChecked();
  await page.keyboard.press("Escape");
  await expect(menu).toBeHidden();
  await expect(picker).toBeVisible();
  await tabTo("Clear");
  await page.keyboard.press("Enter");
  await expect.poll(() => countOf(picker)).toBe(all);

  await search(picker).focus();
  await page.keyboard.type("haiku 4.5");
  await expect(await activeOption(picker)).toContainText("claude-haiku-4.5");
  await page.keyboard.press("Enter");
  await expect(picker).toBeHidden();
  await chosenModel(page, "anthropic/claude-haiku-4.5");
  await openPicker(page);
  await page.keyboard.press("Escape");
  await expect(picker).toBeHidden();

  // Beside the chosen one instead of in its place.
  await openPicker(page);
  await expect(search(picker)).toBeFocused();
  await page.keyboard.type("openai/gpt-4.1-mini");
  await expect(await activeOption(picker)).toContainText("openai/gpt-4.1-mini");
  await page.keyboard.press("Shift+Enter");
  await expect(picker).toBeHidden();
  for (const name of ["anthropic/claude-haiku-4.5", "openai/gpt-4.1-mini"])
    await expect(page.getByRole("region", { name, exact: true })).toBeVisible();
});
