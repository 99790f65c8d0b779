import { alive } from "./alive";
import { expect, test } from "./fixtures";
import {
  billOf,
  confirmed,
  ended,
  heard,
  listGenerations,
  readBill,
  readConversation,
  readGeneration,
  requestsFor,
  startChat,
} from "./ledger";
import { PatchbayProcess } from "./patchbay";
import { answerOf, ask, composer, factsOf, generationIdOf, openChat, unique } from "./playground";
import { SandboxProcess } from "./sandbox";

// As slow as real models, so that there is time to pull the plug.
test.use({ sandboxSpeed: 1 });

/** Ten slow models; of their providers some stop billing with the client and some do not. */
const MODELS = [
  "anthropic/claude-3.5-haiku",
  "cohere/command-r-08-2024",
  "amazon/nova-premier-v1",
  "deepseek/deepseek-v3.2",
  "mistralai/mistral-large-2512",
  "thedrummer/cydonia-24b-v4.1",
  "microsoft/phi-4",
  "qwen/qwen3-vl-235b-a22b-instruct",
  "moonshotai/kimi-k2-0905",
  "nousresearch/hermes-4-405b",
];

test.describe("after a crash", () => {
  test.use({
    expectedErrors: /ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING)/,
  });

  test("kill -9 amid ten streams: none is lost, none is doubled, each is paid for exactly", async ({
    page,
    patchbay,
    sandbox,
  }) => {
    const question = unique("Explain how rainbows form");
    // One that has ended before.
    const done = await startChat(patchbay, {
      message: "What is 6 * 7?",
      panes: [{ model: "inception/mercury-2" }],
    });
    const [finished] = done.generations;
    const before = await ended(patchbay, finished?.generationId ?? "");

    // Ten that tell much and come to no end, and one that says nothing: nobody will ever know what it cost.
    await sandbox.setFault("*", "stall", { after: 120 });
    await sandbox.setFault("ai21/jamba-large-1.7", "hang");
    const streams = [];
    for (const model of [...MODELS, "ai21/jamba-large-1.7"]) {
      const { conversationId, generations } = await startChat(patchbay, {
        message: question,
        panes: [{ model }],
      });
      streams.push({ model, conversationId, id: generations[0]?.generationId ?? "" });
    }
    const answering = streams.slice(0, MODELS.length);
    const [hanging] = streams.slice(MODELS.length);
    const [first] = answering;
    await page.goto(`/c/${first?.conversationId}`);
    const answer = answerOf(page, first?.model ?? "");
    await expect(answer).toContainText(/rainbow/i);
    await Promise.all(answering.map(({ conversationId }) => heard(patchbay, conversationId, 30)));
    for (const { id } of streams) expect((await readGeneration(patchbay, id)).state).toBe("running");

    await patchbay.kill();
    await patchbay.restart();

    await Promise.all(answering.map(({ id }) => confirmed(patchbay, id)));
    for (const { id, conversationId, model } of answering) {
      const generation = await readGeneration(patchbay, id);
      const line = await billOf(sandbox, generation.upstreamId);
      expect(line, model).not.toBeNull();
      expect(generation).toMatchObject({ state: "lost", cost: line?.cost, failure: { code: "interrupted" } });
      expect(generation.entries.map(({ amount }) => amount)).toEqual([line?.cost]);
      expect(generation.hold?.outcome).toBe("booked");
      const { panes } = await readConversation(patchbay, conversationId);
      expect(panes[0]?.messages.at(-1)?.content, model).toMatch(/\S/);
    }
    expect(await ended(patchbay, hanging?.id ?? "")).toMatchObject({
      state: "lost",
      cost: null,
      entries: [],
      hold: { outcome: null },
    });
    expect(await readGeneration(patchbay, before.id)).toMatchObject({ state: "finished", cost: before.cost });

    // As many as were asked for, on either side.
    expect(await requestsFor(sandbox, question)).toHaveLength(streams.length);
    const listed = await listGenerations(patchbay);
    for (const { id } of streams) expect(listed.filter((generation) => generation.id === id)).toHaveLength(1);
    const upstreamIds = await Promise.all(listed.map(({ id }) => readGeneration(patchbay, id)));
    const known = upstreamIds.flatMap(({ upstreamId }) => upstreamId ?? []);
    expect(new Set(known).size).toBe(known.length);
    for (const { id } of await readBill(sandbox)) expect(known).toContain(id);

    // The page that was open comes back by itself, with what had arrived.
    await expect(answer.getByRole("alert")).toContainText("Patchbay stopped before the answer was complete");
    await expect(answer).toContainText(/rainbow/i);
    await sandbox.clearFaults();
    await answer.getByRole("button", { name: "Try again" }).click();
    await expect(factsOf(answer)).toContainText("Finish reason: stop", { timeout: 30_000 });
  });
});

test("SIGTERM in the middle of an answer: it is brought to an end and settled, then the process goes", async ({
  patchbay,
  sandbox,
}) => {
  const slow = "nousresearch/hermes-4-405b";
  await sandbox.setFault(slow, "stall", { after: 40 });
  const question = unique("Explain how rainbows form");
  const { conversationId, generations } = await startChat(patchbay, {
    message: question,
    panes: [{ model: slow }, { model: "inception/mercury-2" }],
  });
  const ids = generations.map(({ generationId }) => generationId);
  for (const id of ids)
    await expect.poll(async () => (await readGeneration(patchbay, id)).upstreamId).toMatch(/^gen-/);
  expect((await readGeneration(patchbay, ids[0] ?? "")).state).toBe("running");

  expect(await patchbay.stop()).toBe(0);
  expect(patchbay.output).not.toMatch(/did not end in time|not clean/);
  await patchbay.restart();

  const stalled = await confirmed(patchbay, ids[0] ?? "");
  expect(stalled).toMatchObject({ state: "lost", failure: { code: "interrupted" } });
  expect(stalled.cost).toBe((await billOf(sandbox, stalled.upstreamId))?.cost);
  const quick = await confirmed(patchbay, ids[1] ?? "");
  expect(quick.state).toBe("finished");
  expect(quick.cost).toBe((await billOf(sandbox, quick.upstreamId))?.cost);
  const { panes } = await readConversation(patchbay, conversationId);
  for (const { messages } of panes) expect(messages.at(-1)?.content).toMatch(/\S/);
  expect(await requestsFor(sandbox, question)).toHaveLength(2);
});

test("a restart while the upstream is down serves the last catalogue with its age", async ({ browser }) => {
  const sandbox = await SandboxProcess.start({ speed: 20, generationDelay: 0 });
  const patchbay = await PatchbayProcess.start({
    OPENROUTER_BASE_URL: sandbox.apiUrl,
    OPENROUTER_API_KEY: sandbox.key,
  });
  try {
    const page = await browser.newPage({ baseURL: patchbay.url, timezoneId: "UTC", locale: "en-GB" });
    await page.goto("/");
    await alive(page);
    await page.getByRole("button", { name: "Model", exact: true }).click();
    const picker = page.getByRole("dialog", { name: "Choose a model" });
    const count = await picker.getByText(/^\d+ models$/).textContent();
    const age = await picker.getByText(/^Prices as of \d\d:\d\d$/).textContent();
    await openChat(page, "inception/mercury-2");
    await ask(page, "What is 6 * 7?");
    await expect(answerOf(page, "inception/mercury-2")).toContainText("42");
    const id = await generationIdOf(answerOf(page, "inception/mercury-2"));
    // Its words come before its bill.
    await ended(patchbay, id);
    const address = page.url();

    await sandbox.end();
    await patchbay.kill();
    await patchbay.restart();

    await page.goto(address);
    await alive(page);
    await expect(answerOf(page, "inception/mercury-2")).toContainText("42");
    await page.getByRole("button", { name: "Model", exact: true }).click();
    await expect(picker.getByText(count ?? "", { exact: true })).toBeVisible();
    await expect(picker.getByText(age ?? "")).toBeVisible();
    await expect(picker.getByRole("option", { name: "inception/mercury-2" })).toBeVisible();
    await picker.getByRole("button", { name: "Refresh prices" }).click();
    await expect(picker.getByText("The last refresh failed.")).toBeVisible();
    await expect(picker.getByText(age ?? "")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(composer(page)).toBeEditable();

    // Nothing is forgotten meanwhile, and nothing is made up.
    await page.goto("/spend");
    await expect(page.getByRole("row", { name: /inception\/mercury-2/ })).toBeVisible();
    expect((await readGeneration(patchbay, id)).cost).not.toBeNull();
    await page.close();
  } finally {
    await patchbay.dispose();
  }
});
