import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { requestsFor } from "./ledger";
import { answerOf, ask, openChat, unique } from "./playground";

const [ONE, OPEN] = ["anthropic/claude-haiku-4.5", "meta-llama/llama-3.1-8b-instruct"] as const;

const settings = (page: Page) => page.getByRole("dialog", { name: /^Settings of/ });

async function openSettings(page: Page, tab: string): Promise<void> {
  await page.getByRole("button", { name: "Settings", exact: true }).click();
  await settings(page).getByRole("tab", { name: tab }).click();
}

const closeSettings = (page: Page) => settings(page).getByRole("button", { name: "Close" }).click();

async function bodyFor(sandbox: Parameters<typeof requestsFor>[0], question: string): Promise<unknown> {
  return (await requestsFor(sandbox, question)).at(-1)?.body;
}

test("an answer is asked to fit a schema, and checked against it", async ({ page, sandbox }) => {
  await openChat(page, ONE);
  await openSettings(page, "Format");
  await settings(page).getByText("JSON schema", { exact: true }).click();
  const editor = settings(page).getByRole("textbox", { name: "JSON schema" });
  await editor.fill('{"type":"object","properties":{"city":{"type":"text"}}}');
  await expect(settings(page).getByText("#/properties/city/type must be one of")).toBeVisible();
  await editor.fill('{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}');
  await settings(page).getByRole("button", { name: "Format", exact: true }).click();
  await expect(editor).toHaveValue(/^\{\n {2}"type": "object",/);
  await closeSettings(page);
  const words = unique("Name a city");
  await ask(page, words);
  await expect(answerOf(page, ONE).getByText("Fits the schema")).toBeVisible();
  const schema = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
  expect(await bodyFor(sandbox, words)).toMatchObject({
    response_format: { type: "json_schema", json_schema: { name: "answer", strict: true, schema } },
  });
});

test("a tool is called, answered by hand after a reload, and the model goes on", async ({ page }) => {
  await openChat(page, ONE);
  await openSettings(page, "Tools");
  await settings(page).getByRole("button", { name: "Add tool" }).click();
  await settings(page).getByRole("textbox", { name: "Name" }).fill("weather now");
  await expect(settings(page).getByRole("button", { name: "Save tool" })).toBeDisabled();
  await settings(page).getByRole("textbox", { name: "Name" }).fill("weather_now");
  await settings(page).getByRole("button", { name: "Save tool" }).click();
  await expect(settings(page).getByRole("list", { name: "Tools" })).toContainText("weather_now");
  await closeSettings(page);
  await ask(page, unique("What is the weather in Paris?"));
  const call = page.getByRole("region", { name: "Call of weather_now" });
  await expect(call).toContainText('{\n  "city": "Paris"\n}');
  await expect(page.getByRole("button", { name: "Continue" })).toBeVisible();

  await page.reload();
  await call.getByRole("textbox", { name: "What weather_now answers" }).fill('{"temperature":21}');
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(answerOf(page, ONE)).toContainText("temperature is 21");
  await expect(page.getByRole("region", { name: "Result of weather_now" })).toContainText(
    '{"temperature":21}',
  );
  await expect(page.getByRole("button", { name: "Continue" })).toBeHidden();
});

test("a token is ruled out, and how likely the others were is told", async ({ page, sandbox }) => {
  await openChat(page, OPEN);
  await openSettings(page, "Parameters");
  const biases = settings(page).getByLabel("Token biases");
  await biases.fill("50256 101");
  await settings(page).getByLabel("Likeliest tokens").fill("2");
  await expect(settings(page).getByText("From -100 to 100", { exact: true })).toBeVisible();
  await biases.fill("50256 -100");
  await settings(page).getByLabel("Seed").focus();
  await expect(settings(page).getByLabel("Token probabilities")).toHaveValue("sent");
  await closeSettings(page);
  const words = unique("What is 6 * 7?");
  await ask(page, words);
  const answer = answerOf(page, OPEN);
  await expect(answer).toHaveAttribute("aria-busy", "false");
  const set = { logit_bias: { "50256": -100 }, logprobs: true, top_logprobs: 2 };
  expect(await bodyFor(sandbox, words)).toMatchObject(set);
  await answer.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Token probabilities" }).click();
  const table = page.getByRole("dialog", { name: "Token probabilities" }).getByRole("table");
  await expect(table.getByRole("row").nth(1)).toContainText(/\d\.\d %/);
});

test("what another model does not take is kept and not sent, until it is removed", async ({
  page,
  sandbox,
}) => {
  await openChat(page, OPEN);
  await page.getByRole("button", { name: "Settings", exact: true }).click();
  await settings(page).getByLabel("Temperature").fill("0.3");
  await settings(page).getByLabel("Min P").fill("0.1");
  await closeSettings(page);
  const switchTo = async (model: string) => {
    await page.getByRole("button", { name: "Model", exact: true }).click();
    const picker = page.getByRole("dialog", { name: "Choose a model" });
    await picker.getByRole("searchbox", { name: "Search models" }).fill(model);
    await picker.getByRole("option", { name: model }).first().click();
    await expect(picker).toBeHidden();
    await page.getByRole("button", { name: "Settings", exact: true }).click();
  };
  const kept = settings(page).getByRole("region", { name: "Kept, not sent" });
  await switchTo(ONE);
  await expect(kept).toContainText("Min P is not supported");
  await closeSettings(page);
  const words = unique("What is 6 * 7?");
  await ask(page, words);
  await expect(answerOf(page, ONE)).toHaveAttribute("aria-busy", "false");
  const body = await bodyFor(sandbox, words);
  expect(body).toMatchObject({ temperature: 0.3 });
  expect(body).not.toHaveProperty("min_p");

  await switchTo(OPEN);
  await expect(settings(page).getByLabel("Min P")).toHaveValue("0.1");
  await expect(kept).toBeHidden();
  await closeSettings(page);
  await switchTo(ONE);
  await kept.getByRole("button", { name: "Remove Min P" }).click();
  await expect(kept).toBeHidden();
  await expect(settings(page).getByLabel("Temperature")).toHaveValue("0.3");
});

test("a search is asked for, and a preset brings it to another model", async ({ page, sandbox }) => {
  const name = unique("Searching");
  await openChat(page, OPEN);
  await page.getByRole("button", { name: "Settings", exact: true }).click();
  await settings(page).getByLabel("Temperature").fill("0.3");
  await settings(page).getByLabel("Min P").fill("0.1");
  await settings(page).getByRole("tab", { name: "Plugins" }).click();
  await settings(page).getByRole("switch", { name: "Web search" }).click();
  await settings(page).getByRole("textbox", { name: "Most results" }).fill("3");
  await settings(page).getByRole("tab", { name: "Presets" }).click();
  await settings(page).getByRole("textbox", { name: "Save what is set here as" }).fill(name);
  await settings(page).getByRole("button", { name: "Save preset" }).click();
  await expect(settings(page).getByText(`Saved ${name}.`)).toBeVisible();
  await closeSettings(page);

  await openChat(page, ONE);
  await openSettings(page, "Presets");
  await settings(page)
    .getByRole("button", { name: `Apply ${name}` })
    .click();
  await expect(settings(page).getByText("without min_p, which this model does not take")).toBeVisible();
  await closeSettings(page);
  const words = unique("What is 6 * 7?");
  await ask(page, words);
  await expect(answerOf(page, ONE)).toHaveAttribute("aria-busy", "false");
  const body = await bodyFor(sandbox, words);
  expect(body).toMatchObject({ temperature: 0.3, plugins: [{ id: "web", max_results: 3 }] });
  expect(body).not.toHaveProperty("min_p");

  await openSettings(page, "Presets");
  await settings(page)
    .getByRole("button", { name: `More about ${name}` })
    .click();
  await page.getByRole("menuitem", { name: "Rename" }).click();
  await settings(page).getByRole("textbox", { name: "Name of the preset" }).fill(`${name} again`);
  await settings(page).getByRole("button", { name: "Rename" }).click();
  await settings(page)
    .getByRole("button", { name: `More about ${name} again` })
    .click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page
    .getByRole("dialog", { name: /^Delete/ })
    .getByRole("button", { name: "Delete" })
    .click();
  await expect(settings(page).getByText(`${name} again`, { exact: true })).toBeHidden();
});
