import { formatUsd } from "@/lib/core/format";
import { BROKEN, CUT_SHORT, REFUSED } from "./failures";
import { expect, test } from "./fixtures";
import { billOf, confirmed, ended, readGeneration, requestsFor, startChat, stopChat } from "./ledger";
import { answerOf, ask, factsOf, generationIdOf, openChat, unique } from "./playground";
import { expectTrueMoney } from "./true-money";

// Every worker has an upstream of its own to break.
test.describe.configure({ mode: "parallel" });

/** Served by one provider, whose name a failure must tell. */
const MODEL = "cohere/command-a";

const ALL = [...REFUSED, ...BROKEN, ...CUT_SHORT];
/** Every sixth one; `npm run test:deep -- browser` has a person meet all of them. */
const SAMPLED = process.env.DEEP === "1" ? ALL : ALL.filter((_, index) => index % 6 === 0);

for (const { what, fault, code, says, money, partial = false } of SAMPLED) {
  test(`${what}: the person sees why, the ledger is true, and trying again works`, async ({
    page,
    patchbay,
    sandbox,
  }) => {
    const [name, params] = fault;
    await sandbox.setFault(MODEL, name, params, 1);
    const question = unique("Explain tides");
    await openChat(page, MODEL);
    await ask(page, question);

    const answer = answerOf(page, MODEL);
    const notice = answer.getByRole("alert");
    for (const words of [code, ...says]) await expect(notice).toContainText(words);
    await expect(answer).toHaveAttribute("aria-busy", "false");
    await expect(answer.getByRole("paragraph").filter({ hasText: /tides/i })).toHaveCount(partial ? 1 : 0);

    const id = await generationIdOf(answer);
    const failed = await ended(patchbay, id);
    expect(failed.state).toBe("failed");
    expect(failed.failure?.code).toBe(code);
    await expectTrueMoney(id, money, patchbay, sandbox);
    const { cost } = await readGeneration(patchbay, id);
    await expect(factsOf(answer)).toContainText(cost === null ? "cost —" : `Cost: ${formatUsd(cost)}`);
    expect(await requestsFor(sandbox, question)).toHaveLength(1);

    await notice.getByRole("button", { name: "Try again" }).click();
    await expect(answer).toHaveAttribute("aria-busy", "false");
    await expect(factsOf(answer)).toContainText("Finish reason: stop");
    await expect(answer.getByRole("alert")).toHaveCount(0);
    const retried = await ended(patchbay, await generationIdOf(answer));
    expect(retried.id).not.toBe(id);
    expect(retried.cost).toBe((await billOf(sandbox, retried.upstreamId))?.cost);
    expect(await requestsFor(sandbox, question)).toHaveLength(2);
  });
}

test("a failure leaves the rest of the conversation as it was", async ({ page, sandbox }) => {
  await openChat(page, MODEL);
  await ask(page, "What is 6 * 7?");
  const articles = page.getByRole("article", { name: MODEL });
  await expect(articles.first()).toContainText("42");
  await expect(articles.first()).toHaveAttribute("aria-busy", "false");
  await sandbox.setFault(MODEL, "stream-error-a", { after: 15 }, 1);
  await ask(page, unique("Explain tides"));
  await expect(articles.last().getByRole("alert")).toBeVisible();
  await expect(articles).toHaveCount(2);
  await expect(articles.first()).toContainText("42");
  await expect(articles.first().getByRole("alert")).toHaveCount(0);

  // What failed stays away from the model when the talk goes on.
  await ask(page, "What is 2 * 4?");
  await expect(articles).toHaveCount(3);
  await expect(articles.last()).toContainText("8");
});

test("a failed question can be put to another model", async ({ page, sandbox }) => {
  await sandbox.setFault(MODEL, "status", { code: "404" }, 1);
  await openChat(page, MODEL);
  await ask(page, "What is 6 * 7?");
  await answerOf(page, MODEL).getByRole("button", { name: "Try another" }).click();
  const picker = page.getByRole("dialog", { name: "Choose a model" });
  await picker.getByRole("searchbox", { name: "Search models" }).fill("mercury");
  await picker.getByRole("option", { name: "inception/mercury-2" }).click();
  await expect(answerOf(page, "inception/mercury-2")).toContainText("42");
  // What failed stays a step away, and what it cost with it.
  await page
    .getByRole("group", { name: "Versions" })
    .getByRole("button", { name: "Previous version" })
    .click();
  const failed = page.getByRole("article", { name: MODEL });
  await expect(failed.getByRole("alert")).toContainText("no_endpoints");
  await expect(failed.getByRole("group", { name: "Generation facts" })).toContainText("$0");
  await expect(page.getByRole("article", { name: "inception/mercury-2" })).toHaveCount(0);
});

test("eight answers at once fail and finish each on their own", async ({ patchbay, sandbox }) => {
  const fates = ["finished", "failed", "failed", "finished", "failed", "cancelled", "failed", "finished"];
  const models = [
    "openai/gpt-4.1",
    "cohere/command-r-08-2024",
    "mistralai/codestral-2508",
    "openai/gpt-4o",
    "x-ai/grok-4.20",
    "liquid/lfm-2.5-1.2b-instruct:free",
    "ai21/jamba-large-1.7",
    "writer/palmyra-x5",
  ];
  await sandbox.setFault("cohere/command-r-08-2024", "status", { code: "429-upstream" });
  await sandbox.setFault("mistralai/codestral-2508", "reset", { after: 9 });
  await sandbox.setFault("x-ai/grok-4.20", "html-200");
  await sandbox.setFault("liquid/lfm-2.5-1.2b-instruct:free", "stall", { after: 9 });
  await sandbox.setFault("ai21/jamba-large-1.7", "stream-error-e", { after: 9 });
  const question = unique("Explain tides");
  const { conversationId, generations } = await startChat(patchbay, {
    message: question,
    panes: models.map((model) => ({ model })),
  });
  const stalled = generations.find(({ model }) => model.startsWith("liquid/"))?.generationId ?? "";
  const others = generations.filter(({ generationId }) => generationId !== stalled);
  for (const { generationId } of others) await ended(patchbay, generationId);
  expect((await readGeneration(patchbay, stalled)).state).toBe("running");
  await stopChat(patchbay, conversationId);
  await ended(patchbay, stalled);

  const settled = await Promise.all(
    generations.map(({ generationId }) => readGeneration(patchbay, generationId)),
  );
  expect(settled.map(({ models: [model], state }) => [model, state])).toEqual(
    models.map((model, index) => [model, fates[index]]),
  );
  for (const generation of settled) {
    if (generation.upstreamId === null) expect(generation.cost).toBeNull();
    else if (generation.hold?.outcome !== "released") {
      const { cost } = await confirmed(patchbay, generation.id);
      expect(cost).toBe((await billOf(sandbox, generation.upstreamId))?.cost);
    }
  }
  expect(await requestsFor(sandbox, question)).toHaveLength(models.length);
});
