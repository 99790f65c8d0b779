import { expectAccessible } from "./accessible";
import { expect, test } from "./fixtures";

test("whoever runs a Patchbay finds what is unsafe and missing, and what to do", async ({ page }) => {
  await page.goto("/settings");
  await page.getByRole("main").getByRole("link", { name: "Configuration" }).click();
  await expect(page).toHaveURL(/\/configuration$/);
  await expect(page.getByRole("heading", { level: 1, name: "Configuration" })).toBeVisible();

  // The key goes to a sandbox of the test's, which is not OpenRouter.
  const unsafe = page.getByRole("list", { name: "Unsafe" });
  await expect(unsafe.getByRole("listitem", { name: "Address of OpenRouter" })).toContainText(
    "Remove OPENROUTER_BASE_URL",
  );
  const missing = page.getByRole("list", { name: "Missing" });
  const management = missing.getByRole("listitem", { name: "Management key" });
  await expect(management.locator("code")).toHaveText("OPENROUTER_MANAGEMENT_KEY");
  await expect(page.getByRole("list", { name: "In order" })).toContainText("OpenRouter accepts the key.");
  await expectAccessible(page, "/configuration");
});

test("no key is in the answer, and the page is at its own address", async ({ page, sandbox }) => {
  const answer = await page.request.get("/api/configuration");
  expect(answer.status()).toBe(200);
  expect(await answer.text()).not.toContain(sandbox.key);
  await page.goto("/configuration");
  await expect(page.getByRole("list", { name: "In order" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("list", { name: "In order" })).toBeVisible();
});

test.describe("when the check cannot be made", () => {
  test.use({ expectedErrors: /status of 500/ });

  test("the page says so, and tries again", async ({ page }) => {
    const failure = {
      ...{ code: "internal", by: "patchbay", remedy: "retry" },
      message: "Patchbay failed to do this. The log has the details.",
    };
    await page.route("**/api/configuration", (route) =>
      route.fulfill({ status: 500, json: { error: failure } }),
    );
    await page.goto("/configuration");
    await expect(page.getByRole("main").getByRole("alert")).toContainText("The log has the details.");
    await page.unroute("**/api/configuration");
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByRole("list", { name: "In order" })).toBeVisible();
  });
});
