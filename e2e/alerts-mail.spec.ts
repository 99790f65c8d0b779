import type { AddressInfo } from "node:net";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { expectAccessible } from "./accessible";
import { test as base, expect } from "./fixtures";
import { PatchbayProcess } from "./patchbay";

/** A mail server on loopback that keeps what it is sent. */
async function serveMail() {
  const received: ParsedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, _session, done) {
      simpleParser(stream).then((mail) => {
        received.push(mail);
        done();
      }, done);
    },
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    close: () => new Promise<void>((done) => server.close(done)),
  };
}

type Mail = Awaited<ReturnType<typeof serveMail>>;

/** The usual `test`, where there is a mail server. */
const test = base.extend<Record<never, never>, { mail: Mail }>({
  mail: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants one
    async ({}, use) => {
      const mail = await serveMail();
      await use(mail);
      await mail.close();
    },
    { scope: "worker" },
  ],
  patchbay: [
    async ({ mail, sandbox }, use) => {
      const patchbay = await PatchbayProcess.start({
        ...{ OPENROUTER_BASE_URL: sandbox.apiUrl, OPENROUTER_API_KEY: sandbox.key },
        ...{ SMTP_URL: mail.url, SMTP_FROM: "patchbay@example.com" },
      });
      await use(patchbay);
      await patchbay.dispose();
    },
    { scope: "worker" },
  ],
});

test("with a mail server, a channel by e-mail is made and tested, and its address can be changed", async ({
  page,
  mail,
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
  expect(mail.received).toHaveLength(1);
  expect(mail.received[0]?.subject).toContain("A test from Patchbay");

  await row.getByRole("button", { name: "Actions for E-mail" }).click();
  await page.getByRole("menuitem", { name: "Edit…" }).click();
  const edit = page.getByRole("dialog", { name: "Edit “E-mail”" });
  await edit.getByRole("textbox", { name: "Addresses, one a line" }).fill("on-call@example.com");
  await edit.getByRole("button", { name: "Save" }).click();
  await expect(row).toContainText("on-call@example.com");
  await expect(row).not.toContainText("ops@example.com");
});
