import type { Browser, Locator, Page } from "@playwright/test";
import { mintSecret } from "./canaries/canaries";
import { expect, test } from "./fixtures";
import { ended } from "./ledger";
import { PatchbayProcess } from "./patchbay";
import { answerOf, ask, composer, factsOf, generationIdOf, openChat } from "./playground";
import { ScriptedUpstream } from "./upstream";

const bannerOf = (page: Page): Locator => page.getByRole("complementary", { name: "Connection" });

async function withPatchbay(
  browser: Browser,
  env: Record<string, string>,
  act: (page: Page, patchbay: PatchbayProcess) => Promise<void>,
): Promise<void> {
  const patchbay = await PatchbayProcess.start(env);
  try {
    const page = await browser.newPage({ baseURL: patchbay.url });
    await act(page, patchbay);
    await page.close();
  } finally {
    await patchbay.dispose();
  }
}

test("without a key a sandbox answers, and every page says so and how to set one", async ({ browser }) => {
  await withPatchbay(browser, {}, async (page, patchbay) => {
    for (const path of ["/", "/spend", "/generations"]) {
      await page.goto(path);
      await expect(bannerOf(page)).toContainText("No OpenRouter key is set");
      await expect(bannerOf(page)).toContainText("nothing costs money");
      await expect(bannerOf(page)).toContainText("OPENROUTER_API_KEY in .env and restart");
    }
    await openChat(page, "inception/mercury-2");
    await expect(page.getByRole("region", { name: "Key check" })).toHaveCount(0);
    await ask(page, "What is 6 * 7?");
    await expect(answerOf(page, "inception/mercury-2")).toContainText("42");
    await expect(factsOf(answerOf(page, "inception/mercury-2"))).toContainText("Finish reason: stop");
    const generation = await ended(patchbay, await generationIdOf(answerOf(page, "inception/mercury-2")));
    expect(generation).toMatchObject({ state: "finished", account: { id: "sandbox" } });
  });
});

test("a key that works is shown with what it may spend, and no banner", async ({ page, sandbox }) => {
  await page.goto("/");
  const check = page.getByRole("region", { name: "Key check" });
  await expect(check).toContainText("The OpenRouter key works");
  await expect(check).toContainText(`${sandbox.key.slice(0, 12)}...${sandbox.key.slice(-4)}`);
  await expect(check).toContainText(/Limit\s*none/);
  await expect(check).toContainText(/Free requests left today\s*[\d,]+ of 1,000/);
  await expect(check).toContainText(/Balance of the account\s*\$[\d,]+\.\d\d/);
  await expect(bannerOf(page)).toHaveCount(0);
  expect(await page.content()).not.toContain(sandbox.key);
});

test("a key that the upstream does not know is explained, and told to nobody", async ({
  browser,
  sandbox,
}) => {
  const key = mintSecret("sk-or-wrong-");
  const env = { OPENROUTER_BASE_URL: sandbox.apiUrl, OPENROUTER_API_KEY: key };
  await withPatchbay(browser, env, async (page, patchbay) => {
    await page.goto("/");
    const check = page.getByRole("region", { name: "Key check" });
    await expect(check).toContainText("The OpenRouter key does not work");
    await expect(check).toContainText("User not found.");
    for (const place of [check, bannerOf(page)])
      await expect(place).toContainText("Check OPENROUTER_API_KEY in .env, then restart Patchbay.");
    await openChat(page, "inception/mercury-2");
    await ask(page, "What is 6 * 7?");
    await expect(answerOf(page, "inception/mercury-2").getByRole("alert")).toContainText("upstream_key");
    const generation = await ended(patchbay, await generationIdOf(answerOf(page, "inception/mercury-2")));
    expect(generation).toMatchObject({ state: "failed", cost: 0n, hold: { outcome: "released" } });
    await page.goto("/spend");
    await expect(bannerOf(page)).toContainText("does not accept the key");
    expect(await page.content()).not.toContain(key);
    expect(patchbay.output).not.toContain(key);
  });
});

const KEY = { label: "sk-or-v1-abc...def", limit: null, limit_remaining: null, usage: 12.5 };
const MODEL = { id: "maker/model", name: "Model", pricing: { prompt: "0", completion: "0" } };

for (const [what, key, credits, words] of [
  [
    "a negative balance",
    KEY,
    { total_credits: 10, total_usage: 12.5 },
    [/balance/i, "even free models|free models too", "Add credits"],
  ],
  [
    "a limit that is reached",
    { ...KEY, limit: 12, limit_remaining: 0 },
    { total_credits: 100, total_usage: 12.5 },
    [/limit/i, "raise the limit"],
  ],
] as const) {
  test(`${what} is said before anyone asks`, async ({ browser }) => {
    const upstream = await ScriptedUpstream.start({
      "/models": { data: [MODEL] },
      "/key": { data: key },
      "/credits": { data: credits },
    });
    try {
      const env = { OPENROUTER_BASE_URL: upstream.apiUrl, OPENROUTER_API_KEY: mintSecret("sk-or-v1-") };
      await withPatchbay(browser, env, async (page) => {
        await page.goto("/");
        for (const expected of words) await expect(bannerOf(page)).toContainText(new RegExp(expected));
        await expect(composer(page)).toBeEditable();
      });
    } finally {
      await upstream.end();
    }
  });
}

test("what the sandbox answered before there was a key is kept, and looked at by a switch", async ({
  browser,
  sandbox,
}) => {
  const env: Record<string, string> = {};
  await withPatchbay(browser, env, async (page, patchbay) => {
    await openChat(page, "inception/mercury-2");
    await ask(page, "What is 6 * 7?");
    const id = await generationIdOf(answerOf(page, "inception/mercury-2"));
    await ended(patchbay, id);
    Object.assign(env, { OPENROUTER_BASE_URL: sandbox.apiUrl, OPENROUTER_API_KEY: sandbox.key });
    await patchbay.restart();

    const notice = page.getByRole("complementary", { name: "Another account" });
    await page.goto(`/generations/${id}`);
    await expect(notice).toContainText("This is of Sandbox, which is not the account in use.");

    await page.goto("/spend");
    await expect(page.getByText("Nothing ran in this time")).toBeVisible();
    await page.getByRole("button", { name: /^Look at Sandbox/ }).click();
    await expect(notice).toContainText("This is of Sandbox");
    const totals = page.getByRole("group", { name: "Totals" });
    await expect(totals).toContainText("Generations1");
    await expect(page.getByRole("heading", { name: "This month" })).toHaveCount(0);
    await totals.getByRole("link", { name: "1", exact: true }).click();
    await expect(page).toHaveURL(/\/generations\?.*account=sandbox/);
    await expect(page.getByRole("table", { name: "Generations" })).toContainText("inception/mercury-2");

    await page.getByRole("button", { name: "Back to the current account" }).click();
    await expect(notice).toHaveCount(0);
    await page.goto("/generations");
    await expect(page.getByText("No generations yet")).toBeVisible();
    await page.getByRole("combobox", { name: "Account" }).selectOption("sandbox");
    await expect(page).toHaveURL(/account=sandbox/);
    await expect(page.getByRole("table", { name: "Generations" })).toContainText("inception/mercury-2");
  });
});
