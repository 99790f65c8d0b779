import type { Browser, Page } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { alive } from "./alive";
import { noteMade } from "./canaries/canaries";
import { expect, test } from "./fixtures";
import { Mailbox } from "./mailbox";
import { PatchbayProcess } from "./patchbay";
import { introduce, leaveLink, PASSWORD, setUp, signIn } from "./team";

const OTHER = "another horse battery";
noteMade("a member's other password", OTHER);

/** A team's Patchbay with its owner at the first page, and a way to open further browsers. */
async function withTeam(
  browser: Browser,
  env: Record<string, string>,
  act: (olga: Page, visit: (path: string) => Promise<Page>) => Promise<void>,
): Promise<void> {
  const patchbay = await PatchbayProcess.start(env, { team: true });
  const pages: Page[] = [];
  const visit = async (path: string) => {
    const context = await browser.newContext({ baseURL: patchbay.url, reducedMotion: "reduce" });
    const page = await context.newPage();
    pages.push(page);
    await page.goto(path);
    await alive(page);
    return page;
  };
  try {
    const olga = await visit("/sign-in");
    await setUp(olga, patchbay);
    await act(olga, visit);
  } finally {
    for (const page of pages) await page.context().close();
    await patchbay.dispose();
  }
}

async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await alive(page);
}

async function invite(page: Page, email: string): Promise<void> {
  await open(page, "/team");
  await page.getByRole("button", { name: "Invite" }).click();
  const form = page.getByRole("dialog", { name: "Invite somebody" });
  await form.getByRole("textbox", { name: /^E-mail/ }).fill(email);
  await form.getByRole("button", { name: "Create the link" }).click();
}

test("somebody is invited by e-mail, forgets their password, and sets another", async ({ browser }) => {
  test.setTimeout(180_000);
  const mailbox = await Mailbox.open();
  await withTeam(browser, mailbox.env, async (olga, visit) => {
    // One that the mail server does not take says so, and is sent again.
    mailbox.refused.add("mia@example.com");
    await invite(olga, "mia@example.com");
    const made = olga.getByRole("dialog", { name: "The invitation" });
    await expect(made.getByRole("alert")).toContainText("refused the message");
    await leaveLink(olga, "The invitation");
    const pending = olga.getByRole("table", { name: "Pending invitations" });
    await expect(pending).toContainText("Could not be sent");
    mailbox.refused.clear();
    await pending.getByRole("button", { name: "Actions for the invitation of mia@example.com" }).click();
    await olga.getByRole("menuitem", { name: "Send again" }).click();
    await expect(made).toContainText("The invitation was sent to mia@example.com");
    // It is on its way, so nothing is lost with the dialog.
    await made.getByRole("button", { name: "Done" }).click();
    await expect(made).toBeHidden();
    await expect(pending).toContainText("Sent");
    await expectAccessible(olga, "/team with an invitation that was sent");

    const mia = await visit(mailbox.linkTo("mia@example.com"));
    await introduce(mia, "Mia");
    const typed = mia.getByLabel(/^Password/);
    await expect(typed).toHaveAttribute("type", "password");
    await mia.getByRole("button", { name: "Show password" }).click();
    await expect(typed).toHaveAttribute("type", "text");
    await mia.getByRole("button", { name: "Join" }).click();
    await mia.waitForURL("/");

    const forgetful = await visit("/sign-in");
    await forgetful.getByRole("link", { name: "Forgot password?" }).click();
    await forgetful.waitForURL("/reset");
    await alive(forgetful);
    const send = forgetful.getByRole("button", { name: "Send the link" });
    await send.click();
    await expect(forgetful.getByRole("textbox", { name: "E-mail" })).toBeFocused();
    await expectAccessible(forgetful, "/reset without an address");
    // Whoever asks for somebody that is not here is told the same.
    await forgetful.getByRole("textbox", { name: "E-mail" }).fill("nobody@example.com");
    await send.click();
    await expect(forgetful.getByRole("main").getByRole("status")).toContainText(
      "If nobody@example.com has an account here",
    );
    await open(forgetful, "/reset");
    await forgetful.getByRole("textbox", { name: "E-mail" }).fill("mia@example.com");
    const before = mailbox.letters.length;
    await send.click();
    await expect(forgetful.getByRole("main").getByRole("status")).toContainText(
      "If mia@example.com has an account here",
    );
    await expect.poll(() => mailbox.letters.length).toBe(before + 1);
    expect(mailbox.letters.flatMap(({ to }) => to)).not.toContain("nobody@example.com");

    const link = mailbox.linkTo("mia@example.com");
    await open(forgetful, link);
    await expect(forgetful.getByText("For mia@example.com")).toBeVisible();
    await expectAccessible(forgetful, "/reset with a link");
    await forgetful.getByLabel(/^New password/).fill(OTHER);
    await forgetful.getByRole("button", { name: "Set the password" }).click();
    await forgetful.waitForURL("/");

    // Everywhere else she is signed out, and the old password and the link are dead.
    await mia.goto("/generations");
    await expect(mia).toHaveURL(/\/sign-in/);
    await alive(mia);
    await signIn(mia, "mia@example.com", PASSWORD);
    await expect(mia.getByRole("alert").filter({ hasText: "do not fit together" })).toBeVisible();
    await signIn(mia, "mia@example.com", OTHER);
    await mia.waitForURL("/generations");
    const late = await visit(link);
    await expect(late.getByRole("alert").filter({ hasText: "not valid" })).toBeVisible();
    await expect(late.getByRole("button", { name: "Set the password" })).toHaveCount(0);

    await open(olga, "/team?view=audit");
    await expect(olga.getByRole("table", { name: "Audit log" })).toContainText(
      "set another password by a link",
    );
  });
  await mailbox.close();
});

test("where no e-mail is sent an admin makes the link, which is shown once", async ({ browser }) => {
  test.setTimeout(180_000);
  await withTeam(browser, { SMTP_URL: "", SMTP_FROM: "" }, async (olga, visit) => {
    await invite(olga, "mia@example.com");
    const link =
      (await olga
        .getByRole("dialog", { name: "The invitation" })
        .getByText(/\/invite#/)
        .textContent()) ?? "";
    await leaveLink(olga, "The invitation");
    const mia = await visit(link);
    await introduce(mia, "Mia");
    await mia.getByRole("button", { name: "Join" }).click();
    await mia.waitForURL("/");

    const door = await visit("/sign-in");
    await expect(door.getByText("An admin can make you a link")).toBeVisible();
    await open(olga, "/team");
    await olga.getByRole("button", { name: "Actions for Mia" }).click();
    await olga.getByRole("menuitem", { name: "Reset link…" }).click();
    await olga.getByRole("dialog").getByRole("button", { name: "Make the link" }).click();
    const shown = olga.getByRole("dialog", { name: "The reset link" });
    const reset = (await shown.getByText(/\/reset#/).textContent()) ?? "";
    await expectAccessible(olga, "a reset link", "dialog");
    await leaveLink(olga, "The reset link");

    await open(door, reset);
    await door.getByLabel(/^New password/).fill(OTHER);
    await door.getByRole("button", { name: "Set the password" }).click();
    await door.waitForURL("/");
    await open(olga, "/team?view=audit");
    await expect(olga.getByRole("table", { name: "Audit log" })).toContainText(
      "made a link with which Mia sets another password",
    );
  });
});
