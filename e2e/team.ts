import { expect, type Page } from "@playwright/test";
import { alive } from "./alive";
import { noteMade } from "./canaries/canaries";
import type { PatchbayProcess } from "./patchbay";

export const PASSWORD = "correct horse battery";
noteMade("a member's password", PASSWORD);

/** Fills in who somebody is that comes for the first time. */
export async function introduce(page: Page, name: string): Promise<void> {
  await page.getByRole("textbox", { name: "Name" }).fill(name);
  const email = page.getByRole("textbox", { name: "E-mail" });
  if (await email.isEditable()) await email.fill(`${name.toLowerCase()}@example.com`);
  await page.getByLabel(/^Password/).fill(PASSWORD);
}

/** Makes Olga the owner by the link that the start printed, which then is dead. */
export async function setUp(page: Page, patchbay: PatchbayProcess): Promise<string> {
  await expect.poll(() => patchbay.output).toContain("/setup#");
  const link = /http\S+\/setup#\S+/.exec(patchbay.output)?.[0] ?? "";
  await page.goto(link);
  await alive(page);
  await introduce(page, "Olga");
  await page.getByRole("button", { name: "Become the owner" }).click();
  await page.waitForURL("/");
  await alive(page);
  return link;
}

/** Types an address and a password at the door, and enters. */
export async function signIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.getByRole("textbox", { name: "E-mail" }).fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** Leaves a dialog whose link was not copied, which asks first. */
export async function leaveLink(page: Page, name: string): Promise<void> {
  const dialog = page.getByRole("dialog", { name });
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(dialog.getByRole("alert").filter({ hasText: "not copied" })).toBeVisible();
  await dialog.getByRole("button", { name: "Close anyway" }).click();
  await expect(dialog).toBeHidden();
}
