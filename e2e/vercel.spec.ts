import { readdir } from "node:fs/promises";
import { Client } from "pg";
import { expect, test } from "./fixtures";
import { complete, createKey, says } from "./gateway";
import {
  billOf,
  confirmed,
  ended,
  heard,
  listGenerations,
  readConversation,
  readGeneration,
  startChat,
} from "./ledger";
import { PatchbayProcess } from "./patchbay";
import { answerOf, ask, factsOf, generationIdOf, openChat, unique } from "./playground";
import { createDatabase, NO_POSTGRES, POSTGRES } from "./postgres";
import type { SandboxProcess } from "./sandbox";
import { askForJobs, CRON_SECRET } from "./vercel";

// A sample of `npm run e2e -- --vercel`, where every test runs in these surroundings.
test.skip(POSTGRES === "", NO_POSTGRES);
test.use({ surroundings: { onVercel: true } });

/** One that its provider goes on billing when nobody listens any more, and one that it does not. */
const MODELS = ["cohere/command-a", "openai/gpt-4o"];
const MB = 1_048_576;

const upstreamOf = (sandbox: SandboxProcess) => ({
  OPENROUTER_BASE_URL: sandbox.apiUrl,
  OPENROUTER_API_KEY: sandbox.key,
});

/** An answer to a program that has begun, and the id of its generation. */
async function begin(server: { url: string }, key: string, model: string) {
  const response = await complete(server, key, { model, stream: true, messages: says("Explain tides") });
  return { id: response.headers.get("x-patchbay-generation") ?? "", response };
}

test("people and programs are answered, and every cost is confirmed", async ({ page, patchbay, sandbox }) => {
  const model = "inception/mercury-2";
  await openChat(page, model);
  await ask(page, "What is 6 * 7?");
  await expect(answerOf(page, model)).toContainText("42");
  await expect(factsOf(answerOf(page, model))).toContainText("Finish reason: stop");
  const { key } = await createKey(patchbay);
  const { id, response } = await begin(patchbay, key, MODELS[0] ?? "");
  expect(await response.text()).toContain("[DONE]");
  for (const one of [await generationIdOf(answerOf(page, model)), id]) {
    const { state, cost, upstreamId } = await confirmed(patchbay, one);
    expect([state, cost]).toEqual(["finished", (await billOf(sandbox, upstreamId))?.cost]);
  }
  expect(await readdir(patchbay.directory)).toEqual([]);
});

test("only the cron's secret has the jobs done, and it opens nothing else", async ({ patchbay }) => {
  const jobs = (headers: Record<string, string>) => fetch(`${patchbay.url}/api/jobs`, { headers });
  for (const authorization of ["", "Bearer", "Bearer undefined", `Bearer ${CRON_SECRET}x`])
    expect((await jobs({ authorization })).status).toBe(401);
  const done = await askForJobs(patchbay);
  expect(done.status).toBe(200);
  const pass: Record<string, unknown> = await done.json();
  expect(pass).toMatchObject({ models: expect.any(Number), recovered: 0, removed: 0 });
  const asProgram = await fetch(`${patchbay.url}/api/v1/key`, {
    headers: { authorization: `Bearer ${CRON_SECRET}` },
  });
  expect(asProgram.status).toBe(401);
  expect(patchbay.output).not.toContain(CRON_SECRET);
});

test("a body may have 4 MB", async ({ patchbay }) => {
  const { key } = await createKey(patchbay);
  const padded = (bytes: number) => ({ model: MODELS[0], messages: says("Hi"), padding: "x".repeat(bytes) });
  const refused = await complete(patchbay, key, padded(4 * MB));
  expect([refused.status, await refused.text()]).toEqual([413, expect.stringContaining("larger than 4 MB")]);
  expect((await complete(patchbay, key, padded(4 * MB - 1_000))).status).toBe(200);
});

test("nothing runs by the clock: costs are confirmed when somebody asks for the jobs", async ({
  sandbox,
}) => {
  const patchbay = await PatchbayProcess.start(upstreamOf(sandbox), { onVercel: true, cron: false });
  try {
    const { key } = await createKey(patchbay);
    const { id, response } = await begin(patchbay, key, MODELS[0] ?? "");
    await response.text();
    // Looking at it more closely would have it confirmed.
    const look = async () => (await listGenerations(patchbay)).find((one) => one.id === id);
    await expect.poll(async () => (await look())?.state).toBe("finished");
    // Where there is a clock, it is confirmed after five seconds.
    await expect
      .poll(async () => Date.now() - ((await look())?.endedAt?.getTime() ?? 0))
      .toBeGreaterThan(7_000);
    expect((await look())?.costState).toBe("reported");
    expect(await (await askForJobs(patchbay)).json()).toMatchObject({ asked: 1 });
    expect((await look())?.costState).toBe("confirmed");
  } finally {
    await patchbay.dispose();
  }
});

test("a function that is ended without warning: the next one's cron settles what it ran", async ({
  sandbox,
}) => {
  test.setTimeout(120_000);
  const database = await createDatabase();
  const env = { ...upstreamOf(sandbox), DATABASE_URL: database.url };
  const [doomed, next] = [
    await PatchbayProcess.start(env, { onVercel: true, cron: false }),
    await PatchbayProcess.start(env, { onVercel: true }),
  ];
  try {
    for (const model of MODELS) await sandbox.setFault(model, "stall", { after: 30 });
    const panes = MODELS.map((model) => ({ model }));
    const { conversationId, generations } = await startChat(doomed, { message: "Explain rain", panes });
    const { key } = await createKey(doomed);
    const programs = await Promise.all(MODELS.map((model) => begin(doomed, key, model)));
    for (const { response } of programs) response.text().catch(() => {});
    const ids = [...generations.map(({ generationId }) => generationId), ...programs.map(({ id }) => id)];
    // Whoever asks another function hears it all the same.
    await heard(next, conversationId, 10);
    for (const id of ids)
      await expect.poll(async () => (await readGeneration(next, id)).upstreamId).toMatch(/^gen-/);
    await sandbox.clearFaults();
    await doomed.kill();
    for (const id of ids) {
      await expect.poll(async () => (await readGeneration(next, id)).state, { timeout: 60_000 }).toBe("lost");
      const { cost, hold, upstreamId } = await confirmed(next, id);
      expect([cost, hold?.outcome]).toEqual([(await billOf(sandbox, upstreamId))?.cost, "booked"]);
    }
    const { panes: kept } = await readConversation(next, conversationId);
    for (const { messages } of kept) expect(messages.at(-1)?.content).toMatch(/\S/);
  } finally {
    await Promise.all([doomed.dispose(), next.dispose()]);
    await database.drop();
  }
});

test("an answer that would outlast its function is ended in time, and says so", async ({
  browser,
  sandbox,
}) => {
  const env = { ...upstreamOf(sandbox), GENERATION_TIMEOUT_SECONDS: "3" };
  const patchbay = await PatchbayProcess.start(env, { onVercel: true });
  const model = MODELS[0] ?? "";
  try {
    await sandbox.setFault(model, "stall", { after: 30 });
    const page = await browser.newPage({ baseURL: patchbay.url });
    await openChat(page, model);
    await ask(page, unique("Explain tides"));
    await expect(answerOf(page, model).getByRole("alert")).toContainText("generation_timeout");
    await expect(answerOf(page, model)).toContainText(/tide/i);
    const asked = await generationIdOf(answerOf(page, model));
    await page.close();

    const { key } = await createKey(patchbay);
    const { id, response } = await begin(patchbay, key, model);
    const text = await response.text();
    expect(text).toMatch(/\n\ndata: [^\n]*"patchbay_code":"generation_timeout"[^\n]*\n\n$/);
    for (const one of [asked, id]) {
      expect(await ended(patchbay, one)).toMatchObject({
        state: "failed",
        failure: { code: "generation_timeout", by: "patchbay" },
      });
      const { cost, upstreamId } = await confirmed(patchbay, one);
      expect(cost).toBe((await billOf(sandbox, upstreamId))?.cost);
    }
  } finally {
    await patchbay.dispose();
  }
});

test("a function takes few of the database's connections", async ({ sandbox }) => {
  const database = await createDatabase();
  const env = { ...upstreamOf(sandbox), DATABASE_URL: database.url };
  const patchbay = await PatchbayProcess.start(env, { onVercel: true });
  const watcher = new Client({ connectionString: database.url });
  await watcher.connect();
  try {
    const { key } = await createKey(patchbay);
    const texts = Array.from({ length: 40 }, async (_, index) => {
      const { response } = await begin(patchbay, key, MODELS[index % MODELS.length] ?? "");
      return response.text();
    });
    for (const text of await Promise.all(texts)) expect(text).toContain("[DONE]");
    const { rows } = await watcher.query(
      "select count(*)::int as connections from pg_stat_activity where datname = current_database()",
    );
    // The last one is the watcher's own.
    expect(rows[0]?.connections).toBeLessThanOrEqual(5 + 1);
  } finally {
    await watcher.end();
    await patchbay.dispose();
    await database.drop();
  }
});
