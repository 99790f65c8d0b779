import { expectAccessible } from "./accessible";
import { expect } from "./fixtures";
import { complete, createKey, get, says, test } from "./gateway";
import { confirmed } from "./ledger";
import { ask, openChat } from "./playground";

const MODEL = "cohere/command-a";
const call = (max_tokens?: number) => ({
  ...{ model: MODEL, messages: says("Explain tides") },
  ...(max_tokens === undefined ? {} : { max_tokens }),
});

test("a key's budget is made by a script, refuses a program with its figures, and is shown and changed on its page", async ({
  page,
  patchbay,
  tap,
}) => {
  const { id, key } = await createKey(patchbay);
  const made = await page.request.post("/api/budgets", {
    data: {
      scope: { type: "key", id },
      limit: "0.02",
      period: "monthly",
      timeZone: "Europe/Berlin",
      hard: true,
    },
  });
  expect(made.status()).toBe(201);

  const answered = await complete(patchbay, key, call(50));
  expect(answered.status).toBe(200);
  expect(answered.headers.get("x-patchbay-changed")).toBe("provider.max_price");
  expect(JSON.parse(tap.completions.at(-1)?.body ?? "{}").provider.max_price).toMatchObject({
    prompt: "2.5",
    completion: "10",
  });
  await confirmed(patchbay, answered.headers.get("x-patchbay-generation") ?? "");

  const asked = tap.completions.length;
  const refused = await complete(patchbay, key, call());
  expect(refused.status).toBe(402);
  const { error } = await refused.json();
  expect(error.metadata).toMatchObject({
    patchbay_code: "budget_exceeded",
    budget: { scope: { type: "key", id, name: "a program" }, limit: "0.02", held: "0" },
  });
  expect(tap.completions.length).toBe(asked);
  const { data } = await (await get(patchbay, key, "/key")).json();
  expect(data).toMatchObject({ limit: 0.02, limit_reset: "monthly" });
  expect(data.limit_remaining + data.usage).toBeCloseTo(0.02, 10);

  await page.goto("/budgets");
  const row = page.getByRole("listitem", { name: "Monthly budget of a program" });
  await expect(row).toContainText(/resets in \d+/);
  await expect(row.getByRole("img", { name: /a program: .* of \$0.02 spent/ })).toBeVisible();
  await expectAccessible(page, "/budgets");
  const menu = row.getByRole("button", { name: "Actions for the budget of a program" });
  await menu.click();
  await page.getByRole("menuitem", { name: "Raise for a while…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Dollars beyond the limit" }).fill("5");
  await dialog.getByRole("button", { name: "Raise" }).click();
  await expect(row).toContainText("Raised by $5.00");
  expect((await complete(patchbay, key, call())).status).toBe(200);

  await menu.click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(row).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(row).toContainText("Raised by $5.00");
});

test("a workspace budget is made by keyboard on a phone, and a pane that it has no room for says so", async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/budgets");
  await page.getByRole("button", { name: "Create budget" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Create a budget" });
  await expect(dialog).toBeVisible();
  await expectAccessible(page, "the form of a budget");
  await dialog.getByRole("textbox", { name: "Limit in dollars" }).press("Enter");
  await expect(dialog.getByRole("alert")).toContainText("Write an amount");
  await dialog.getByRole("textbox", { name: "Limit in dollars" }).fill("0.000001");
  await page.keyboard.press("Enter");
  await expect(dialog).toHaveCount(0);
  const row = page.getByRole("listitem", { name: "Monthly budget of Workspace" });
  await expect(row).toContainText("spent");
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

  await openChat(page, MODEL);
  await ask(page, "Explain tides");
  const failure = page.getByRole("alert").filter({ hasText: "budget_exceeded" });
  await expect(failure).toContainText("The monthly budget of the workspace does not cover this.");

  await page.goto("/budgets");
  await expect(row).toContainText("Used up");
  await row.getByRole("button", { name: "Actions for the budget of Workspace" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(row).toHaveCount(0);
});

test.describe("where somebody else was faster", () => {
  // The browser itself reports the answer 409.
  test.use({ expectedErrors: /status of 409/ });

  test("who edits a budget that somebody else changes meanwhile sees how it is now, and loses nothing", async ({
    page,
  }) => {
    const data = { scope: { type: "tag", id: "shared" }, limit: "10", period: "monthly" };
    const { id } = await (await page.request.post("/api/budgets", { data })).json();
    await page.goto("/budgets");
    const row = page.getByRole("listitem", { name: "Monthly budget of shared" });
    await row.getByRole("button", { name: "Actions for the budget of shared" }).click();
    await page.getByRole("menuitem", { name: "Edit…" }).click();
    const dialog = page.getByRole("dialog");
    const limit = dialog.getByRole("textbox", { name: "Limit in dollars" });
    await limit.fill("12");
    await page.request.patch(`/api/budgets/${id}`, { data: { limit: "40" } });
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog.getByRole("alert")).toContainText("Somebody has changed this budget");
    await expect(dialog.getByText(/^It is now \$40\.00/)).toBeVisible();
    await expect(limit).toHaveValue("12");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog).toHaveCount(0);
    await expect(row).toContainText("of $12.00 spent");
    await page.request.delete(`/api/budgets/${id}`);
  });
});
