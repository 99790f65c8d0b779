import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expectAccessible } from "./accessible";
import { mintSecret } from "./canaries/canaries";
import { expect, test } from "./fixtures";
import { PatchbayProcess } from "./patchbay";
import { ScriptedUpstream } from "./upstream";

const KEY = mintSecret("sk-or-v1-");
const DAY = 86_400_000;
const MODEL = "acme/somewhere-else";

test("without a management key the page says what one would add, and how to set it", async ({ page }) => {
  await page.goto("/spend/reconciliation");
  const main = page.getByRole("main");
  await expect(main.getByText("No management key is set")).toBeVisible();
  await expect(main.getByText("OPENROUTER_MANAGEMENT_KEY")).toBeVisible();
  await expect(main.getByRole("table")).toHaveCount(0);
  await expect(main.getByRole("button", { name: "Export CSV" })).toBeDisabled();
  await expectAccessible(page, "/spend/reconciliation");
  await main.getByRole("link", { name: "Spend" }).click();
  await expect(page).toHaveURL(/\/spend(\?|$)/);
});

test("what another program spent on the same key is located, explained and exported", async ({ browser }) => {
  const yesterday = new Date(Date.now() - DAY).toISOString().slice(0, 10);
  const hash = createHash("sha256").update(KEY).digest("hex");
  const row = {
    ...{ date: `${yesterday} 00:00:00`, model: MODEL, model_permaslug: MODEL, provider_name: "Acme" },
    ...{ usage: 0.0421, byok_usage_inference: 0, requests: 3 },
  };
  const upstream = await ScriptedUpstream.start({
    "/models": { data: [] },
    "/key": { data: { label: "sk-or-v1-012...789", limit: null, limit_remaining: null } },
    "/credits": { data: { total_credits: 10, total_usage: 4 } },
    [`/activity?api_key_hash=${hash}`]: { data: [row] },
  });
  const patchbay = await PatchbayProcess.start({
    ...{ OPENROUTER_BASE_URL: upstream.apiUrl, OPENROUTER_API_KEY: KEY },
    OPENROUTER_MANAGEMENT_KEY: mintSecret("sk-or-v1-"),
  });
  try {
    const context = await browser.newContext({ baseURL: patchbay.url });
    const page = await context.newPage();
    await page.goto("/spend/reconciliation");
    const totals = page.getByRole("group", { name: "Totals" });
    await expect(totals).toContainText("OpenRouter charged$0.04");
    await expect(totals).toContainText("Patchbay booked$0");
    const table = page.getByRole("table", { name: "Reconciliation" });
    const line = table.getByRole("row").filter({ has: page.getByRole("rowheader", { name: MODEL }) });
    await expect(line).toContainText("Only at OpenRouter");
    await expect(line).toContainText("3 requests");
    await expect(table).toContainText("Other programs that use the same key");
    await expectAccessible(page, "/spend/reconciliation with a difference");

    await page.getByRole("button", { name: "Differences only" }).click();
    await expect(page).toHaveURL(/differences=true/);
    await expect(line).toBeVisible();
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export CSV" }).click();
    const csv = await readFile(await (await download).path(), "utf8");
    expect(csv).toContain(`${yesterday},${MODEL},only_there,0.0421,3,0,,,,0.0421,other_programs,`);
    await context.close();
  } finally {
    await patchbay.dispose();
    await upstream.end();
  }
});
