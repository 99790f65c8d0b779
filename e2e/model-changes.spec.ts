import { expect, test } from "./fixtures";
import { ended, startChat } from "./ledger";
import { open, rowOf, search } from "./models";

// These change the model list, and what changed stays on record: no other test asks for them.
const DEARER = "deepseek/deepseek-chat-v3.1";
const LOST = "minimax/minimax-m2.5";
const ODD = "mistralai/ministral-8b-2512";

test("a price that changes is marked with the old one, kept in its history and told of", async ({
  page,
  patchbay,
  sandbox,
}) => {
  const { generations } = await startChat(patchbay, {
    message: "What is a tide?",
    panes: [{ model: DEARER }],
  });
  await ended(patchbay, generations[0]?.generationId ?? "");
  await open(page, "/models?q=deepseek");
  await sandbox.amendCatalog({
    patch: { [DEARER]: { pricing: { prompt: "0.00000042", completion: "0.0000004" } } },
  });
  await page.getByRole("button", { name: "Refresh prices" }).click();
  await expect(rowOf(page, DEARER)).toContainText(/\$0\.42\s*was \$0\.21 \/M/);
  await expect(rowOf(page, DEARER)).toContainText(/\$0\.40\s*was \$0\.79 \/M/);

  await rowOf(page, DEARER).getByRole("link").click();
  const history = page.getByRole("table", { name: "Price history" });
  await expect(history.getByRole("row")).toHaveCount(3);
  await expect(history.getByRole("row").nth(1)).toContainText("$0.42");
  await expect(history.getByRole("row").nth(1)).toContainText("now");
  await expect(history.getByRole("row").nth(2)).toContainText("$0.21");
  await expect(page.getByRole("figure", { name: "Price per million tokens" })).toBeVisible();

  await page.goto("/models");
  await page.getByRole("link", { name: "Price watch" }).click();
  await expect(page.getByRole("heading", { name: "Price watch", level: 1 })).toBeVisible();
  const only = page.getByRole("combobox", { name: "Model", exact: true });
  await only.fill(DEARER);
  // Until the models are known, an id is taken as whole when one says so.
  await only.press("Enter");
  await expect(page).toHaveURL(new RegExp(`model=${DEARER}`));
  const change = page.getByRole("table", { name: "Changes" }).getByRole("row").nth(1);
  await expect(change).toContainText("Input $0.21 → $0.42 /M");
  await expect(change).toContainText(/[+−]\$0\.0/);
  await page.getByRole("button", { name: "In use" }).click();
  await expect(page).toHaveURL(/used=true/);
  await expect(change).toContainText("DeepSeek");
  await page.getByRole("button", { name: "Kind" }).click();
  await page.getByRole("dialog", { name: "Kind" }).getByLabel("Gone").check();
  await page.keyboard.press("Escape");
  await expect(page.getByText("No such change in the last 30 days")).toBeVisible();
  await page.getByRole("button", { name: "Clear the filters" }).click();
  await expect(page).toHaveURL(/\/models\/changes$/);

  const atom = await page.getByRole("link", { name: "Atom" }).getAttribute("href");
  expect(await (await page.request.get(atom ?? "")).text()).toContain(`${patchbay.url}/models/${DEARER}`);
  const json = await page.getByRole("link", { name: "JSON" }).getAttribute("href");
  expect(await (await page.request.get(json ?? "")).json()).toMatchObject({
    version: "https://jsonfeed.org/version/1.1",
  });
  await sandbox.restoreCatalog();
  await page.request.post("/api/models/refresh");
});

test("a model that is gone keeps its page, with the nearest living one", async ({ page, sandbox }) => {
  await open(page, "/models");
  await sandbox.amendCatalog({ drop: [LOST] });
  await page.getByRole("button", { name: "Refresh prices" }).click();
  await page.getByRole("button", { name: "Gone", exact: true }).click();
  await expect(page).toHaveURL(/gone=true/);
  await search(page).fill("minimax-m2.5");
  await expect(rowOf(page, LOST)).toContainText("No longer listed; nearest is ");
  await expect(page.getByRole("checkbox", { name: `Compare ${LOST}` })).toBeDisabled();
  await rowOf(page, LOST).getByRole("link").first().click();
  await expect(page.getByText(/lists this model no more/)).toBeVisible();
  await expect(page.getByRole("link", { name: "Chat", exact: true })).toHaveCount(0);
  await expect(page.getByRole("region", { name: "Price", exact: true })).toContainText("$0.12 /M");
  await page
    .getByRole("main")
    .getByRole("link", { name: /^minimax\// })
    .first()
    .click();
  await expect(page.getByRole("link", { name: "Chat", exact: true })).toBeVisible();
  await sandbox.restoreCatalog();
  await page.request.post("/api/models/refresh");
});

test("names that every object knows break neither the table, nor a page, nor the picker", async ({
  page,
  sandbox,
}) => {
  const names = ["__proto__", "constructor", "toString"];
  const architecture = { input_modalities: ["text", ...names], output_modalities: ["text"] };
  await sandbox.amendCatalog({ patch: { [ODD]: { architecture, supported_parameters: names } } });
  await page.request.post("/api/models/refresh");
  await open(page, `/models?q=${ODD}`);
  await rowOf(page, ODD).getByRole("link").first().click();
  await expect(page.getByRole("region", { name: "Parameters" })).toContainText("__proto__");
  await page.getByRole("link", { name: "Compare", exact: true }).click();
  await page.getByRole("button", { name: "Add model" }).click();
  await page.getByRole("dialog", { name: "Choose a model" }).getByRole("searchbox").fill(ODD);
  await expect(page.getByRole("complementary", { name: "Model details" })).toContainText("text, __proto__");
  await sandbox.restoreCatalog();
  await page.request.post("/api/models/refresh");
});
