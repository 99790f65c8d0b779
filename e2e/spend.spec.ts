import { readFile, stat } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import * as z from "zod/mini";
import { accountLabel } from "@/components/filters/account-words";
import { formatCount, formatExactUsd, formatUsd } from "@/lib/core/format";
import { add, formatDecimal, type Usd } from "@/lib/core/money";
import { Overview } from "@/lib/spend/overview-api";
import { expect, test } from "./fixtures";
import {
  billOf,
  confirmed,
  ended,
  listGenerations,
  readBill,
  readGeneration,
  startChat,
  stopChat,
} from "./ledger";
import { PatchbayProcess } from "./patchbay";
import type { SandboxProcess } from "./sandbox";

// A ledger of its own: here the whole bill must come out, and nobody else may add to it.
test.use({ generationDelay: 20 });

const FREE = "meta-llama/llama-3.2-3b-instruct:free";
const REFUSED = "cohere/command-a";
const UNKNOWN = "ai21/jamba-large-1.7";
const STOPPED = "cohere/command-r-08-2024";
const PAID = ["openai/gpt-4.1", "anthropic/claude-haiku-4.5", "openai/gpt-4.1", "google/gemini-2.5-flash"];

/** Generations of every kind: paid, free, refused, stopped, and one of which nobody knows what it cost. */
async function spend(patchbay: PatchbayProcess, sandbox: SandboxProcess): Promise<void> {
  await sandbox.setFault(REFUSED, "status", { code: "402-balance" }, 1);
  await sandbox.setFault(UNKNOWN, "html-200", {}, 1);
  await sandbox.setFault(STOPPED, "stall", { after: 12 }, 1);
  const models = [...PAID, FREE, REFUSED, UNKNOWN, STOPPED];
  const { conversationId, generations } = await startChat(patchbay, {
    message: "Explain tides",
    panes: models.map((model) => ({ model })),
  });
  const idOf = (name: string) => generations.find(({ model }) => model === name)?.generationId ?? "";
  await expect.poll(async () => (await readGeneration(patchbay, idOf(STOPPED))).upstreamId).toMatch(/^gen-/);
  for (const { generationId, model } of generations)
    if (model !== STOPPED) await ended(patchbay, generationId);
  await stopChat(patchbay, conversationId);
  for (const { generationId, model } of generations)
    await (model === UNKNOWN ? ended : confirmed)(patchbay, generationId);
}

const rowOf = (table: Locator, name: string | RegExp): Locator => table.getByRole("row", { name });

async function readOverview(page: Page): Promise<z.output<typeof Overview>> {
  const response = await page.request.get("/api/spend/overview?span=24h&timeZone=UTC");
  return z.parse(Overview, await response.json());
}

/** Picks something in the menu of a chart. */
async function ofChart(page: Page, chart: RegExp, item: string): Promise<void> {
  await page.getByRole("button", { name: chart }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

test("the totals and the table are the upstream's bill, to the last digit", async ({
  page,
  patchbay,
  sandbox,
}) => {
  await spend(patchbay, sandbox);
  const bill = await readBill(sandbox);
  const total = add(...bill.map(({ cost }) => cost));
  const listed = await listGenerations(patchbay);
  const unknown = listed.filter(({ cost }) => cost === null);
  expect(total).toBeGreaterThan(0n);
  expect(unknown.length).toBeGreaterThan(0);

  const overview = await readOverview(page);
  expect(overview.totals).toMatchObject({
    cost: total,
    generations: listed.length,
    unknown: unknown.length,
    failed: listed.filter(({ state }) => state === "failed").length,
  });
  expect(add(...overview.groups.map(({ figures }) => figures.cost))).toBe(total);
  expect(add(...overview.buckets.map(({ figures }) => figures.cost))).toBe(total);
  const points = [...overview.series.flatMap((series) => series.points), ...(overview.other ?? [])];
  expect(add(...points.flatMap(({ cost }) => cost ?? []))).toBe(total);

  await page.goto("/spend");
  await expect(page.getByRole("heading", { name: "Spend", level: 1 })).toBeVisible();
  const totals = page.getByRole("group", { name: "Totals" });
  await expect(totals).toContainText(`Spent${formatUsd(total)}`);
  await expect(totals).toContainText(`+ ${unknown.length} of unknown cost`);
  await expect(totals).toContainText(`Generations${formatCount(listed.length)}`);
  await totals.getByText(formatUsd(total), { exact: true }).first().hover();
  await expect(page.getByRole("tooltip")).toHaveText(formatExactUsd(total));

  const table = page.getByRole("table", { name: "Spend by model" });
  for (const model of new Set(listed.map((generation) => generation.model ?? generation.models[0] ?? ""))) {
    const own = listed.filter((generation) => (generation.model ?? generation.models[0]) === model);
    const known = own.flatMap(({ cost }) => cost ?? []);
    const owed = add(...bill.filter((line) => line.model === model).map(({ cost }) => cost));
    expect(add(...known), model).toBe(owed);
    const cells = rowOf(table, model).getByRole("cell");
    await expect(cells.nth(0)).toContainText(known.length === 0 ? "—" : formatUsd(owed));
    await expect(cells.nth(2)).toHaveText(formatCount(own.length));
  }
  const foot = rowOf(table, /^\d+ models/);
  await expect(foot).toContainText(formatUsd(total));
  await expect(foot).toContainText(formatCount(listed.length));

  // The chart's own figures say the same, and so do the files.
  await ofChart(page, /^More of Spend per /, "Show as table");
  const figures = page.getByRole("table", { name: /^Spend per (hour|day)$/ });
  await expect(figures.getByRole("row").last()).toContainText(formatUsd(total));
  await expect(figures.getByRole("columnheader", { name: UNKNOWN })).toBeVisible();
  await expect(figures.getByRole("columnheader", { name: "Unknown cost (generations)" })).toBeVisible();
  await expect(figures.getByRole("row").last()).toContainText("—");
  await expect(figures.getByRole("row").last().getByRole("cell").last()).toHaveText(
    formatCount(unknown.length),
  );
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export" }).click();
  await page.getByRole("menuitem", { name: "The table as CSV" }).click();
  const lines = (await readFile(await (await saving).path(), "utf8")).trimEnd().split("\r\n");
  expect(lines.at(-1)).toMatch(
    new RegExp(`^,\\(total\\),${formatDecimal(total).replace(".", "\\.")},${listed.length},`),
  );
  const drawing = page.waitForEvent("download");
  await ofChart(page, /^More of Spend per /, "Save as PNG");
  const picture = await drawing;
  expect(picture.suggestedFilename()).toMatch(/^cost-by-model-per-(hour|day)\.png$/);
  expect((await stat(await picture.path())).size).toBeGreaterThan(1_000);
});

test("the figures lead to the generations behind them, and those add up", async ({
  page,
  patchbay,
  sandbox,
}) => {
  await spend(patchbay, sandbox);
  await page.goto("/spend");
  const model = "openai/gpt-4.1";
  await rowOf(page.getByRole("table", { name: "Spend by model" }), model)
    .getByRole("cell")
    .nth(2)
    .getByRole("link")
    .click();
  await expect(page).toHaveURL(/\/generations\?.*model=openai/);
  const table = page.getByRole("table", { name: "Generations" });
  const own = (await listGenerations(patchbay)).filter((generation) => generation.model === model);
  await expect(table.getByRole("row")).toHaveCount(own.length + 1);
  const owed = (await readBill(sandbox)).filter((line) => line.model === model);
  expect(add(...own.flatMap(({ cost }) => cost ?? []))).toBe(add(...owed.map(({ cost }) => cost)));
  const costs = owed.map(({ cost }) => formatUsd(cost)).sort();
  const shown = await table.getByRole("row").getByText(/^\$/).allTextContents();
  expect(shown.sort()).toEqual(costs);

  // Back to the same figures; then those that failed, those that nobody knows the price of.
  await page.goBack();
  await expect(page.getByRole("heading", { name: "Spend", level: 1 })).toBeVisible();
  await page
    .getByRole("group", { name: "Totals" })
    .getByRole("link", { name: /of unknown cost/ })
    .click();
  await expect(page.getByRole("button", { name: "Remove the filter “Unknown cost”" })).toBeVisible();
  for (const row of await table.getByRole("row").filter({ hasNotText: "Model" }).all()) {
    await expect(row).toContainText(UNKNOWN);
    await expect(row).toContainText("—");
  }
  await page.getByRole("button", { name: "Remove the filter “Unknown cost”" }).click();
  await page.getByLabel("State").selectOption({ label: "Failed" });
  await expect(page).toHaveURL(/state=failed/);
  await expect(rowOf(table, new RegExp(REFUSED)).first()).toContainText("insufficient_credits");
  await expect(table).not.toContainText(model);
  await page.reload();
  await expect(table).not.toContainText(model);
  await expect(rowOf(table, new RegExp(REFUSED)).first()).toContainText("$0");
});

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

/** Two generations that have ended, each of a model of its own. */
async function askTwo(patchbay: PatchbayProcess): Promise<void> {
  const panes = ["openai/gpt-4.1", "anthropic/claude-haiku-4.5"].map((model) => ({ model }));
  const { generations } = await startChat(patchbay, { message: "Explain tides", panes });
  for (const { generationId } of generations) await confirmed(patchbay, generationId);
}

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

test("a generation's page shows every fact, and its entries add up to its cost", async ({
  page,
  patchbay,
  sandbox,
}) => {
  // Its own words give no price, so that it is booked later, by the record.
  await sandbox.setFault("openai/gpt-4o-mini", "no-usage", {}, 1);
  const { generations } = await startChat(patchbay, {
    message: "Explain tides",
    panes: [{ model: "anthropic/claude-haiku-4.5" }, { model: "openai/gpt-4o-mini" }],
  });
  for (const { generationId } of generations) {
    const generation = await confirmed(patchbay, generationId);
    const line = await billOf(sandbox, generation.upstreamId);
    await page.goto(`/generations/${generationId}`);
    await expect(page.getByRole("heading", { name: "Generation", level: 1 })).toBeVisible();
    const rows = page.getByRole("table", { name: "Entries" }).getByRole("row");
    const amounts = generation.entries.map(({ amount }) => amount);
    expect(add(...amounts)).toBe(line?.cost);
    await expect(rows).toHaveCount(amounts.length + 2);
    for (const [index, amount] of amounts.entries())
      await expect(rows.nth(index + 1)).toContainText(formatUsd(amount));
    await expect(rows.last()).toContainText(formatUsd(line?.cost as Usd));
    const main = page.getByRole("main");
    for (const fact of [
      "confirmed",
      "ended, the cost is booked",
      generation.upstreamId ?? "none",
      generationId,
      generation.provider ?? "none",
      accountLabel(generation.account),
      "Time to first token",
      "Prices when sent",
    ])
      await expect(main).toContainText(fact);
    await main.getByText(/^All \d+ fields as the upstream tells them$/).click();
    await expect(main.getByText("total_cost", { exact: true })).toBeVisible();
    await expect(main.getByRole("link", { name: "Conversation" })).toHaveAttribute(
      "href",
      `/c/${generation.conversationId}`,
    );
  }
});

test.describe("an address that leads nowhere", () => {
  test.use({ expectedErrors: /404/ });

  test("is said to lead nowhere", async ({ page }) => {
    await page.goto("/generations/01900000-0000-7000-8000-000000000000");
    await expect(page.getByRole("alert").filter({ hasText: "not_found" })).toBeVisible();
  });
});

test("a fresh instance says what to do, and makes up no figures", async ({ browser }) => {
  const patchbay = await PatchbayProcess.start({});
  try {
    const page = await browser.newPage({ baseURL: patchbay.url });
    await page.goto("/spend");
    await expect(page.getByText("Nothing ran in this time")).toBeVisible();
    const totals = page.getByRole("group", { name: "Totals" });
    await expect(totals).toContainText("Spent$0");
    await expect(totals).toContainText("Generations0");
    await expect(totals).toContainText("Average cost—");
    await expect(totals).toContainText("Error rate—");
    await expect(page.getByRole("table")).toHaveCount(0);
    await page.goto("/generations");
    await expect(page.getByText("No generations yet")).toBeVisible();
    await expect(page.getByText("Conversations are kept here.")).toBeVisible();
    await page.getByRole("link", { name: "Ask a model" }).click();
    await expect(page.getByRole("textbox", { name: "Message" })).toBeVisible();
    await page.close();
  } finally {
    await patchbay.dispose();
  }
});
