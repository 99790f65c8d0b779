import { expectAccessible } from "./accessible";
import { test as base, expect } from "./fixtures";
import { Mailbox } from "./mailbox";
import { PatchbayProcess } from "./patchbay";

/** The usual `test`, where there is a mail server. */
const test = base.extend<Record<never, never>, { mailbox: Mailbox }>({
  mailbox: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants one
    async ({}, use) => {
      const mailbox = await Mailbox.open();
      await use(mailbox);
      await mailbox.close();
    },
    { scope: "worker" },
  ],
  patchbay: [
    async ({ mailbox, sandbox }, use) => {
      const env = { OPENROUTER_BASE_URL: sandbox.apiUrl, OPENROUTER_API_KEY: sandbox.key, ...mailbox.env };
      const patchbay = await PatchbayProcess.start(env);
      await use(patchbay);
      await patchbay.dispose();
    },
    { scope: "worker" },
  ],
});

test("with a mail server, a channel by e-mail is made and tested, and its address can be changed", async ({
  page,
  mailbox,
}) => {
  await page.goto("/alerts?view=channels");
  await page.getByRole("button", { name: "New channel" }).click();
  const form = page.getByRole("dialog", { name: "New channel" });
  await form.getByRole("radio", { name: /^E-mail/ }).check();
  const addresses = form.getByRole("textbox", { name: "Addresses, one a line" });
  await addresses.fill("ops");
  await form.getByRole("switch", { name: "Keep quiet for some hours" }).click();
  await form.getByRole("button", { name: "Create" }).click();
  await expectAccessible(page, "the form of a channel", "dialog");
  await expect(form.getByRole("alert")).toContainText("“ops” is not an e-mail address");
  await addresses.fill("ops@example.com");
  await form.getByRole("button", { name: "Create" }).click();
  await expect(form).toHaveCount(0);
  const row = page.getByRole("listitem", { name: "E-mail", exact: true });
  await expect(row).toContainText("ops@example.com");
  await expect(row).toContainText("not from 22:00 to 07:00");

  await row.getByRole("button", { name: "Test “E-mail”" }).click();
  await expect(row.getByRole("status")).toContainText("Arrived");
  expect(mailbox.letters).toHaveLength(1);
  expect(mailbox.letters[0]?.subject).toContain("A test from Patchbay");

  await row.getByRole("button", { name: "Actions for E-mail" }).click();
  await page.getByRole("menuitem", { name: "Edit…" }).click();
  const edit = page.getByRole("dialog", { name: "Edit “E-mail”" });
  await edit.getByRole("textbox", { name: "Addresses, one a line" }).fill("on-call@example.com");
  await edit.getByRole("button", { name: "Save" }).click();
  await expect(row).toContainText("on-call@example.com");
  await expect(row).not.toContainText("ops@example.com");
});
