import { readFile, stat } from "node:fs/promises";
import type { Page } from "@playwright/test";
import * as z from "zod/mini";
import { accountLabel } from "@/components/filters/account-words";
import { formatCount, formatExactUsd, formatUsd } from "@/lib/core/format";
import { add, formatDecimal, type Usd } from "@/lib/core/money";
import { Overview } from "@/lib/spend/overview-api";
import { expect, test } from "./fixtures";
import { billOf, confirmed, listGenerations, readBill, startChat } from "./ledger";
import { PatchbayProcess } from "./patchbay";
import { REFUSED, rowOf, spend, UNKNOWN } from "./spend";

// A ledger of its own: here the whole bill must come out, and nobody else may add to it.
test.use({ generationDelay: 20 });

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
      "the cost is booked",
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
