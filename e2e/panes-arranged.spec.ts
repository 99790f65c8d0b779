import { expect, test } from "./fixtures";
import { expectOrder, ONE, openPanes, paneOf, pick, THREE, TWO } from "./panes";
import { pickByKeyboard } from "./picker";
import { answerOf, ask, composer, unique } from "./playground";

// Slow enough to be in the middle of an answer, quick enough not to wait for it.
test.use({ sandboxSpeed: 3 });

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

test("everything about panes can be done from the keyboard", async ({ page }) => {
  await openPanes(page, [ONE]);
  await expect(composer(page)).toBeFocused();
  for (const model of [TWO, THREE]) {
    await page.keyboard.press("ControlOrMeta+\\");
    await pickByKeyboard(page, model);
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

test("nothing of the bar leaves a narrow window, and the title stays to be read", async ({ page }) => {
  await openPanes(page, [ONE, TWO]);
  await ask(page, unique("Explain how rainbows form"));
  for (const model of [ONE, TWO]) await expect(answerOf(page, model)).toHaveAttribute("aria-busy", "false");
  const bar = page.getByRole("main").locator("header").first();
  const title = bar.getByRole("heading");
  for (const width of [390, 800, 1024]) {
    await page.setViewportSize({ width, height: 800 });
    for (const name of ["Compare answers", "Add model"])
      await expect(bar.getByRole("button", { name })).toBeInViewport({ ratio: 1 });
    for (const button of await bar.getByRole("button").all())
      if (await button.isVisible()) await expect(button).toBeInViewport({ ratio: 1 });
    expect((await title.boundingBox())?.width).toBeGreaterThan(60);
    await composer(page).fill("What is 6 * 7?");
    const estimate = page.getByRole("status", { name: "Estimated cost" });
    await expect(estimate.getByText(/^≈/)).toBeInViewport({ ratio: 1 });
    // Not cut off either: whatever holds it is as wide as what it says.
    expect(await estimate.evaluate((place) => place.scrollWidth - place.clientWidth)).toBeLessThanOrEqual(0);
  }
  await bar.getByRole("button", { name: /^Actions for/ }).click();
  await page.getByRole("menuitem", { name: "Share" }).click();
  await expect(page.getByRole("dialog", { name: "Share" })).toBeVisible();
});

test("a narrow pane warns by a sign alone, and its model's name stays to be read", async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 800 });
  const unheard = "acme/never-heard-of";
  await openPanes(page, [unheard, ONE, TWO]);
  await expect(paneOf(page, unheard).getByText("Not in the catalogue")).toBeAttached();
  const model = paneOf(page, unheard).getByRole("button", { name: "Model", exact: true });
  expect((await model.boundingBox())?.width).toBeGreaterThan(100);
});
