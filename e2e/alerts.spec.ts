import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { expect } from "./fixtures";
import { complete, says, test, type VirtualKey } from "./gateway";
import { confirmed } from "./ledger";
import { isSigned, type Posted, Receiver } from "./receiver";

const MODEL = "cohere/command-a";
/** Rules are judged once a minute. */
const JUDGED = { timeout: 150_000 };

const rowOf = (page: Page, list: string, name: string): Locator =>
  page.getByRole("list", { name: list }).getByRole("listitem", { name, exact: true });

/** Makes a webhook as a person does; answers with its secret. */
async function makeWebhook(page: Page, name: string, address: string): Promise<string> {
  await page.goto("/alerts?view=channels");
  await page.getByRole("button", { name: "New channel" }).click();
  const form = page.getByRole("dialog", { name: "New channel" });
  // Nobody has set up a mail server here.
  await expect(form.getByRole("radio", { name: /^E-mail/ })).toBeDisabled();
  await form.getByRole("radio", { name: /^Webhook/ }).check();
  await form.getByRole("textbox", { name: "Name" }).fill(name);
  await form.getByRole("button", { name: "Create" }).click();
  await expect(form.getByRole("alert")).toContainText("Paste the whole address");
  await form.getByRole("textbox", { name: "Address" }).fill(address);
  await form.getByRole("button", { name: "Create" }).click();
  const shown = page.getByRole("dialog", { name: `The secret of ${name}` });
  await expectAccessible(page, "the secret of a webhook", "dialog");
  const secret = (await shown.getByText(/^pb-whs-\S+$/).textContent())?.trim() ?? "";
  await shown.getByRole("button", { name: "Done" }).click();
  await expect(shown.getByRole("alert")).toContainText("not copied");
  await shown.getByRole("button", { name: "Close anyway" }).click();
  await expect(rowOf(page, "Channels", name)).toBeVisible();
  return secret;
}

test("a budget that is spent is told once, signed, in the app and to a program; one that could not be told is sent again", async ({
  page,
  patchbay,
}) => {
  test.setTimeout(300_000);
  const [pager, broken] = await Promise.all([Receiver.start(), Receiver.start()]);
  broken.answer = { status: 410, body: "moved away" };
  const secret = await makeWebhook(page, "Pager", pager.url);
  const other = await makeWebhook(page, "Old pager", broken.url);

  await rowOf(page, "Channels", "Pager").getByRole("button", { name: "Test “Pager”" }).click();
  await expect(rowOf(page, "Channels", "Pager").getByRole("status")).toContainText(
    "The receiver answered 200",
  );
  const [tested] = pager.posted;
  expect(tested && isSigned(tested, secret)).toBe(true);
  await rowOf(page, "Channels", "Old pager").getByRole("button", { name: "Test “Old pager”" }).click();
  await expect(rowOf(page, "Channels", "Old pager").getByRole("status")).toContainText("moved away");
  await expectAccessible(page, "/alerts?view=channels");

  // One of the rules that are there from the beginning learns where to tell.
  await page.getByRole("tab", { name: "Rules" }).click();
  await expect(page).toHaveURL(/view=rules/);
  const rule = rowOf(page, "Rules", "Budget reached");
  await expect(rule).toContainText("Tells when any budget is spent to 50, 80 or 100 %.");
  await rule.getByRole("button", { name: "Actions for Budget reached" }).click();
  await page.getByRole("menuitem", { name: "Edit…" }).click();
  const form = page.getByRole("dialog", { name: "Edit “Budget reached”" });
  for (const channel of ["Pager · Webhook", "Old pager · Webhook"])
    await form.getByRole("checkbox", { name: channel, exact: true }).check();
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form).toHaveCount(0);
  await expect(rule).toContainText("Old pager");

  // Other tests of this worker spend, too.
  const name = `nightly ${Date.now()}`;
  const keyMade = await page.request.post("/api/keys", { data: { name, environment: "staging" } });
  const { id, key }: VirtualKey = await keyMade.json();
  const toldOf = ({ posted }: Receiver): Posted[] => posted.filter(({ body }) => body.includes(name));
  const made = await page.request.post("/api/budgets", {
    data: { scope: { type: "key", id }, limit: "0.000001", period: "monthly", timeZone: "UTC", hard: false },
  });
  expect(made.status()).toBe(201);
  const answered = await complete(patchbay, key, {
    ...{ model: MODEL, messages: says("Explain tides"), max_tokens: 50 },
  });
  expect(answered.status).toBe(200);
  await answered.text();
  await confirmed(patchbay, answered.headers.get("x-patchbay-generation") ?? "");

  await expect.poll(() => toldOf(pager).length, JUDGED).toBeGreaterThan(0);
  const [told] = toldOf(pager);
  expect(told && isSigned(told, secret)).toBe(true);
  const { alerts } = JSON.parse(told?.body ?? "{}");
  expect(alerts).toHaveLength(1);
  expect(alerts[0]).toMatchObject({ kind: "budget_threshold", rule: "Budget reached", state: "firing" });
  expect(alerts[0].title).toMatch(/^100 % of the .*nightly \d+.* is spent$/);

  // It is at the bell, in the list once, and the smaller thresholds that were passed with it are only kept.
  await page.goto("/budgets");
  await page.getByRole("link", { name: /^Alerts, \d+\+? new$/ }).click();
  await expect(page).toHaveURL(/\/alerts$/);
  const list = page.getByRole("list", { name: "Open alerts" });
  const row = list.getByRole("listitem", { name: alerts[0].title, exact: true });
  await expect(row).toHaveCount(1);
  await expect(row).toContainText("New");
  const smaller = list.getByRole("listitem", { name: /^(50|80) % of/ }).filter({ hasText: name });
  await expect(smaller).toHaveCount(2);
  await expect(row.getByRole("link", { name: /^Open Budgets/ })).toHaveAttribute("href", "/budgets");
  await expect(row).toContainText("Pager: sent");
  await expectAccessible(page, "/alerts");
  await expect(page.getByRole("link", { name: "Alerts", exact: true })).toBeVisible();

  await row.getByRole("link", { name: /^Old pager: failed/ }).click();
  await expect(page).toHaveURL(/view=deliveries&channel=/);
  const table = page.getByRole("table", { name: "Deliveries" });
  const failed = table.getByRole("row").filter({ hasText: alerts[0].title });
  await expect(failed).toHaveCount(1);
  await expect(failed).toContainText("The receiver answered 410: moved away");
  await expectAccessible(page, "/alerts?view=deliveries");
  await page.getByRole("combobox", { name: "State" }).selectOption("Sent");
  await expect(page.getByText("Nothing found")).toBeVisible();
  await page.goBack();
  broken.answer = { status: 200, body: "ok" };
  await failed.getByRole("button", { name: /^Retry/ }).click();
  await expect(failed).toContainText("Sent", { timeout: 60_000 });
  const ids = toldOf(broken).map(({ headers }) => headers["x-patchbay-id"]);
  expect(ids).toHaveLength(2);
  expect(ids[1]).toBe(ids[0]);
  expect(toldOf(broken).every((post) => isSigned(post, other))).toBe(true);
  expect(toldOf(pager)).toHaveLength(1);

  await page.goto("/alerts?view=channels");
  for (const gone of ["Pager", "Old pager"]) {
    await rowOf(page, "Channels", gone)
      .getByRole("button", { name: `Actions for ${gone}` })
      .click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await expect(rowOf(page, "Channels", gone)).toHaveCount(0);
  }
  await Promise.all([pager.end(), broken.end()]);
});

test("a rule is made, switched off, deleted and taken back by keyboard on a phone", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/alerts");
  await page.getByRole("tab", { name: "Alerts" }).press("ArrowRight");
  await expect(page).toHaveURL(/view=rules/);
  await page.getByRole("button", { name: "New rule" }).press("Enter");
  const form = page.getByRole("dialog", { name: "New rule" });
  await expect(form).toBeVisible();
  await form.getByRole("textbox", { name: "Name" }).fill("Half of it");
  await expectAccessible(page, "the form of a rule");
  for (const threshold of ["100 %", "80 %"])
    await form.getByRole("button", { name: `Remove ${threshold}` }).press("Enter");
  const another = form.getByRole("textbox", { name: "Another threshold, in % of the limit" });
  await another.fill("none");
  await another.press("Enter");
  await expect(form.getByRole("alert")).toContainText("whole number of percent");
  await another.fill("65");
  await another.press("Enter");
  await expect(form.getByRole("list", { name: "Thresholds" })).toContainText("65 %");
  await form.getByRole("button", { name: "Create" }).press("Enter");
  await expect(form).toHaveCount(0);

  const row = rowOf(page, "Rules", "Half of it");
  await expect(row).toContainText("Tells when any budget is spent to 50 or 65 %.");
  const watch = row.getByRole("switch", { name: "Watch “Half of it”" });
  await watch.press("Space");
  await expect(watch).toHaveAttribute("aria-checked", "false");
  // A page that is left does not save any more.
  await expect(watch).not.toHaveAttribute("aria-disabled", "true");
  await page.reload();
  await expect(watch).toHaveAttribute("aria-checked", "false");
  await expectAccessible(page, "/alerts?view=rules");

  const remove = async () => {
    await row.getByRole("button", { name: "Actions for Half of it" }).press("Enter");
    // An open menu puts the focus on its first entry, which may be a moment after it is seen.
    await expect(page.getByRole("menuitem", { name: "Edit…" })).toBeFocused();
    await page.keyboard.press("End");
    await expect(page.getByRole("menuitem", { name: "Delete" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(row).toHaveCount(0);
  };
  await remove();
  await page.getByRole("button", { name: "Undo" }).press("Enter");
  await expect(row).toContainText("50 or 65 %");
  await expect(watch).toHaveAttribute("aria-checked", "false");
  await remove();
});

test.describe("when somebody else was quicker", () => {
  test.use({ expectedErrors: /status of 404/ });

  test("who edits a rule that is gone is told so, and it leaves the list", async ({ page }) => {
    const made = await page.request.post("/api/alerts/rules", {
      data: { name: "Short-lived", kind: "low_credits", settings: { below: "1" } },
    });
    expect(made.status()).toBe(201);
    const { id } = await made.json();
    await page.goto("/alerts?view=rules");
    const row = rowOf(page, "Rules", "Short-lived");
    await expect(row).toContainText("fall below $1");
    await row.getByRole("button", { name: "Actions for Short-lived" }).click();
    await page.getByRole("menuitem", { name: "Edit…" }).click();
    const form = page.getByRole("dialog", { name: "Edit “Short-lived”" });
    await form.getByRole("textbox", { name: "Below, in dollars" }).fill("2.50");
    expect((await page.request.delete(`/api/alerts/rules/${id}`)).status()).toBe(204);
    await form.getByRole("button", { name: "Save" }).click();
    await expect(form.getByRole("alert")).toContainText("Somebody else has deleted this");
    await expect(form.getByRole("textbox", { name: "Below, in dollars" })).toHaveValue("2.50");
    await form.getByRole("button", { name: "Cancel" }).click();
    await expect(row).toHaveCount(0);
  });
});
