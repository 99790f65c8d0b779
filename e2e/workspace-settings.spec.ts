import type { Page } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { expect } from "./fixtures";
import { complete, createKey, says, test } from "./gateway";
import { ask, composer, openChat, unique } from "./playground";

const MODEL = "openai/gpt-4.1-mini";
const OTHER = "cohere/command-a";

/** What a workspace and its person are without settings. */
const NOTHING = {
  ...{ workspaceName: null, timeZone: null, defaultModel: null, retentionDays: null },
  ...{ denyDataCollection: false, requireZeroRetention: false, allowedModels: null },
};
const OWN_NOTHING = { theme: null, locale: null, defaultModel: null, shortcuts: {}, shortcutsOff: "none" };

// Others use the same Patchbay.
test.afterEach(async ({ patchbay }) => {
  for (const [path, body] of [
    ["settings", NOTHING],
    ["preferences/personal", OWN_NOTHING],
  ] as const) {
    const answer = await fetch(`${patchbay.url}/api/${path}`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(200);
  }
});

const setting = (page: Page, name: string) =>
  page.getByRole("main").getByRole("region", { name, exact: true });

test("the data policy holds for playground and gateway, and says what it overrides", async ({
  page,
  patchbay,
  tap,
}) => {
  const { key } = await createKey(patchbay);
  await page.goto("/settings/workspace");
  const policy = setting(page, "Data policy");
  await policy.getByRole("switch", { name: /keeps or trains/ }).click();
  await expect(policy.getByRole("status")).toHaveText("Saved");
  await policy.getByRole("switch", { name: /without retention/ }).click();
  await expect(policy.getByRole("switch", { name: /without retention/ })).toBeChecked();

  const before = tap.completions.length;
  const provider = { data_collection: "allow", zdr: false, sort: "price" };
  const answer = await complete(patchbay, key, { model: MODEL, messages: says("Explain tides"), provider });
  await answer.text();
  expect(answer.headers.get("x-patchbay-changed")).toBe("provider.data_collection, provider.zdr");
  await openChat(page, MODEL);
  await ask(page, unique("What is 2 + 2?"));
  await expect.poll(() => tap.completions.length).toBe(before + 2);
  const sent = tap.completions.slice(before).map(({ body }) => JSON.parse(body).provider);
  expect(sent).toEqual([
    { data_collection: "deny", zdr: true, sort: "price" },
    { data_collection: "deny", zdr: true },
  ]);

  // It is taken back as it was set.
  await page.goto("/settings/workspace");
  await policy.getByRole("switch", { name: /keeps or trains/ }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(policy.getByRole("switch", { name: /keeps or trains/ })).toBeChecked();
});

test.describe("what is not allowed", () => {
  test("is refused by the gateway, marked in the picker and said before it is sent", async ({
    page,
    patchbay,
    tap,
  }) => {
    const { key } = await createKey(patchbay);
    await page.goto("/settings/workspace");
    const models = setting(page, "Allowed models");
    const list = models.getByRole("textbox");
    await list.fill("two words");
    await models.getByRole("button", { name: "Save models" }).click();
    await expect(models.getByRole("alert")).toContainText("two words");
    await list.fill("openai/*");
    await expect(models).toContainText(/\d+ of \d+ models/);
    await models.getByRole("button", { name: "Save models" }).click();
    await expect(models.getByRole("status")).toHaveText("Saved");
    await page.reload();
    await expect(list).toHaveValue("openai/*");

    const before = tap.completions.length;
    const refused = await complete(patchbay, key, { model: OTHER, messages: says("Hi") });
    expect([refused.status, (await refused.json()).error.metadata.patchbay_code]).toEqual([
      ...[403, "model_not_allowed"],
    ]);
    const fallback = await complete(patchbay, key, { model: MODEL, models: [OTHER], messages: says("Hi") });
    expect(fallback.status).toBe(403);
    await fallback.text();

    await openChat(page, OTHER);
    await expect(page.getByRole("status", { name: "Not allowed" })).toContainText(OTHER);
    await ask(page, unique("Explain tides"));
    await expect(page.getByRole("main").getByRole("alert").first()).toContainText("does not allow");
    expect(tap.completions.length).toBe(before);

    await page.getByRole("button", { name: "Model", exact: true }).click();
    const picker = page.getByRole("dialog", { name: "Choose a model" });
    await picker.getByRole("searchbox", { name: "Search models" }).fill(OTHER);
    await expect(picker.getByRole("option").first().getByLabel("not allowed")).toBeVisible();
    await picker.getByRole("searchbox", { name: "Search models" }).fill(MODEL);
    await expect(picker.getByRole("option").first()).toContainText(MODEL);
    await expect(picker.getByRole("option").first().getByLabel("not allowed")).toHaveCount(0);
  });
});

test("a workspace has a name, a clock, and something that conversations begin with", async ({ page }) => {
  await page.goto("/settings/workspace");
  const name = setting(page, "Name");
  await name.getByRole("textbox").fill("Acme Labs");
  await name.getByRole("button", { name: "Save name" }).click();
  await expect(page.getByRole("link", { name: "Acme Labs, home" }).first()).toBeVisible();

  const zone = setting(page, "Reporting time zone");
  await zone.getByRole("button", { name: /^Use .* for all$/ }).click();
  await zone.getByRole("combobox", { name: "Time zone" }).selectOption("Asia/Tokyo");
  await expect(zone.getByRole("combobox", { name: "Time zone" })).toHaveValue("Asia/Tokyo");
  await expect(zone.getByRole("status")).toHaveText("Saved");
  const first = setting(page, "New conversations begin with");
  await first.getByRole("button", { name: "Choose a model or a route" }).click();
  const picker = page.getByRole("dialog", { name: "Choose a model" });
  await picker.getByRole("searchbox", { name: "Search models" }).fill(OTHER);
  await expect(picker.getByRole("option").first()).toContainText(OTHER);
  await page.keyboard.press("Enter");
  await expect(first.getByRole("button", { name: `Begins with ${OTHER}` })).toBeVisible();

  await page.goto("/spend");
  await expect(page).toHaveURL(/timeZone=Asia(%2F|\/)Tokyo/);
  await page.goto("/spend?timeZone=UTC");
  await expect(page.getByRole("combobox", { name: "Time zone" })).toHaveValue("UTC");
  await page.goto("/");
  const model = page.getByRole("button", { name: "Model", exact: true });
  await expect(model).toHaveAccessibleDescription(OTHER);

  // A person's own comes before it.
  await page.goto("/settings");
  const own = setting(page, "New conversations begin with");
  await own.getByRole("button", { name: "Choose a model or a route" }).click();
  await picker.getByRole("searchbox", { name: "Search models" }).fill(MODEL);
  await expect(picker.getByRole("option").first()).toContainText(MODEL);
  await page.keyboard.press("Enter");
  await expect(own.getByRole("button", { name: `Begins with ${MODEL}` })).toBeVisible();
  await page.goto("/");
  await expect(model).toHaveAccessibleDescription(MODEL);
});

test("keeping conversations for a time is asked about first", async ({ page }) => {
  await openChat(page, MODEL);
  await ask(page, unique("Explain tides"));
  await expect(page).toHaveURL(/\/c\//);
  await page.goto("/settings/workspace");
  const kept = setting(page, "Conversations are kept");
  const choice = kept.getByRole("combobox");
  await choice.selectOption("for 30 days");
  const dialog = page.getByRole("dialog", { name: "Keep conversations for 30 days only?" });
  await expect(dialog.getByText("None would go now.")).toBeVisible();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(choice).toHaveValue("");
  await choice.selectOption("for 30 days");
  await expectAccessible(page, "keeping conversations", "dialog");
  await dialog.getByRole("button", { name: "Delete what is older" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(choice).toHaveValue("30");
  // Longer takes nothing away.
  await choice.selectOption("for ever");
  await expect(kept.getByRole("status")).toHaveText("Saved");
});

test("a person has their own keys, and can turn single ones off", async ({ page }) => {
  await page.goto("/");
  await composer(page).blur();
  await page.keyboard.press("?");
  await page
    .getByRole("dialog", { name: "Keyboard shortcuts" })
    .getByRole("link", { name: "Change the keys" })
    .click();
  await expect(page).toHaveURL(/\/settings#shortcuts$/);
  const palette = page.getByRole("listitem", { name: "Search and commands" });
  await palette.getByRole("button", { name: "Change Search and commands" }).click();
  await page.keyboard.press("Control+m");
  await expect(palette.getByRole("alert")).toContainText("Choose a model");
  await page.keyboard.press("Control+g");
  await expect(palette.locator("kbd")).toContainText("G");
  await expect(setting(page, "Keys").getByRole("status")).toHaveText("Saved");
  const commands = page.getByRole("dialog", { name: "Command palette" });
  await page.keyboard.press("Control+g");
  await expect(commands).toBeVisible();
  await page.keyboard.press("Escape");

  // Also where pages come anew from the server.
  await page.goto("/generations");
  await page.keyboard.press("Control+k");
  await page.keyboard.press("Control+g");
  await expect(commands).toBeVisible();
  await commands.getByRole("combobox").fill("go to settings");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/settings$/);
  await page.getByText("Single keys off", { exact: true }).click();
  await expect(setting(page, "Shortcuts").getByRole("status")).toHaveText("Saved");
  await page.keyboard.press("Escape");
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("?");
  await page.keyboard.press("Control+g");
  await expect(commands).toBeVisible();
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Reset all" }).click();
  await expect(palette.locator("kbd")).toContainText("K");
});

test("a person has their own way of writing figures, and their theme in every browser", async ({
  browser,
  page,
  patchbay,
}) => {
  await page.goto("/settings");
  await setting(page, "Dates and numbers").getByRole("combobox").selectOption("de-DE");
  await expect(setting(page, "Dates and numbers")).toContainText("1.234.567 · $1.234,56");
  await setting(page, "Theme").getByText("Dark", { exact: true }).click();
  await expect(setting(page, "Theme").getByRole("status")).toHaveText("Saved");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  const other = await (await browser.newContext({ baseURL: patchbay.url })).newPage();
  await other.goto("/settings");
  await expect(other.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(setting(other, "Dates and numbers")).toContainText("$1.234,56");
  await other.context().close();
  await page.emulateMedia({ colorScheme: "dark" });
  await setting(page, "Theme").getByText("System", { exact: true }).click();
  await expect(page.locator("html")).not.toHaveAttribute("data-theme", /./);
});

test.describe("when the server does not take a change", () => {
  test.use({ expectedErrors: /status of 500/ });

  test("it says so beside the field, and nothing that was written is lost", async ({ page }) => {
    await page.goto("/settings/workspace");
    const failure = {
      ...{ code: "internal", by: "patchbay", remedy: "retry" },
      message: "Patchbay failed to do this. The log has the details.",
    };
    await page.route("**/api/settings", (route) =>
      route.request().method() === "PUT"
        ? route.fulfill({ status: 500, json: { error: failure } })
        : route.continue(),
    );
    const name = setting(page, "Name");
    await name.getByRole("textbox").fill("Acme Labs");
    await name.getByRole("button", { name: "Save name" }).click();
    await expect(name.getByRole("alert")).toContainText("The log has the details.");
    await expect(name.getByRole("textbox")).toHaveValue("Acme Labs");
    await page.unroute("**/api/settings");
    await name.getByRole("button", { name: "Save name" }).click();
    await expect(name.getByRole("status")).toHaveText("Saved");
  });
});
