import { alive } from "./alive";
import { expect } from "./fixtures";
import { complete, says, test } from "./gateway";
import type { PatchbayProcess } from "./patchbay";
import { PASSWORD } from "./team";

// Pages are asked for before anybody signed in.
test.use({ surroundings: { team: true }, expectedErrors: /status of (401|404)/ });

const MODEL = "cohere/command-a";

type Sent = { status: number; retryAfter: number; cookie: string; body: Record<string, unknown> };

/** Asks as a page of this Patchbay would. */
async function send({ url }: PatchbayProcess, path: string, body: object, cookie = ""): Promise<Sent> {
  const headers = { "content-type": "application/json", origin: url, cookie };
  const response = await fetch(`${url}/api${path}`, { method: "POST", body: JSON.stringify(body), headers });
  const text = await response.text();
  return {
    status: response.status,
    retryAfter: Number(response.headers.get("retry-after")),
    cookie: response.headers.get("set-cookie")?.split(";")[0] ?? cookie,
    body: text === "" ? {} : JSON.parse(text),
  };
}

const who = (name: string) => ({ name, email: `${name.toLowerCase()}@example.com`, password: PASSWORD });

test("an owner limits a member, over all of their keys and the playground, and it is on record", async ({
  page,
  patchbay,
  sandbox,
}) => {
  await expect.poll(() => patchbay.output).toContain("/setup#");
  const token = /\/setup#(\S+)/.exec(patchbay.output)?.[1] ?? "";
  const owner = await send(patchbay, "/setup", { token, ...who("Olga") });
  const { body: invitation } = await send(patchbay, "/invitations", { role: "member" }, owner.cookie);
  const [, invited] = String(invitation.link).split("#");
  const mia = await send(patchbay, "/invitations/accept", { token: invited, ...who("Mia") });
  const keys: string[] = [];
  for (const name of ["one", "other"])
    keys.push(String((await send(patchbay, "/keys", { name }, mia.cookie)).body.key));
  const [one = "", other = ""] = keys;

  await page.goto("/sign-in");
  await page.getByRole("textbox", { name: "E-mail" }).fill("olga@example.com");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("/");
  await page.goto("/team");
  await alive(page);
  const members = page.getByRole("table", { name: "Members" });
  const row = members.getByRole("row", { name: /Mia/ });
  const menu = members.getByRole("button", { name: "Actions for Mia" });
  await menu.click();
  await page.getByRole("menuitem", { name: "Limits…" }).click();
  const form = page.getByRole("dialog", { name: "Limits of Mia" });
  await form.getByRole("textbox", { name: "Requests per minute" }).fill("0");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form.getByRole("textbox", { name: "Requests per minute" })).toBeFocused();
  await form.getByRole("textbox", { name: "Requests per minute" }).fill("3");
  await form.getByRole("textbox", { name: "Requests at once" }).fill("8");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(row).toContainText("3 per minute, 8 at once");

  const body = { model: MODEL, messages: says("Explain tides") };
  const sent = async () => (await sandbox.requests()).length;
  const before = await sent();
  for (const key of [one, other]) expect((await complete(patchbay, key, body)).status).toBe(200);
  const question = { message: "Explain tides", panes: [{ model: MODEL }] };
  expect((await send(patchbay, "/chat", question, mia.cookie)).status).toBe(202);
  // What is asked in the playground is sent after it was taken.
  await expect.poll(sent).toBe(before + 3);
  const refused = await complete(patchbay, other, body);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await refused.json()).toMatchObject({
    error: {
      message: expect.stringContaining("This member may make 3 requests per minute"),
      metadata: { limit: { of: "member", name: "requestsPerMinute", most: 3 } },
    },
  });
  const asked = await send(patchbay, "/chat", question, mia.cookie);
  expect([asked.status, asked.retryAfter > 0]).toEqual([429, true]);
  expect(await sent()).toBe(before + 3);

  await menu.click();
  await page.getByRole("menuitem", { name: "Limits…" }).click();
  await form.getByRole("textbox", { name: "Requests per minute" }).fill("");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(row).not.toContainText("per minute");
  expect((await complete(patchbay, one, body)).status).toBe(200);

  await page.getByText("Audit log").click();
  const log = page.getByRole("table", { name: "Audit log" });
  await expect(log).toContainText("limited Mia: 3 requests per minute, 8 at once");
  await expect(log).toContainText("limited Mia: any number of requests per minute");
});
