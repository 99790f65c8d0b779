import { expect, test } from "./fixtures";
import { details, openPicker, optionOf, search } from "./picker";
import { composer } from "./playground";

// Each test changes the model list for everyone.
test.describe.configure({ mode: "serial" });

test.afterEach(async ({ sandbox, page }) => {
  await sandbox.restoreCatalog();
  await page.request.post("/api/models/refresh");
});

const MODEL = "openai/gpt-4.1";

test("a price that changes between choosing and sending is said, with the old one", async ({
  page,
  sandbox,
}) => {
  await page.goto(`/?models=${MODEL}`);
  const notice = page.getByRole("status", { name: "About this model" });
  await expect(page.getByText("$2.00 in · $8.00 out /M")).toBeVisible();
  await composer(page).fill("What is 7 + 7?");
  await sandbox.amendCatalog({
    patch: { [MODEL]: { pricing: { prompt: "0.000003", completion: "0.000006" } } },
  });
  const picker = await openPicker(page);
  await picker.getByRole("button", { name: "Refresh prices" }).click();
  await search(picker).fill(MODEL);
  await expect(optionOf(picker, MODEL)).toContainText(/in \$3\.00\s*was \$2\.00 \/M/);
  await expect(optionOf(picker, MODEL)).toContainText(/out \$6\.00\s*was \$8\.00 \/M/);
  await expect(details(picker).getByRole("region", { name: "Price", exact: true })).toContainText(
    "was $2.00 /M",
  );
  await page.keyboard.press("Escape");

  await expect(notice).toContainText("Now at $3.00 in · $6.00 out /M; it was $2.00 in · $8.00 out /M");
  await notice.getByRole("button", { name: "All right" }).click();
  await expect(notice).toBeHidden();
  // The message is still there to be sent.
  await expect(composer(page)).toHaveValue("What is 7 + 7?");
});

test("a model that has gone is said wherever it is used, with the nearest living", async ({
  page,
  sandbox,
}) => {
  await page.goto(`/?models=${MODEL}`);
  let picker = await openPicker(page);
  await search(picker).fill(MODEL);
  await details(picker).getByRole("button", { name: "Favourite" }).click();
  await sandbox.amendCatalog({ drop: [MODEL] });
  await picker.getByRole("button", { name: "Refresh prices" }).click();
  await expect(optionOf(picker, MODEL)).toContainText("No longer listed; nearest is openai/");
  await page.keyboard.press("Escape");
  await expect(picker).toBeHidden();

  const notice = page.getByRole("status", { name: "About this model" });
  await expect(notice).toContainText("OpenRouter no longer lists");
  picker = await openPicker(page);
  await expect(optionOf(picker, MODEL)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(picker).toBeHidden();
  await notice.getByRole("button", { name: /^Use openai\// }).click();
  await expect(page.getByRole("button", { name: "Model", exact: true })).toHaveAccessibleDescription(
    /^openai\//,
  );
  await expect(notice).toBeHidden();

  // A key that is held to it says so too.
  const key = { name: "Held to a lost model", models: [MODEL] };
  expect((await page.request.post("/api/keys", { data: key })).status()).toBe(201);
  await page.goto("/keys");
  const row = page.getByRole("table", { name: "Keys" }).getByRole("row", { name: key.name });
  await expect(row).toContainText("no longer listed; nearest is openai/");
});

test("a model that will go is said with its day", async ({ page }) => {
  await page.goto("/?models=cohere/north-mini-code:free");
  const notice = page.getByRole("status", { name: "About this model" });
  await expect(notice).toContainText("may be gone from");
  await expect(notice.getByRole("button", { name: /^Use / })).toBeVisible();
});
