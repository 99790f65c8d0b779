import { test as base, expect } from "./fixtures";
import { confirmed, startChat } from "./ledger";
import { PatchbayProcess } from "./patchbay";
import { createDatabase, cutOff, NO_POSTGRES, POSTGRES } from "./postgres";

type Database = Awaited<ReturnType<typeof createDatabase>>;

/** A Patchbay on a Postgres of its own, which can be taken away from it. */
const test = base.extend<object, { database: Database }>({
  database: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what is asked for
    async ({}, use) => {
      const database = await createDatabase();
      await use(database);
      await database.drop();
    },
    { scope: "worker" },
  ],
  patchbay: [
    async ({ sandbox, database }, use) => {
      const patchbay = await PatchbayProcess.start(
        {
          ...{ OPENROUTER_BASE_URL: sandbox.apiUrl, OPENROUTER_API_KEY: sandbox.key },
          DATABASE_URL: database.url,
        },
        { instances: 1 },
      );
      await use(patchbay);
      await patchbay.dispose();
    },
    { scope: "worker" },
  ],
});

test.skip(POSTGRES === "", NO_POSTGRES);
test.use({ expectedErrors: /status of 50[03]/ });

test("a day of spend survives a database that fails: it is said, tried again, and nothing is lost", async ({
  page,
  patchbay,
  database,
}) => {
  const { generations } = await startChat(patchbay, {
    message: "Explain tides",
    panes: [{ model: "openai/gpt-4.1" }],
  });
  for (const { generationId } of generations) await confirmed(patchbay, generationId);
  await page.goto("/spend?span=today&timeZone=UTC");
  const totals = page.getByRole("group", { name: "Totals" });
  await expect(totals).toContainText("Generations1");
  await expect(page.getByRole("heading", { name: "Spend per hour" })).toBeVisible();
  await expect(page.getByText("No forecast yet.", { exact: false })).toBeVisible();
  const spent = await totals.getByRole("link").first().textContent();

  const giveBack = await cutOff(database);
  try {
    await page.getByRole("group", { name: "Period" }).getByText("7d", { exact: true }).click();
    await expect(page.getByRole("button", { name: "Try again" }).first()).toBeVisible({ timeout: 30_000 });
    await expect(page).toHaveURL(/span=7d/);
  } finally {
    await giveBack();
  }
  await page.getByRole("button", { name: "Try again" }).first().click();
  await expect(totals).toContainText("Generations1", { timeout: 30_000 });
  await expect(totals.getByRole("link").first()).toHaveText(spent ?? "");
  await page.goBack();
  await expect(page).toHaveURL(/span=today/);
  await expect(totals.getByRole("link").first()).toHaveText(spent ?? "");
});
