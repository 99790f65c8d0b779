import type { Browser, Page } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { alive } from "./alive";
import { expect, test } from "./fixtures";
import type { PatchbayProcess } from "./patchbay";
import { answerOf, ask, openChat } from "./playground";
import { PASSWORD } from "./team";

test.use({
  surroundings: { team: true },
  // Pages asked for before anybody signed in.
  expectedErrors: /status of (401|404)/,
});

const MODEL = "cohere/command-a";
const emailOf = (name: string) => `${name.toLowerCase()}@example.com`;

/** Asks as a page of this Patchbay would; answers with the body, and the cookie where one was set. */
async function send({ url }: PatchbayProcess, path: string, body: object, cookie = "", method = "POST") {
  const headers = { "content-type": "application/json", origin: url, cookie };
  const response = await fetch(`${url}/api${path}`, { method, body: JSON.stringify(body), headers });
  const text = await response.text();
  expect(response.ok, `${path} answered ${response.status}: ${text}`).toBe(true);
  const set = response.headers.get("set-cookie")?.split(";")[0] ?? cookie;
  return { cookie: set, body: text === "" ? null : JSON.parse(text) };
}

/** Olga, who owns this Patchbay, and Mia, who is a member of it. Answers with Olga's cookie and Mia's id. */
async function makeTeam(patchbay: PatchbayProcess): Promise<{ cookie: string; miaId: string }> {
  await expect.poll(() => patchbay.output).toContain("/setup#");
  const token = /\/setup#(\S+)/.exec(patchbay.output)?.[1] ?? "";
  const who = (name: string) => ({ name, email: emailOf(name), password: PASSWORD });
  const { cookie } = await send(patchbay, "/setup", { token, ...who("Olga") });
  const { body } = await send(patchbay, "/invitations", { role: "member", email: null }, cookie);
  const invitation = String(body.link).split("#")[1] ?? "";
  await send(patchbay, "/invitations/accept", { token: invitation, ...who("Mia") });
  const team = await fetch(`${patchbay.url}/api/team/members`, { headers: { cookie } });
  const { members }: { members: { id: string; name: string }[] } = await team.json();
  return { cookie, miaId: members.find(({ name }) => name === "Mia")?.id ?? "" };
}

async function signIn(page: Page, name: string): Promise<void> {
  await page.goto("/sign-in");
  await alive(page);
  await page.getByRole("textbox", { name: "E-mail" }).fill(emailOf(name));
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("/");
}

/** Mia, at her phone. */
async function openPhone(browser: Browser, { url }: PatchbayProcess): Promise<Page> {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await signIn(page, "Mia");
  return page;
}

test("a member whom a budget refuses asks for more, and sees the answer where they asked", async ({
  browser,
  page,
  patchbay,
}) => {
  const { cookie, miaId } = await makeTeam(patchbay);
  const terms = { period: "monthly", timeZone: "UTC", hard: true };
  await send(patchbay, "/budgets", { ...terms, scope: { type: "workspace" }, limit: "0.000001" }, cookie);

  const mia = await openPhone(browser, patchbay);
  await openChat(mia, MODEL);
  await ask(mia, "Explain tides");
  const refused = mia.getByRole("alert").filter({ hasText: "budget_exceeded" });
  await refused.getByRole("button", { name: "Ask for more…" }).press("Enter");
  const asking = mia.getByRole("dialog", { name: "Ask for more of the monthly budget of the workspace" });
  const amount = asking.getByRole("textbox", { name: "Dollars more" });
  await expect(amount).toHaveValue(/^\d+(\.\d+)?$/);
  await amount.fill("0");
  await amount.press("Enter");
  await expect(asking.getByRole("alert")).toContainText("Write an amount");
  await amount.fill("5");
  await asking.getByRole("textbox", { name: "What for (optional)" }).fill("For <b>tides</b>");
  await expectAccessible(mia, "asking for more", "dialog");
  await mia.keyboard.press("Enter");
  await expect(asking).toHaveCount(0);
  await expect(refused).toContainText("You asked for $5.00 more. Nobody has answered yet.");
  await expect(refused.getByRole("button", { name: "Ask for more…" })).toHaveCount(0);

  await signIn(page, "Olga");
  await page.goto("/budgets");
  const request = page.getByRole("listitem", { name: "Mia asks for $5.00" });
  await expect(request).toContainText("“For <b>tides</b>”");
  await expect(page).toHaveTitle("(1) Budgets · Patchbay");
  await expectAccessible(page, "a request for more");
  await request.getByRole("textbox", { name: "What to say to Mia" }).fill("Go on.");
  await request.getByRole("button", { name: "Grant" }).click();
  await expect(request).toHaveCount(0);
  await expect(page).toHaveTitle("Budgets · Patchbay");
  await expect(page.getByRole("listitem", { name: "Monthly budget of Workspace" })).toContainText(
    "Raised by $5.00",
  );

  await expect(refused).toContainText(/Olga granted you \$5\.00 more\. It lasts until .* “Go on\.”/, {
    timeout: 20_000,
  });
  await refused.getByRole("button", { name: "Try again" }).click();
  await expect(refused).toHaveCount(0);
  await expect(answerOf(mia, MODEL).getByRole("link", { name: "Details" })).toBeVisible();

  // Of a budget that she sees for herself, and that is then deleted.
  const own = { ...terms, scope: { type: "member", id: miaId }, limit: "20" };
  await send(patchbay, "/budgets", own, cookie);
  await mia.goto("/budgets");
  await alive(mia);
  await expect(mia.getByRole("list", { name: "Your requests" })).toContainText(
    "Olga granted you $5.00 more.",
  );
  const row = mia.getByRole("listitem", { name: "Monthly budget of Mia" });
  await row.getByRole("button", { name: "Ask for more…" }).click();
  const again = mia.getByRole("dialog", { name: "Ask for more of the monthly budget of member “Mia”" });
  await expect(again.getByRole("textbox", { name: "Dollars more" })).toHaveValue("5");
  await mia.getByRole("dialog").getByRole("button", { name: "Ask", exact: true }).click();
  await expect(row).toContainText("Nobody has answered yet.");
  expect(await mia.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

  await page.goto("/budgets");
  await request.getByRole("button", { name: "Decline" }).click();
  await expect(request).toHaveCount(0);
  await expect(row).toContainText("Olga declined $5.00 more.", { timeout: 20_000 });

  // Both answers are among her alerts, which are all that she sees of alerting.
  await mia.goto("/alerts");
  await alive(mia);
  await expect(mia.getByRole("main")).toContainText("Olga granted you $5.00 more");
  await expect(mia.getByRole("main")).toContainText("Olga declined $5.00 more");
  await expect(mia.getByRole("main")).not.toContainText("asks for");
  await expect(mia.getByRole("tab", { name: "Rules" })).toHaveCount(0);
  await expectAccessible(mia, "a member's alerts");
  expect(await mia.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await mia.goto("/budgets");
  await alive(mia);

  await row.getByRole("button", { name: "Ask for more…" }).click();
  await mia.getByRole("dialog").getByRole("button", { name: "Ask", exact: true }).click();
  await expect(row).toContainText("Nobody has answered yet.");
  await page.reload();
  const theirs = page.getByRole("listitem", { name: "Monthly budget of Mia" });
  await theirs.getByRole("button", { name: "Actions for the budget of Mia" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(theirs).toHaveCount(0);
  await expect(request).toContainText("The budget was deleted since.");
  await request.getByRole("button", { name: "Put away" }).click();
  await expect(request).toHaveCount(0);
  await expect(mia.getByRole("list", { name: "Your requests" })).toContainText(
    "the budget was deleted since",
    {
      timeout: 20_000,
    },
  );

  // Nobody is granted anything who is not let in: a suspended member may be again, a removed one only put away.
  await send(patchbay, "/budgets", own, cookie);
  await mia.reload();
  await row.getByRole("button", { name: "Ask for more…" }).click();
  await mia.getByRole("dialog").getByRole("button", { name: "Ask", exact: true }).click();
  await expect(row).toContainText("Nobody has answered yet.");
  await send(patchbay, `/team/members/${miaId}`, { suspended: true }, cookie, "PATCH");
  await page.reload();
  await expect(request).toContainText("Mia is suspended. Let in again, they can be granted it.");
  await expect(request.getByRole("button", { name: "Grant" })).toHaveCount(0);
  await expectAccessible(page, "a request of a suspended member");
  await send(patchbay, `/team/members/${miaId}`, { suspended: false }, cookie, "PATCH");
  await page.reload();
  await expect(request.getByRole("button", { name: "Grant" })).toBeVisible();

  // What a key, a member or a route falls under is shown where one looks at it.
  await page.goto("/team");
  await page.getByRole("button", { name: "Actions for Mia" }).click();
  await page.getByRole("menuitem", { name: "Budgets…" }).click();
  const sheet = page.getByRole("dialog", { name: "Budgets of Mia" });
  await expect(sheet.getByRole("listitem", { name: "Monthly budget of Workspace" })).toContainText(
    /resets in \d+/,
  );
  await expectAccessible(page, "the budgets of a member", "dialog");
  await sheet.getByRole("button", { name: "Close" }).click();

  await page.getByText("Audit log").click();
  await page.getByRole("combobox", { name: "About" }).selectOption("Budgets");
  const log = page.getByRole("table", { name: "Audit log" });
  await expect(log).toContainText("asked for $5 more of the budget for the workspace");
  await expect(log).toContainText("granted Mia $5 more of the budget for the workspace");
  await mia.context().close();

  await page.goto("/team");
  await page.getByRole("button", { name: "Actions for Mia" }).click();
  await page.getByRole("menuitem", { name: "Remove…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await page.goto("/budgets");
  await expect(request).toContainText("Mia was removed from the team since.");
  await request.getByRole("button", { name: "Put away" }).click();
  await expect(request).toHaveCount(0);
});
