import { expect, test } from "./fixtures";
import { activeOption, chosenModel, countOf, openPicker, search } from "./picker";

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
