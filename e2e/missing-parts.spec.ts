import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";

test.use({ expectedErrors: /ERR_CONNECTION_REFUSED|status of 404/ });

const shortcuts = (page: Page) => page.getByRole("dialog", { name: "Keyboard shortcuts" });
const saying = (page: Page, text: string) => page.getByRole("status").filter({ hasText: text });

/** All has come that comes by itself: the last of it is put off. */
async function complete(page: Page): Promise<void> {
  await expect(page.getByRole("button", { name: /theme/i }).first()).toBeAttached();
  await page.waitForFunction(() => {
    const ends = performance.getEntriesByType("resource").map((entry) => entry.startTime + entry.duration);
    return performance.now() - Math.max(...ends) > 500;
  });
}

test("what a page still lacks when Patchbay stops is fetched once it is back, and what was written stays", async ({
  page,
  patchbay,
}) => {
  await page.goto("/");
  const message = page.getByRole("textbox", { name: "Message" });
  await message.fill("Half a thought");
  await complete(page);
  await patchbay.kill();
  await page.getByRole("main").press("?");
  await expect(saying(page, "Patchbay cannot be reached")).toBeVisible();
  await expect(message).toHaveValue("Half a thought");

  await patchbay.restart();
  await expect(shortcuts(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(message).toHaveValue("Half a thought");
});

test("a page of the version before an update says so, and is loaded anew when one wants", async ({
  page,
}) => {
  await page.goto("/");
  await complete(page);
  // The next version has other files.
  await page.route("**/_next/static/chunks/**", (route) => route.fulfill({ status: 404 }));
  await page.getByRole("main").press("?");
  const updated = saying(page, "Patchbay was updated");
  await expect(updated).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Message" })).toBeVisible();

  await page.unroute("**/_next/static/chunks/**");
  await updated.getByRole("button", { name: "Reload" }).click();
  await expect(updated).toBeHidden();
  await page.getByRole("main").press("?");
  await expect(shortcuts(page)).toBeVisible();
});
