import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { readConversation } from "./ledger";
import { conversationIdOf, EIGHT, expectOrder, ONE, openPanes, paneOf, THREE, TWO } from "./panes";
import { answerOf, ask } from "./playground";

// Slow enough to be in the middle of an answer, quick enough not to wait for it.
test.use({ sandboxSpeed: 3 });

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
