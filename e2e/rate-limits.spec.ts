import { expect } from "./fixtures";
import { complete, get, says, test } from "./gateway";

const body = { model: "cohere/command-a", messages: says("Explain tides") };

test("a key gets its limits with its making, keeps programs to them, and loses them again", async ({
  page,
  patchbay,
  sandbox,
}) => {
  await page.goto("/keys");
  await page.getByRole("button", { name: "Create key" }).first().click();
  const form = page.getByRole("dialog", { name: "Create a key" });
  await form.getByRole("textbox", { name: "Name" }).fill("Limited");
  await form.getByRole("textbox", { name: "Requests per minute" }).fill("none");
  await form.getByRole("button", { name: "Create" }).click();
  await expect(form.getByRole("alert")).toContainText("whole number");
  await form.getByRole("textbox", { name: "Requests per minute" }).fill("2");
  await form.getByRole("textbox", { name: "Requests at once" }).fill("5");
  await form.getByRole("button", { name: "Create" }).click();
  const shown = page.getByRole("dialog", { name: "The key of Limited" });
  const key =
    (
      await shown
        .getByText(/^pb-v1-\w+$/)
        .first()
        .textContent()
    )?.trim() ?? "";
  await shown.getByRole("button", { name: "Done" }).click();
  await shown.getByRole("button", { name: "Close anyway" }).click();
  const row = page.getByRole("row").filter({ hasText: "Limited" });
  await expect(row).toContainText("2 per minute, 5 at once");

  for (let time = 0; time < 2; time++) expect((await complete(patchbay, key, body)).status).toBe(200);
  const before = (await sandbox.requests()).length;
  const refused = await complete(patchbay, key, body);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(Number(refused.headers.get("retry-after"))).toBeLessThanOrEqual(30);
  expect(await refused.json()).toMatchObject({
    error: {
      code: 429,
      message: expect.stringContaining("2 requests per minute"),
      metadata: { patchbay_code: "rate_limited", failed_by: "patchbay" },
    },
  });
  expect((await sandbox.requests()).length).toBe(before);

  // What is changed holds at once where it is changed, within a second elsewhere.
  patchbay.pin(0);
  await row.getByRole("button", { name: "Actions for Limited" }).click();
  await page.getByRole("menuitem", { name: "Edit models, expiry and limits" }).click();
  const edit = page.getByRole("dialog", { name: "Edit “Limited”" });
  await edit.getByRole("textbox", { name: "Requests per minute" }).fill("");
  await edit.getByRole("button", { name: "Save" }).click();
  await expect(row).toContainText("5 at once");
  await expect(row).not.toContainText("per minute");
  expect((await complete(patchbay, key, body)).status).toBe(200);
});

test("a key that owes tokens waits until they have come back", async ({ page, patchbay, sandbox }) => {
  await page.goto("/keys");
  await page.getByRole("button", { name: "Create key" }).first().click();
  const form = page.getByRole("dialog", { name: "Create a key" });
  await form.getByRole("textbox", { name: "Name" }).fill("Thrifty");
  await form.getByRole("textbox", { name: "Tokens per minute" }).fill("2");
  await form.getByRole("button", { name: "Create" }).click();
  const shown = page.getByRole("dialog", { name: "The key of Thrifty" });
  const key =
    (
      await shown
        .getByText(/^pb-v1-\w+$/)
        .first()
        .textContent()
    )?.trim() ?? "";
  await shown.getByRole("button", { name: "Done" }).click();
  await shown.getByRole("button", { name: "Close anyway" }).click();
  await expect(page.getByRole("row").filter({ hasText: "Thrifty" })).toContainText("2 tokens per minute");

  expect((await (await get(patchbay, key, "/key")).json()).data.limits).toEqual({
    requests_per_minute: null,
    tokens_per_minute: 2,
    max_concurrent: null,
  });
  expect((await complete(patchbay, key, body)).status).toBe(200);
  const before = (await sandbox.requests()).length;
  const refused = await complete(patchbay, key, body);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await refused.json()).toMatchObject({
    error: {
      message: expect.stringContaining("2 tokens per minute"),
      metadata: {
        patchbay_code: "rate_limited",
        limit: { of: "key", name: "tokensPerMinute", most: 2 },
      },
    },
  });
  expect((await sandbox.requests()).length).toBe(before);
});
