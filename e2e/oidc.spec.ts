import type { Browser, Page } from "@playwright/test";
import { serveProvider } from "@/lib/team/testing-provider";
import { expectAccessible } from "./accessible";
import { alive } from "./alive";
import { mintSecret } from "./canaries/canaries";
import { expect, test } from "./fixtures";
import { PatchbayProcess } from "./patchbay";
import { freePort } from "./program";
import { setUp, signIn } from "./team";

const rules = { OIDC_NAME: "Example", OIDC_ROLES: "admins=admin,staff=member" };

async function withPatchbay(
  env: Record<string, string>,
  act: (patchbay: PatchbayProcess) => Promise<void>,
): Promise<void> {
  const patchbay = await PatchbayProcess.start({ ...rules, ...env }, { team: true });
  try {
    await act(patchbay);
  } finally {
    await patchbay.dispose();
  }
}

async function visit(browser: Browser, { url }: PatchbayProcess, path: string): Promise<Page> {
  const page = await (await browser.newContext({ baseURL: url, reducedMotion: "reduce" })).newPage();
  await page.goto(path);
  await alive(page);
  return page;
}

const through = (page: Page) => page.getByRole("link", { name: "Continue with Example" });

test("people sign in through a provider, which says who they are and what they may", async ({ browser }) => {
  test.setTimeout(180_000);
  const provider = await serveProvider();
  const env = {
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: provider.clientId,
    OIDC_CLIENT_SECRET: provider.clientSecret,
  };
  await withPatchbay(env, async (patchbay) => {
    const olga = await visit(browser, patchbay, "/sign-in");
    await setUp(olga, patchbay);

    // Who cancels there is told so here, and may try again.
    provider.refusal = "access_denied";
    const ida = await visit(browser, patchbay, "/spend");
    await expect(ida).toHaveURL(/\/sign-in\?next=%2Fspend$/);
    await through(ida).click();
    await expect(ida.getByRole("alert").filter({ hasText: "cancelled at the provider" })).toBeVisible();
    await alive(ida);
    await expectAccessible(ida, "/sign-in with a provider");
    provider.refusal = null;

    provider.person = { sub: "ida", name: "Ida", email: "ida@example.com", email_verified: true, groups: [] };
    await through(ida).click();
    await expect(ida.getByRole("alert").filter({ hasText: "None of your groups" })).toBeVisible();

    // Where she wanted to go is still known.
    provider.person.groups = ["staff"];
    await alive(ida);
    await through(ida).click();
    await ida.waitForURL("/spend");
    await expect(ida.getByRole("heading", { level: 1, name: "Spend" })).toBeVisible();
    await ida.goto("/account");
    await expect(ida.getByText("You have none here: you sign in through your provider.")).toBeVisible();
    await expect(ida.getByRole("main").getByText("ida@example.com")).toBeVisible();

    // Her role follows her groups with the next sign-in.
    provider.person.groups = ["staff", "admins"];
    const again = await visit(browser, patchbay, "/sign-in?next=/team");
    await through(again).click();
    await again.waitForURL("/team");
    const members = again.getByRole("table", { name: "Members" });
    await expect(members.getByRole("row", { name: /Ida/ })).toContainText("Admin");
    await expect(members.getByRole("row")).toHaveCount(3);
    await again.goto("/team?view=audit");
    const log = again.getByRole("table", { name: "Audit log" });
    await expect(log).toContainText("became admin instead of member, by their groups at Example");
    await expect(log).toContainText("joined as member, through Example");

    // Whoever is suspended here stays out, whatever the provider says.
    await olga.goto("/team");
    await alive(olga);
    await olga.getByRole("button", { name: "Actions for Ida" }).click();
    await olga.getByRole("menuitem", { name: "Suspend…" }).click();
    await olga.getByRole("dialog").getByRole("button", { name: "Suspend" }).click();
    await expect(olga.getByRole("row", { name: /Ida/ })).toContainText("Suspended");
    await ida.goto("/spend");
    await expect(ida).toHaveURL(/\/sign-in/);
    await alive(ida);
    await through(ida).click();
    await expect(ida.getByRole("alert").filter({ hasText: "suspended" })).toBeVisible();

    // And whoever is removed, until somebody lets them come back.
    await olga.getByRole("button", { name: "Actions for Ida" }).click();
    await olga.getByRole("menuitem", { name: "Remove…" }).click();
    await olga.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    const removed = olga.getByRole("table", { name: "Removed members" });
    await expect(removed).toContainText("Ida");
    await alive(ida);
    await through(ida).click();
    await expect(ida.getByRole("alert").filter({ hasText: "removed" })).toBeVisible();
    await removed.getByRole("button", { name: "Let back in Ida" }).click();
    await olga.getByRole("dialog").getByRole("button", { name: "Let back in" }).click();
    await expect(removed).toHaveCount(0);
    await alive(ida);
    await through(ida).click();
    await ida.waitForURL("/spend");
    for (const page of [olga, ida, again]) await page.context().close();
  });
  await provider.close();
});

test("a provider that is away stops nobody's start, and the owner keeps a way in", async ({ browser }) => {
  test.setTimeout(180_000);
  const port = await freePort();
  const clientSecret = mintSecret();
  const env = {
    ...{ OIDC_ISSUER: `http://127.0.0.1:${port}`, OIDC_CLIENT_ID: "patchbay" },
    ...{ OIDC_CLIENT_SECRET: clientSecret, OIDC_ONLY: "1" },
  };
  await withPatchbay(env, async (patchbay) => {
    const page = await visit(browser, patchbay, "/sign-in");
    await setUp(page, patchbay);
    await page.goto("/team");
    await expect(page.getByRole("table", { name: "Members" })).toBeVisible();
    await expect(page.getByRole("button", { name: "Invite" })).toHaveCount(0);
    await page.getByRole("button", { name: "Sign out" }).first().click();
    await page.waitForURL("/sign-in");
    await alive(page);
    await expect(page.getByLabel("Password")).toHaveCount(0);
    await expectAccessible(page, "/sign-in through a provider alone");
    await through(page).click();
    await expect(page.getByRole("alert").filter({ hasText: "cannot be reached" })).toBeVisible();
    await alive(page);

    const provider = await serveProvider({ port, clientSecret });
    provider.person = { sub: "ida", name: "Ida", groups: ["staff"] };
    const ida = await visit(browser, patchbay, "/sign-in");
    await through(ida).click();
    await ida.waitForURL("/");
    await provider.close();

    await page.getByRole("button", { name: "Sign in as the owner, with a password" }).click();
    await signIn(page, "olga@example.com");
    await page.waitForURL("/");
    for (const one of [page, ida]) await one.context().close();
  });
});
