import type { Page } from "@playwright/test";
import { alive } from "./alive";
import { expect, test } from "./fixtures";
import { complete, says } from "./gateway";
import { answerOf, ask, factsOf, openChat, unique } from "./playground";
import { NO_POSTGRES, POSTGRES } from "./postgres";
import { PASSWORD, signIn } from "./team";

// A sample of `npm run e2e -- --instances`, where every test meets two instances in turn. Here each step says whom it meets.
test.skip(POSTGRES === "", NO_POSTGRES);
test.use({ surroundings: { team: true, instances: 2 }, expectedErrors: /status of 401/ });

const [ONE, OTHER] = [0, 1];
const MODEL = "cohere/command-a";
/** What programs ask for. */
const ASKED = "openai/gpt-4.1-mini";

const who = (name: string) => ({ name, email: `${name.toLowerCase()}@example.com`, password: PASSWORD });

/** Asks as whoever is signed in in the page; answers with the body. */
async function send(page: Page, origin: string, method: string, path: string, data?: object) {
  const answer = await page.request.fetch(`/api${path}`, {
    method,
    headers: { origin },
    ...(data && { data }),
  });
  const text = await answer.text();
  expect(answer.ok(), `${path} answered ${answer.status()}: ${text}`).toBe(true);
  return text === "" ? null : JSON.parse(text);
}

async function enter(page: Page, name: string): Promise<void> {
  await page.goto("/sign-in");
  await alive(page);
  await signIn(page, who(name).email);
  await page.waitForURL("/");
}

test.beforeAll(async ({ patchbay: { url, output } }) => {
  const token = /\/setup#(\S+)/.exec(output)?.[1];
  const headers = { "content-type": "application/json", origin: url };
  const body = JSON.stringify({ token, ...who("Olga") });
  expect((await fetch(`${url}/api/setup`, { method: "POST", headers, body })).ok).toBe(true);
});

test("who signs in at one is in at the other, and who is suspended at one is out of both", async ({
  browser,
  page,
  patchbay,
  sandbox,
}) => {
  const { url } = patchbay;
  patchbay.pin(ONE);
  await enter(page, "Olga");
  const { link } = await send(page, url, "POST", "/invitations", { role: "member" });
  patchbay.pin(OTHER);
  await page.goto("/team");
  await expect(page.getByRole("table", { name: "Pending invitations" })).toContainText("Member");
  const mia = await (await browser.newContext({ baseURL: url })).newPage();
  await send(mia, url, "POST", "/invitations/accept", { token: String(link).split("#")[1], ...who("Mia") });

  // She reads at the one what the other runs.
  await sandbox.setFault(MODEL, "stall", { after: 30 });
  await openChat(mia, MODEL);
  await ask(mia, "Explain supply chains");
  await expect(factsOf(answerOf(mia, MODEL))).toContainText(/Tokens out: ≈ (2[5-9]|3\d) out/);
  patchbay.pin(ONE);
  const events = `${url}/api/conversations/${new URL(mia.url()).pathname.split("/").at(-1)}/events`;
  const cookie = (await mia.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const stream = await fetch(events, { headers: { cookie } });
  expect(stream.status).toBe(200);

  patchbay.pin(OTHER);
  const { members } = await send(page, url, "GET", "/team/members");
  const { id } = members.find(({ name }: { name: string }) => name === "Mia");
  await send(page, url, "PATCH", `/team/members/${id}`, { suspended: true });
  for (const instance of [ONE, OTHER]) {
    patchbay.pin(instance);
    expect((await mia.request.get("/api/generations")).status()).toBe(401);
  }
  // What was open ends by itself, and so does what runs on her behalf.
  expect(await stream.text()).toContain('"type":"text"');
  const running = async () => (await send(page, url, "GET", "/generations?state=running")).generations;
  await expect.poll(running).toEqual([]);
  await mia.context().close();
});

test("an answer that one runs is read and stopped at the other, and the conversation goes on at either", async ({
  page,
  patchbay,
  sandbox,
}) => {
  await enter(page, "Olga");
  await sandbox.setFault(MODEL, "stall", { after: 30 });
  patchbay.pin(ONE);
  await openChat(page, MODEL);
  await ask(page, unique("Explain supply chains"));
  const answer = answerOf(page, MODEL);
  await expect(factsOf(answer)).toContainText(/Tokens out: ≈ (2[5-9]|3\d) out/);
  patchbay.pin(OTHER);
  await page.reload();
  await expect(answer).toHaveAttribute("aria-busy", "true");
  await expect(answer).toContainText(/supply/i);
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(answer).toContainText("Stopped. What had arrived is kept");

  await sandbox.clearFaults();
  patchbay.pin(ONE);
  await ask(page, "What is 6 * 7?");
  await expect(answer).toContainText("42");
  await expect(factsOf(answer)).toContainText("Finish reason: stop");
});

test("what is made, changed and used up at one holds at the other", async ({ page, patchbay, sandbox }) => {
  const { url } = patchbay;
  await enter(page, "Olga");
  const status = async (key: string, model = ASKED) =>
    (await complete(patchbay, key, { model, messages: says("What is 6 * 7?") })).status;
  const change = (method: string, path: string, data: object) => {
    patchbay.pin(ONE);
    return send(page, url, method, path, data).finally(() => patchbay.pin(OTHER));
  };
  const { key } = await change("POST", "/keys", { name: "Free" });
  const limited = await change("POST", "/keys", { name: "Limited", requestsPerMinute: 2 });

  expect(await status(limited.key)).toBe(200);
  patchbay.pin(ONE);
  expect(await status(limited.key)).toBe(200);
  patchbay.pin(OTHER);
  expect(await status(limited.key)).toBe(429);

  const spec = { arms: [{ name: "main", share: 100, models: [ASKED] }] };
  await change("POST", "/routes", { name: "support", spec });
  await change("POST", "/routes/support/versions", { revision: 1, note: "First" });
  expect(await status(key, "route/support")).toBe(200);

  await change("PUT", "/settings", { allowedModels: [MODEL] });
  await expect.poll(() => status(key)).toBe(403);
  await change("PUT", "/settings", { allowedModels: null });
  await expect.poll(() => status(key)).toBe(200);

  const listed = async () => JSON.stringify(await send(page, url, "GET", "/models"));
  expect(await listed()).not.toContain("Renamed");
  await sandbox.amendCatalog({ patch: { [MODEL]: { name: "Renamed" } } });
  await change("POST", "/models/refresh", {});
  await expect.poll(listed).toContain("Renamed");

  const terms = { scope: { type: "workspace" }, period: "monthly", hard: true };
  await change("POST", "/budgets", { ...terms, limit: "0.000001" });
  expect(await status(key)).toBe(402);
  await openChat(page, ASKED);
  await ask(page, "Explain tides");
  await expect(page.getByRole("alert").filter({ hasText: "budget_exceeded" })).toBeVisible();
});
