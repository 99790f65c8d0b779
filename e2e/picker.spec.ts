import type { Locator } from "@playwright/test";
import { expect, test } from "./fixtures";
import { ended, startChat } from "./ledger";
import { countOf, details, idsOf, openPicker, optionOf, search } from "./picker";
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
