import type { Browser, Locator, Page } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { alive } from "./alive";
import { expect, test } from "./fixtures";
import type { PatchbayProcess } from "./patchbay";
import { PASSWORD } from "./team";

// Apart from the other pages: these are served where everybody signs in, which takes a Patchbay of its own.
test.use({
  surroundings: { team: true },
  // A dead link, and pages asked for before anybody signed in.
  expectedErrors: /status of (400|401|404)/,
});

const LONG = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftschaferswesse";

/** Asks as a page of this Patchbay would; answers with the body, and the cookie where one was set. */
async function send({ url }: PatchbayProcess, path: string, body: object, cookie = "") {
  const headers = { "content-type": "application/json", origin: url, cookie };
  const response = await fetch(`${url}/api${path}`, { method: "POST", body: JSON.stringify(body), headers });
  const text = await response.text();
  expect(response.ok, `${path} answered ${response.status}: ${text}`).toBe(true);
  const set = response.headers.get("set-cookie")?.split(";")[0] ?? cookie;
  return { cookie: set, body: text === "" ? null : JSON.parse(text) };
}

/** An owner, a member of a long name, an invitation and two budgets; answers with the invitation's path. */
async function fill(patchbay: PatchbayProcess, token: string): Promise<string> {
  const owner = { name: "Olga", email: "olga@example.com", password: PASSWORD };
  const { cookie } = await send(patchbay, "/setup", { token, ...owner });
  const invite = async (role: string, email: string | null) => {
    const { body } = await send(patchbay, "/invitations", { role, email }, cookie);
    return String(body.link).split("#")[1] ?? "";
  };
  const mia = {
    name: LONG,
    email: `${LONG.slice(0, 40)}@${LONG.slice(0, 40)}.example.com`,
    password: PASSWORD,
  };
  await send(patchbay, "/invitations/accept", { token: await invite("member", null), ...mia });
  const terms = { period: "monthly", timeZone: "UTC" };
  await send(patchbay, "/budgets", { ...terms, scope: { type: "workspace" }, limit: "500" }, cookie);
  const nightly = { type: "tag", id: "nightly" };
  await send(patchbay, "/budgets", { ...terms, scope: nightly, limit: "0", hard: false }, cookie);
  return `/invite#${await invite("viewer", `new@${LONG.slice(0, 60)}.example.com`)}`;
}

async function visit(page: Page, path: string, seen: (main: Locator) => Locator): Promise<void> {
  await page.goto(path);
  await alive(page);
  await expect(seen(page.getByRole("main"))).toBeVisible();
}

async function onPhone(browser: Browser, { url }: PatchbayProcess): Promise<Page> {
  const screen = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const context = await browser.newContext({ ...screen, baseURL: url, reducedMotion: "reduce" });
  return context.newPage();
}

test("the pages of a team can be read and worked by everyone", async ({ browser, page, patchbay }) => {
  test.setTimeout(240_000);
  await page.setViewportSize({ width: 1440, height: 900 });
  const phone = await onPhone(browser, patchbay);
  const both = [
    ["1440 px", page],
    ["390 px", phone],
  ] as const;
  // On a phone everything stands that stands elsewhere; `npm run test:deep -- browser` judges both.
  const screens = process.env.DEEP === "1" ? both : both.slice(1);
  const judge = async (path: string, seen: (main: Locator) => Locator) => {
    for (const [screen, on] of screens) {
      await visit(on, path, seen);
      await expectAccessible(on, `${path.split("#")[0]} at ${screen}`);
    }
  };

  await expect.poll(() => patchbay.output).toContain("/setup#");
  const token = /\/setup#(\S+)/.exec(patchbay.output)?.[1] ?? "";
  await judge(`/setup#${token}`, (main) => main.getByRole("button", { name: "Become the owner" }));
  const invitation = await fill(patchbay, token);
  await judge(invitation, (main) => main.getByRole("button", { name: "Join" }));
  await judge("/invite#none", (main) => main.getByRole("alert"));
  await judge("/setup#none", (main) => main.getByRole("alert"));
  await judge("/reset#none", (main) => main.getByRole("alert"));
  await judge("/reset", (main) => main.getByRole("status"));
  await judge("/sign-in", (main) => main.getByRole("button", { name: "Sign in" }));

  // What is missing is said at its field, which then has the focus.
  for (const [screen, on] of screens) {
    await on.getByRole("button", { name: "Sign in" }).click();
    const email = on.getByRole("textbox", { name: "E-mail" });
    await expect(email).toBeFocused();
    await expectAccessible(on, `what is missing to sign in at ${screen}`, "main");
    await email.fill("olga@example.com");
    await on.getByLabel("Password").fill(PASSWORD);
    await on.getByRole("button", { name: "Sign in" }).click();
    await on.waitForURL("/");
  }
  await judge("/team", (main) => main.getByRole("table", { name: "Pending invitations" }));
  await judge("/team?view=audit", (main) => main.getByRole("table", { name: "Audit log" }));
  await judge("/account", (main) => main.getByRole("button", { name: "Change password" }));
  await judge("/budgets", (main) => main.getByRole("listitem", { name: "Monthly budget of nightly" }));

  await phone.getByRole("button", { name: "Create budget" }).click();
  const making = phone.getByRole("dialog", { name: "Create a budget" });
  await making.getByRole("combobox", { name: "For", exact: true }).selectOption("member");
  // Also somebody who has not spent anything yet.
  await expect(making.getByRole("combobox", { name: "Which member" })).toContainText(LONG);
  await making.getByRole("button", { name: "Create" }).click();
  await expect(making.getByRole("alert").first()).toBeVisible();
  await expectAccessible(phone, "a new budget", "dialog");

  await visit(phone, "/team", (main) => main.getByRole("table", { name: "Members" }));
  await phone.getByRole("button", { name: "Invite" }).click();
  await expect(phone.getByRole("dialog", { name: "Invite somebody" })).toBeVisible();
  await expectAccessible(phone, "an invitation", "dialog");
  await phone.getByRole("button", { name: "Cancel" }).click();
  await phone.getByRole("button", { name: `Actions for ${LONG}` }).click();
  await phone.getByRole("menuitem", { name: "Limits…" }).click();
  await expect(phone.getByRole("dialog", { name: /^Limits of/ })).toBeVisible();
  await expectAccessible(phone, "a member's limits", "dialog");
  await phone.getByRole("button", { name: "Cancel" }).click();
  await phone.getByRole("button", { name: `Actions for ${LONG}` }).click();
  await phone.getByRole("menuitem", { name: "Remove…" }).click();
  const removing = phone.getByRole("dialog", { name: /^Remove/ });
  await expectAccessible(phone, "removing somebody", "dialog");
  expect(await removing.evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth)).toBeLessThanOrEqual(0);
  await phone.context().close();
});
