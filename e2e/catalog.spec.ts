import type { Locator, Page } from "@playwright/test";
import { alive } from "./alive";
import { mintSecret } from "./canaries/canaries";
import { expect, test } from "./fixtures";
import { PatchbayProcess } from "./patchbay";
import { answerOf, ask, openChat } from "./playground";
import { ScriptedUpstream } from "./upstream";

async function openPicker(page: Page): Promise<Locator> {
  await page.getByRole("button", { name: "Model", exact: true }).click();
  const picker = page.getByRole("dialog", { name: "Choose a model" });
  await expect(picker.getByRole("option").first()).toBeVisible();
  return picker;
}

const search = (picker: Locator) => picker.getByRole("searchbox", { name: "Search models" });

/** What the list says of its own length; only what is in view is in the page. */
const countOf = async (picker: Locator): Promise<number> =>
  Number(/^(\d+) models?$/.exec((await picker.getByText(/^\d+ models?$/).textContent()) ?? "")?.[1]);

test("ninety models and more, found by name, id and maker, with their prices per million", async ({
  page,
}) => {
  await page.goto("/");
  const picker = await openPicker(page);
  expect(await countOf(picker)).toBeGreaterThanOrEqual(90);

  for (const [words, id] of [
    ["haiku 4.5", "anthropic/claude-haiku-4.5"],
    ["anthropic/claude-haiku-4.5", "anthropic/claude-haiku-4.5"],
    ["cohere comand", "cohere/command-a"],
    ["mistral codestral", "mistralai/codestral-2508"],
  ] as const) {
    await search(picker).fill(words);
    await expect(picker.getByRole("option", { name: id }).first()).toBeVisible();
  }
  await search(picker).fill("claude haiku 4.5");
  await expect(picker.getByRole("option", { name: "anthropic/claude-haiku-4.5" })).toContainText(
    /in \$1\.00\s*out \$5\.00/,
  );
  await search(picker).fill("llama-3.3-70b");
  await expect(picker.getByRole("option", { name: "meta-llama/llama-3.3-70b-instruct:free" })).toContainText(
    "Free",
  );
  await search(picker).fill("openrouter/auto");
  await expect(picker.getByRole("option", { name: "openrouter/auto" }).first()).toContainText("varies");
  await search(picker).fill("no such model anywhere");
  await expect(picker.getByText("No model fits")).toBeVisible();
  await search(picker).fill("");
  await expect.poll(() => countOf(picker)).toBeGreaterThanOrEqual(90);
});

test("filters narrow the list, and the last of it can be reached", async ({ page }) => {
  await page.goto("/");
  const picker = await openPicker(page);
  const all = await countOf(picker);
  await picker.getByRole("button", { name: "Free", exact: true }).click();
  await expect.poll(() => countOf(picker)).toBeLessThan(all);
  const isFree = async () =>
    (await picker.getByRole("option").allTextContents()).map((text) => /Free/.test(text));
  await expect.poll(async () => new Set(await isFree())).toEqual(new Set([true]));
  await picker.getByRole("button", { name: "Free", exact: true }).click();
  await expect.poll(() => countOf(picker)).toBe(all);

  await search(picker).focus();
  // Routes that others have made stand in the list beside the models.
  const size = Number(await picker.getByRole("option").first().getAttribute("aria-setsize"));
  for (let step = 0; step < size / 8; step++) await page.keyboard.press("PageDown");
  const last = picker.locator(`[aria-posinset="${size}"]`);
  await expect(last).toBeInViewport();
  const id = await last.getByText(/^~?[\w.-]+\/[\w.:-]+$/).textContent();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Model", exact: true })).toHaveAccessibleDescription(
    id ?? "",
  );
});

test("a model that nobody knows is said to be unknown, before and after asking", async ({ page }) => {
  await openChat(page, "nobody/nothing-1");
  await expect(page.getByText("Not in the catalogue")).toBeVisible();
  await ask(page, "What is 6 * 7?");
  await expect(answerOf(page, "nobody/nothing-1").getByRole("alert")).toContainText("unknown_model");
  await expect(answerOf(page, "nobody/nothing-1").getByRole("button", { name: "Try another" })).toBeVisible();
});

const row = (index: number, prompt = "0.000001") => ({
  id: `maker-${index % 7}/model-${index}`,
  name: `Maker ${index % 7}: Model ${index}`,
  created: 1_700_000_000 + index,
  context_length: 8192,
  architecture: { input_modalities: ["text"], output_modalities: ["text"], tokenizer: "GPT" },
  pricing: { prompt, completion: "0.000002" },
  top_provider: { context_length: 8192, max_completion_tokens: 4096, is_moderated: false },
  supported_parameters: ["temperature"],
});

/** Rows that cannot be read at all. */
const UNREADABLE = [null, "a row", 7, [], {}, { id: 5, name: "a number for an id" }];

/** Rows that are wrong in part. */
const ODD = [
  { id: "odd/no-prices", name: "Odd: no prices" },
  { id: "odd/no-name", pricing: { prompt: "0.000001", completion: "0.000002" } },
  { ...row(1), id: "odd/numbers", name: "Odd: numbers", pricing: { prompt: 0.000001, completion: 2e-6 } },
  { ...row(1), id: "odd/nulls", name: "Odd: nulls", architecture: null, top_provider: null, created: null },
  { ...row(1), id: "odd/negative", name: "Odd: negative", pricing: { prompt: "-1", completion: "-1" } },
  { ...row(1), id: "odd/words", name: "Odd: words", pricing: { prompt: "much", completion: "NaN" } },
  { ...row(1), id: "odd/html", name: "Odd: <img src=x onerror=alert(1)>", description: "<script>1</script>" },
  { ...row(1), id: "odd/future", name: "Odd: future", architecture: { output_modalities: ["smell"] } },
];

test("seven hundred rows with bad ones among them: none hides another, and a refresh brings new prices", async ({
  browser,
}) => {
  const good = Array.from({ length: 700 }, (_, index) => row(index));
  const upstream = await ScriptedUpstream.start({
    "/models": { data: [...UNREADABLE, ...good, ...ODD] },
    "/key": { data: { label: "sk-or-v1-abc...def", limit: null, usage: 0 } },
    "/credits": { data: { total_credits: 10, total_usage: 1 } },
  });
  const patchbay = await PatchbayProcess.start({
    OPENROUTER_BASE_URL: upstream.apiUrl,
    OPENROUTER_API_KEY: mintSecret("sk-or-v1-"),
  });
  try {
    const page = await browser.newPage({ baseURL: patchbay.url });
    const errors: string[] = [];
    // This upstream knows no endpoints of any model, which the browser reports as well.
    page.on("console", (message) => {
      const isExpected = message.location().url.endsWith("/endpoints");
      if (message.type() === "error" && !isExpected) errors.push(message.text());
    });
    await page.goto("/");
    await alive(page);
    const picker = await openPicker(page);
    // What writes no text stays away until it is asked for.
    expect(await countOf(picker)).toBe(good.length + ODD.length - 1);
    await search(picker).fill("model 642");
    const option = picker.getByRole("option", { name: "maker-5/model-642" });
    await expect(option).toContainText(/in \$1\.00\s*out \$2\.00/);
    for (const [id, price] of [
      ["odd/numbers", /in \$1\.00\s*out \$2\.00/],
      ["odd/no-prices", "—"],
      ["odd/words", "—"],
      ["odd/html", "<img src=x onerror=alert(1)>"],
      ["odd/no-name", /in \$1\.00/],
    ] as const) {
      await search(picker).fill(id);
      await expect(picker.getByRole("option", { name: id })).toContainText(price);
    }

    // A price rises upstream; the list of a whole page of HTML is no list.
    upstream.answers["/models"] = { data: good.map((_, index) => row(index, "0.0000035")) };
    await picker.getByRole("button", { name: "Refresh prices" }).click();
    await search(picker).fill("model 642");
    await expect(option).toContainText(/in \$3\.50/);
    upstream.answers["/models"] = "<html>Bad gateway</html>";
    await picker.getByRole("button", { name: "Refresh prices" }).click();
    await expect(picker.getByText("The last refresh failed.")).toBeVisible();
    await expect(option).toContainText(/in \$3\.50/);
    upstream.answers["/models"] = { data: [...good, row(700)] };
    await picker.getByRole("button", { name: "Refresh prices" }).click();
    await expect(picker.getByText("The last refresh failed.")).toBeHidden();
    await search(picker).fill("");
    await expect.poll(() => countOf(picker)).toBe(701);
    expect(errors).toEqual([]);
    await page.close();
  } finally {
    await patchbay.dispose();
    await upstream.end();
  }
});
