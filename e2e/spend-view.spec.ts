import { formatCount } from "@/lib/core/format";
import { expect, test } from "./fixtures";
import { confirmed, listGenerations, startChat } from "./ledger";
import type { PatchbayProcess } from "./patchbay";
import { rowOf } from "./spend";

// A ledger of its own, also apart from that of the whole bill: files of the same delay may share one.
test.use({ generationDelay: 21 });

/** Two generations that have ended, each of a model of its own. */
async function askTwo(patchbay: PatchbayProcess): Promise<void> {
  const panes = ["openai/gpt-4.1", "anthropic/claude-haiku-4.5"].map((model) => ({ model }));
  const { generations } = await startChat(patchbay, { message: "Explain tides", panes });
  for (const { generationId } of generations) await confirmed(patchbay, generationId);
}

test("the period is in the address, and back and forward go through it", async ({ page }) => {
  await page.goto("/spend");
  const periods = page.getByRole("group", { name: "Period" });
  const chosen = (name: string) => periods.getByRole("radio", { name });
  await expect(chosen("30d")).toBeChecked();
  await periods.getByText("7d", { exact: true }).click();
  await expect(page).toHaveURL(/span=7d/);
  await expect(chosen("7d")).toBeChecked();
  await periods.getByText("24h", { exact: true }).click();
  await expect(page).toHaveURL(/span=24h/);
  await page.goBack();
  await expect(page).toHaveURL(/span=7d/);
  await expect(chosen("7d")).toBeChecked();
  await page.goBack();
  await expect(page).not.toHaveURL(/span=/);
  await expect(chosen("30d")).toBeChecked();
  await page.goForward();
  await expect(chosen("7d")).toBeChecked();

  // Any days do as well.
  await page.getByRole("button", { name: "Other days" }).click();
  const days = page.getByRole("dialog", { name: "Other days" });
  await days.getByLabel("First day").fill("2026-01-01");
  await days.getByRole("button", { name: "Show these days" }).click();
  await expect(days.getByRole("alert")).toBeVisible();
  await days.getByLabel("Last day").fill("2026-01-31");
  await days.getByRole("button", { name: "Show these days" }).click();
  await expect(page).toHaveURL(/[?&]from=2026-01-01(&|$)/);
  await expect(page).toHaveURL(/[?&]to=2026-01-31(&|$)/);
  await expect(days).toBeHidden();
  await expect(page.getByRole("button", { name: /^Other days: .*2026/ })).toBeVisible();
  await expect(chosen("7d")).not.toBeChecked();

  // A pasted link gives the same view, in the same zone.
  await page.goto("/spend?span=90d&timeZone=Asia/Tokyo");
  await expect(chosen("90d")).toBeChecked();
  await expect(page.getByLabel("Time zone")).toHaveValue("Asia/Tokyo");
});

test("picking a group narrows the page to it, leaving one out to all others, and back undoes both", async ({
  page,
  patchbay,
}) => {
  await askTwo(patchbay);
  await page.goto("/spend");
  const table = page.getByRole("table", { name: "Spend by model" });
  const [one, other] = ["openai/gpt-4.1", "anthropic/claude-haiku-4.5"];
  await table.getByRole("button", { name: one, exact: true }).click();
  await expect(page).toHaveURL(/[?&]model=openai/);
  await expect(rowOf(table, other)).toHaveCount(0);
  const own = (await listGenerations(patchbay)).filter(({ model }) => model === one);
  await expect(page.getByRole("group", { name: "Totals" })).toContainText(
    `Generations${formatCount(own.length)}`,
  );
  await page.reload();
  await expect(page.getByRole("button", { name: `Remove the filter “Model is ${one}”` })).toBeVisible();
  await expect(rowOf(table, one)).toBeVisible();
  await expect(rowOf(table, other)).toHaveCount(0);
  await page.goBack();
  await expect(rowOf(table, other)).toBeVisible();

  // The legend does the same; with the alternative key it leaves out.
  await page
    .getByRole("list", { name: "Models" })
    .getByRole("button", { name: new RegExp(`^${other}`) })
    .click({ modifiers: ["Alt"] });
  await expect(page).toHaveURL(/[?&]model=(!|%21)anthropic/);
  await expect(rowOf(table, other)).toHaveCount(0);
  await expect(rowOf(table, one)).toBeVisible();
});

test("what comes late does not move the rows from under the pointer", async ({ page, patchbay }) => {
  await askTwo(patchbay);
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/\/api\/spend\/(outlook|anomalies)/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto("/spend");
  const row = rowOf(page.getByRole("table", { name: "Spend by model" }), "openai/gpt-4.1");
  await expect(page.getByRole("list", { name: "Models" })).toBeVisible();
  const before = await row.boundingBox();
  release();
  await expect(page.getByText("Free-model requests today")).toBeVisible();
  expect(await row.boundingBox()).toEqual(before);
});

test("a group unfolds to what is inside of it, which adds up to the group", async ({ page, patchbay }) => {
  await askTwo(patchbay);
  await page.goto("/spend");
  await page.getByLabel("Inside of each group by").selectOption({ label: "Source" });
  await expect(page).toHaveURL(/inside=source/);
  const table = page.getByRole("table", { name: "Spend by model" });
  const group = rowOf(table, /openai\/gpt-4\.1/);
  const whole = await group.getByRole("cell").nth(0).textContent();
  await group.getByRole("button", { name: "Show what is inside of openai/gpt-4.1" }).click();
  // All of these were asked here.
  const part = rowOf(table, /^Playground/);
  await expect(part.getByRole("cell").nth(0)).toHaveText(whole ?? "");
  await expect(part.getByRole("cell").nth(1)).toHaveText("100.0 %");
  await part.getByRole("button", { name: "Playground", exact: true }).click();
  await expect(page).toHaveURL(/model=openai/);
  await expect(page).toHaveURL(/source=playground/);
});

test("a view is saved under a name, opened from elsewhere, and deleted for good only if one means it", async ({
  page,
}) => {
  await page.goto("/spend?span=7d&groupBy=provider&timeZone=UTC");
  const views = page.getByRole("button", { name: /^Views/ });
  await views.click();
  await page.getByRole("button", { name: "Save this view…" }).click();
  const naming = page.getByRole("dialog", { name: "Save this view" });
  await naming.getByLabel("Name").fill("Providers of the week");
  await naming.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("button", { name: "Views: Providers of the week" })).toBeVisible();

  await page.goto("/spend?timeZone=UTC");
  await views.click();
  await page.getByRole("link", { name: "Providers of the week" }).click();
  await expect(page).toHaveURL(/span=7d/);
  await expect(page.getByLabel("Group by", { exact: true })).toHaveValue("provider");
  await views.click();
  await page.getByRole("button", { name: "Change “Providers of the week”" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(page.getByRole("button", { name: "Views", exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("button", { name: "Views: Providers of the week" })).toBeVisible();
});

test("the workspace's budget stands on the page whatever it is narrowed to, and leads to all of them", async ({
  page,
  patchbay,
}) => {
  await askTwo(patchbay);
  const made = await page.request.post("/api/budgets", {
    data: { scope: { type: "workspace" }, limit: "100", period: "monthly", timeZone: "UTC", hard: false },
  });
  expect(made.status()).toBe(201);
  await page.goto("/spend?model=openai/gpt-4.1&timeZone=UTC");
  const strip = page.getByRole("region", { name: "Budgets" });
  const line = strip.getByRole("listitem", { name: "Monthly budget of Workspace" });
  await expect(line).toContainText("of $100.00 spent");
  await expect(line.getByRole("img", { name: /^Workspace: / })).toBeVisible();
  await expect(strip).toContainText("whatever is shown above");
  await strip.getByRole("link", { name: "Budgets" }).click();
  await expect(page.getByRole("heading", { name: "Budgets", level: 1 })).toBeVisible();
});
