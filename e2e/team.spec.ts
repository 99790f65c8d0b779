import { readdir, readFile } from "node:fs/promises";
import type { Browser, Page } from "@playwright/test";
import { alive } from "./alive";
import { expect, test } from "./fixtures";
import type { PatchbayProcess } from "./patchbay";
import { answerOf, ask, generationIdOf, openChat } from "./playground";
import { introduce, leaveLink, setUp, signIn } from "./team";

test.use({
  surroundings: { team: true },
  // What is refused on purpose.
  expectedErrors: /status of (400|401|404)/,
});

const MODEL = "openai/gpt-5-mini";

async function invite(page: Page): Promise<string> {
  await page.goto("/team");
  await page.getByRole("button", { name: "Invite" }).click();
  await page.getByRole("button", { name: "Create the link" }).click();
  const dialog = page.getByRole("dialog", { name: "The invitation" });
  const link = (await dialog.getByText(/\/invite#/).textContent()) ?? "";
  await leaveLink(page, "The invitation");
  return link;
}

async function join(browser: Browser, patchbay: PatchbayProcess, link: string): Promise<Page> {
  const page = await (await browser.newContext({ baseURL: patchbay.url })).newPage();
  await page.goto(link);
  await alive(page);
  await introduce(page, "Mia");
  await page.getByRole("button", { name: "Join" }).click();
  await page.waitForURL("/");
  return page;
}

test("every page leads whoever is not signed in to the door, and from there back", async ({ patchbay }) => {
  const files = await readdir("app/(signed-in)", { recursive: true });
  const pages = files.filter((file) => /(^|\/)page\.tsx$/.test(file));
  expect(pages.length).toBeGreaterThan(20);
  for (const page of pages) {
    const path = page.replace(/\/?page\.tsx$/, "").replaceAll(/\[\w+\]/g, "some");
    const address = `/${path}?tag=a%26b&tag=c&q=x+y`;
    const { status, headers } = await fetch(`${patchbay.url}${address}`, { redirect: "manual" });
    expect([address, status]).toEqual([address, 307]);
    const door = new URL(headers.get("location") ?? "", patchbay.url);
    expect([door.pathname, door.searchParams.get("next")]).toEqual(["/sign-in", address]);
  }
});

test("an owner sets up, invites, and suspends; a member sees their own", async ({
  browser,
  page,
  patchbay,
}) => {
  await page.goto("/spend");
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fspend$/);
  expect((await page.request.get("/api/keys")).status()).toBe(401);

  const used = await setUp(page, patchbay);
  await openChat(page, MODEL);
  await ask(page, "What is 2 + 2?");
  const answer = answerOf(page, MODEL);
  await expect(answer.getByRole("link", { name: "Details" })).toBeVisible();
  const olgas = await generationIdOf(answer);
  const conversation = new URL(page.url()).pathname;

  const link = await invite(page);
  await expect(page.getByRole("table", { name: "Pending invitations" })).toContainText("Member");
  const mia = await join(browser, patchbay, link);
  await openChat(mia, MODEL);
  await ask(mia, "What is 3 + 3?");
  await expect(answerOf(mia, MODEL).getByRole("link", { name: "Details" })).toBeVisible();

  // Her own, and nobody else's.
  await mia.goto("/generations");
  await expect(mia.getByRole("table").getByRole("row")).toHaveCount(2);
  expect((await mia.request.get(`/api/generations/${olgas}`)).status()).toBe(404);
  expect((await mia.request.get(`/api/conversations/${conversation.split("/").at(-1)}`)).status()).toBe(404);
  expect((await mia.request.get("/api/team/members")).status()).toBe(403);
  await mia.goto("/team");
  await expect(mia.getByText("There is nothing at this address")).toBeVisible();
  await expect(mia.getByRole("link", { name: "Team" })).toHaveCount(0);

  // The owner sees both, and what each has spent.
  await page.goto("/team");
  const members = page.getByRole("table", { name: "Members" });
  await expect(members.getByRole("row")).toHaveCount(3);
  await expect(members.getByRole("row", { name: /Mia/ })).toContainText(/\$\d/);
  await expect(page.getByRole("table", { name: "Pending invitations" })).toHaveCount(0);

  await members.getByRole("button", { name: "Actions for Mia" }).click();
  await page.getByRole("menuitem", { name: "Suspend…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Suspend" }).click();
  await expect(members.getByRole("row", { name: /Mia/ })).toContainText("Suspended");
  await mia.goto("/generations");
  await expect(mia).toHaveURL(/\/sign-in/);
  await alive(mia);
  await signIn(mia, "mia@example.com");
  await expect(mia.getByRole("alert").filter({ hasText: "suspended" })).toBeVisible();

  // What was done is on record, and the first link opens nothing any more.
  await page.getByText("Audit log").click();
  await expect(page.getByRole("table", { name: "Audit log" })).toContainText("suspended Mia");
  await page.getByRole("combobox", { name: "About" }).selectOption("Signing in");
  await expect(page).toHaveURL(/about=access/);
  await expect(page.getByRole("table", { name: "Audit log" })).not.toContainText("suspended Mia");
  await page.getByRole("combobox", { name: "By" }).selectOption("Olga");
  await expect(page.getByRole("table", { name: "Audit log" })).toContainText("set up this Patchbay");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export" }).click();
  await page.getByRole("menuitem", { name: "As CSV" }).click();
  const file = await readFile(await (await download).path(), "utf8");
  expect(file).toContain(",Olga,team.setup,");
  expect(file).not.toContain("member.suspend");

  // Who is removed is still found by what they did, and days narrow what is listed and what is exported.
  await page.goto("/team");
  await members.getByRole("button", { name: "Actions for Mia" }).click();
  await page.getByRole("menuitem", { name: "Remove…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(members.getByRole("row")).toHaveCount(2);
  await page.goto("/team?view=audit&span=24h");
  const log = page.getByRole("table", { name: "Audit log" });
  const by = page.getByRole("combobox", { name: "By" });
  const former = by.getByRole("option", { name: /^Mia \(removed / });
  await by.selectOption((await former.getAttribute("value")) ?? "");
  await expect(log).toContainText("joined as member");
  await expect(log).not.toContainText("Olga");
  await page.getByRole("button", { name: "Other days" }).click();
  await page.getByLabel("First day").fill("2020-01-01");
  await page.getByLabel("Last day").fill("2020-01-31");
  await page.getByRole("button", { name: "Show these days" }).click();
  await expect(page).toHaveURL(/by=.*from=2020-01-01|from=2020-01-01.*by=/);
  await expect(page.getByText("Nothing found")).toBeVisible();
  await page.getByRole("button", { name: "Show everything" }).click();
  await expect(log).toContainText("removed Mia");
  await page.getByRole("button", { name: "Sign out" }).first().click();
  await expect(page).toHaveURL(/\/sign-in$/);
  // It says so before anybody fills in a form.
  await page.goto(used);
  await expect(page.getByRole("alert").filter({ hasText: "not valid" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Become the owner" })).toHaveCount(0);
  await mia.context().close();
});
