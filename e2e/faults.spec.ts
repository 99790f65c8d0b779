import { formatUsd } from "@/lib/core/format";
import type { GenerationDetails } from "@/lib/ledger/api";
import { expect, test } from "./fixtures";
import {
  billOf,
  confirmed,
  ended,
  readConversation,
  readGeneration,
  requestsFor,
  startChat,
  stopChat,
} from "./ledger";
import { PatchbayProcess } from "./patchbay";
import { answerOf, ask, factsOf, generationIdOf, openChat, unique } from "./playground";
import { SandboxProcess } from "./sandbox";

// Every worker has an upstream of its own to break.
test.describe.configure({ mode: "parallel" });

/** Served by one provider, whose name a failure must tell. */
const MODEL = "cohere/command-a";

/** What the ledger must say of the money. */
const MONEY = {
  /** Turned away: nothing ran and nothing is owed. */
  nothing: { cost: 0n, costState: "confirmed", hold: "released" },
  /** The upstream's own record says what is owed, be it nothing. */
  bill: { costState: "confirmed", hold: "booked" },
  /** It has an id to ask by and no record yet: asked again for a day, and held until then. */
  asking: { cost: null, costState: null, hold: null },
  /** Nobody can say what it cost, and there is no id to ask by: held for an hour. */
  unknowable: { cost: null, costState: null, hold: null },
} as const;

type Params = Record<string, string | number>;
type Failing = {
  what: string;
  fault: [name: string, params?: Params];
  code: string;
  /** Who failed, what they said, what to do. */
  says: (string | RegExp)[];
  money: keyof typeof MONEY;
  /** Words had arrived before. */
  partial?: boolean;
};

const status = (code: string): [string, Params] => ["status", { code }];

const REFUSED: Failing[] = [
  {
    what: "400: the provider does not take it",
    fault: status("400"),
    code: "provider_rejected",
    says: ["Cohere · ", "“Unsupported value”", "Change the message or the settings"],
    money: "nothing",
  },
  {
    what: "401: the key is not known",
    fault: status("401"),
    code: "upstream_key",
    says: ["OpenRouter · ", "“User not found.”", "Check OPENROUTER_API_KEY in .env, then restart"],
    money: "nothing",
  },
  {
    what: "402: no credits left",
    fault: status("402-balance"),
    code: "insufficient_credits",
    says: ["OpenRouter · ", "A negative balance blocks free models too", "Add credits"],
    money: "nothing",
  },
  {
    what: "402: too few credits for so long an answer",
    fault: status("402-precheck"),
    code: "insufficient_credits",
    says: ["OpenRouter · ", "can only afford 30104", "Add credits"],
    money: "nothing",
  },
  {
    what: "402: the rest is held for running requests",
    fault: status("402-inflight"),
    code: "in_flight_budget",
    says: ["OpenRouter · ", "still running", "Try again in 2 s"],
    money: "nothing",
  },
  {
    what: "403: the key's limit is reached",
    fault: status("403-key"),
    code: "key_limit",
    says: ["OpenRouter · ", "Key limit exceeded", "raise the limit"],
    money: "nothing",
  },
  {
    what: "403: the workspace's budget is used up",
    fault: status("403-budget"),
    code: "key_limit",
    says: ["OpenRouter · ", "Workspace monthly budget of $500.00 exceeded"],
    money: "nothing",
  },
  {
    what: "403: moderation",
    fault: status("403-moderation"),
    code: "moderated",
    says: ["violence", "Moderation refused", "Change the message"],
    money: "nothing",
  },
  {
    what: "403: a guardrail",
    fault: status("403-guardrail"),
    code: "moderated",
    says: ["OpenRouter · ", "matched a content filter"],
    money: "nothing",
  },
  {
    what: "404: no provider serves it",
    fault: status("404"),
    code: "no_endpoints",
    says: ["OpenRouter · ", "No endpoints found", "Choose another model"],
    money: "nothing",
  },
  {
    what: "413: too large for the upstream",
    fault: status("413"),
    code: "request_too_large",
    says: ["OpenRouter · ", "Shorten the message"],
    money: "nothing",
  },
  {
    what: "422: not to be processed",
    fault: status("422"),
    code: "upstream_rejected",
    says: ["OpenRouter · ", "could not be processed"],
    money: "nothing",
  },
  {
    what: "429: the provider is crowded",
    fault: status("429-upstream"),
    code: "provider_rate_limited",
    says: ["Cohere · ", "temporarily rate-limited upstream", "Wait a moment"],
    money: "nothing",
  },
  {
    what: "429: the provider is crowded and says for how long",
    fault: status("429-upstream-hint"),
    code: "provider_rate_limited",
    says: ["Cohere · ", "Try again in 2 s"],
    money: "nothing",
  },
  {
    what: "429: the day's free requests are used up",
    fault: status("429-free-day"),
    code: "free_limit",
    says: ["OpenRouter · ", "free-model quota", "free-models-per-day"],
    money: "nothing",
  },
];

const BROKEN: Failing[] = [
  {
    what: "408: it took too long",
    fault: status("408"),
    code: "upstream_timeout",
    says: ["OpenRouter · ", "did not answer in time"],
    money: "asking",
  },
  {
    what: "500",
    fault: status("500"),
    code: "upstream_failed",
    says: ["OpenRouter · ", "Internal Server Error"],
    money: "asking",
  },
  {
    what: "502 by the provider",
    fault: status("502"),
    code: "provider_failed",
    says: ["Cohere · ", "upstream connect error"],
    money: "asking",
  },
  {
    what: "503",
    fault: status("503"),
    code: "upstream_failed",
    says: ["OpenRouter · ", "No instances available"],
    money: "asking",
  },
  {
    what: "524",
    fault: status("524"),
    code: "upstream_timeout",
    says: ["OpenRouter · ", "did not answer in time"],
    money: "asking",
  },
  {
    what: "529: the provider is overloaded",
    fault: status("529"),
    code: "provider_overloaded",
    says: ["Cohere · ", "“Overloaded”"],
    money: "asking",
  },
  {
    what: "an HTML page with 502",
    fault: ["html", { code: 502 }],
    code: "upstream_failed",
    says: ["OpenRouter · ", "502"],
    money: "unknowable",
  },
  {
    what: "an HTML page with 200",
    fault: ["html-200"],
    code: "upstream_garbled",
    says: ["OpenRouter · ", "cannot be read as an answer"],
    money: "unknowable",
  },
  {
    what: "an error with 200",
    fault: ["error-200"],
    code: "provider_failed",
    says: ["Cohere · ", "The provider failed"],
    money: "unknowable",
  },
  {
    what: "a connection that breaks before a word",
    fault: ["reset"],
    code: "upstream_cut",
    says: ["OpenRouter · ", "connection broke"],
    money: "unknowable",
  },
  {
    what: "an empty stream",
    fault: ["empty"],
    code: "upstream_empty",
    says: ["OpenRouter · ", "answered with nothing"],
    money: "bill",
  },
];

const CUT_SHORT: Failing[] = [
  {
    what: "half an event",
    fault: ["half-json", { after: 15 }],
    code: "upstream_cut",
    says: ["OpenRouter · ", "before the answer was complete"],
    money: "bill",
    partial: true,
  },
  {
    what: "half a character",
    fault: ["cut-in-char", { after: 15 }],
    code: "upstream_cut",
    says: ["OpenRouter · ", "before the answer was complete"],
    money: "bill",
    partial: true,
  },
  {
    what: "a cut anywhere",
    fault: ["cut", { at: 6000 }],
    code: "upstream_cut",
    says: ["OpenRouter · ", "before the answer was complete"],
    money: "bill",
    partial: true,
  },
  {
    what: "a reset in the middle",
    fault: ["reset", { after: 15 }],
    code: "upstream_cut",
    says: ["OpenRouter · ", "connection broke"],
    money: "bill",
    partial: true,
  },
  {
    what: "an error beside a choice",
    fault: ["stream-error-a", { after: 15 }],
    code: "provider_failed",
    says: ["“Upstream error from Cohere: Network connection lost.”"],
    money: "bill",
    partial: true,
  },
  {
    what: "an error without choices",
    fault: ["stream-error-b", { after: 15 }],
    code: "provider_failed",
    says: ["“Upstream error from Cohere: Network connection lost.”"],
    money: "bill",
    partial: true,
  },
  {
    what: "an error without choices or a word before it",
    fault: ["stream-error-b", { after: 0 }],
    code: "provider_failed",
    says: ["“Upstream error from Cohere: Network connection lost.”"],
    money: "bill",
  },
  {
    what: "an error after the longest answer, with its price",
    fault: ["stream-error-c", { after: 15 }],
    code: "context_too_long",
    says: ["“Token limit reached”"],
    money: "bill",
    partial: true,
  },
  {
    what: "an error whose code is a word",
    fault: ["stream-error-d", { after: 15 }],
    code: "upstream_failed",
    says: ["“Upstream error from Cohere: Network connection lost.”"],
    money: "bill",
    partial: true,
  },
  {
    what: "an error inside the choice",
    fault: ["stream-error-e", { after: 15 }],
    code: "upstream_failed",
    says: ["“Upstream error from Cohere: Network connection lost.”"],
    money: "bill",
    partial: true,
  },
  {
    what: "a stream that falls silent",
    fault: ["stream-error-f", { after: 15 }],
    code: "upstream_cut",
    says: ["OpenRouter · ", "before the answer was complete"],
    money: "bill",
    partial: true,
  },
];

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

async function expectTrueMoney(
  id: string,
  money: keyof typeof MONEY,
  patchbay: PatchbayProcess,
  sandbox: SandboxProcess,
): Promise<void> {
  const { hold, ...wanted } = MONEY[money];
  const found: GenerationDetails =
    money === "bill" ? await confirmed(patchbay, id) : await readGeneration(patchbay, id);
  const line = await billOf(sandbox, found.upstreamId);
  expect(found).toMatchObject(money === "bill" ? { ...wanted, cost: line?.cost } : wanted);
  expect(found.hold?.outcome).toBe(hold);
  if (money !== "bill") expect(line).toBeNull();
  const booked = found.entries.reduce<bigint>((sum, { amount }) => sum + amount, 0n);
  expect(found.entries.length === 0 ? null : booked).toBe(found.cost);
  if (money === "asking") expect(found.confirmAt).not.toBeNull();
}

const LYING: [what: string, name: string, params?: Params][] = [
  ["does not say what it cost", "no-usage"],
  ["says that its usage is null", "usage-null"],
  ["says that its cost is null", "cost-null"],
];

for (const [what, name, params] of LYING) {
  test(`a complete answer that ${what} is of unknown cost until the record tells`, async ({
    page,
    patchbay,
    sandbox,
  }) => {
    await sandbox.setFault(MODEL, name, params, 1);
    // As long as the record cannot be read, nobody knows.
    await strike(sandbox, { path: "/generation", fault: "status", code: "503" });
    const question = unique("Explain tides");
    await openChat(page, MODEL);
    await ask(page, question);
    const answer = answerOf(page, MODEL);
    await expect(answer).toHaveAttribute("aria-busy", "false");
    await expect(answer.getByRole("alert")).toHaveCount(0);
    await expect(factsOf(answer)).toContainText("cost —");
    const id = await generationIdOf(answer);
    expect(await ended(patchbay, id)).toMatchObject({ state: "finished", cost: null, entries: [] });

    await sandbox.clearFaults();
    const generation = await confirmed(patchbay, id);
    const line = await billOf(sandbox, generation.upstreamId);
    expect(generation.cost).toBe(line?.cost);
    expect(generation.entries).toMatchObject([{ kind: "settle", basis: "stats", amount: line?.cost }]);
    expect(generation.hold?.outcome).toBe("booked");
    await expect(factsOf(answer)).toContainText(`Cost: ${formatUsd(generation.cost)}`);
    expect(await requestsFor(sandbox, question)).toHaveLength(1);
  });
}

/** Milliseconds: long enough for the page to be seen waiting, also on a slow machine. */
const LONG_WAIT = 3_000;

const ODD: [what: string, name: string, params?: Params][] = [
  ["with garbage between its events", "garbage"],
  ["without its closing mark", "no-done"],
  ["with two finish reasons", "double-finish"],
  ["with usage beside no choices", "usage-empty-choices"],
  ["from a later version of the API", "drift"],
  ["after a line of a megabyte", "huge-line"],
  ["after a long wait", "slow", { ms: LONG_WAIT }],
];

for (const [what, name, params] of ODD) {
  test(`an answer ${what} is an answer`, async ({ page, patchbay, sandbox }) => {
    await sandbox.setFault(MODEL, name, params, 1);
    const question = unique("Explain tides");
    await openChat(page, MODEL);
    await ask(page, question);
    const answer = answerOf(page, MODEL);
    if (name === "slow") await expect(answer).toContainText("Waiting for the first token…");
    await expect(factsOf(answer)).toContainText(/Finish reason: (stop|end_of_thought|other)/);
    await expect(answer.getByRole("alert")).toHaveCount(0);
    const generation = await ended(patchbay, await generationIdOf(answer));
    const line = await billOf(sandbox, generation.upstreamId);
    expect(generation).toMatchObject({ state: "finished", cost: line?.cost, costState: expect.any(String) });
    if (name === "slow") expect(generation.ttftMs).toBeGreaterThanOrEqual(LONG_WAIT);
    const { panes } = await readConversation(patchbay, generation.conversationId ?? "");
    expect(panes[0]?.messages.at(-1)?.content).toMatch(/tides/i);
    expect(await requestsFor(sandbox, question)).toHaveLength(1);
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

test("silence before and amid an answer is given up in time", async ({ browser }) => {
  const sandbox = await SandboxProcess.start({ speed: 20, generationDelay: 0 });
  const patchbay = await PatchbayProcess.start({
    OPENROUTER_BASE_URL: sandbox.apiUrl,
    OPENROUTER_API_KEY: sandbox.key,
    FIRST_BYTE_TIMEOUT_SECONDS: "3",
    IDLE_TIMEOUT_SECONDS: "3",
  });
  try {
    const page = await browser.newPage({ baseURL: patchbay.url });
    await sandbox.setFault(MODEL, "hang", {}, 1);
    await openChat(page, MODEL);
    await ask(page, unique("Explain tides"));
    await expect(answerOf(page, MODEL).getByRole("alert")).toContainText("upstream_timeout");
    await expectTrueMoney(await generationIdOf(answerOf(page, MODEL)), "unknowable", patchbay, sandbox);

    await sandbox.setFault(MODEL, "stall", { after: 15 }, 1);
    await openChat(page, MODEL);
    await ask(page, unique("Explain tides"));
    await expect(answerOf(page, MODEL).getByRole("alert")).toContainText("upstream_stalled");
    await expect(answerOf(page, MODEL).getByRole("paragraph").filter({ hasText: /tides/i })).toHaveCount(1);
    await expectTrueMoney(await generationIdOf(answerOf(page, MODEL)), "bill", patchbay, sandbox);
    await page.close();
  } finally {
    await patchbay.dispose();
    await sandbox.end();
  }
});

test("with the upstream down nothing is owed, and the person is told", async ({ browser }) => {
  const sandbox = await SandboxProcess.start({ speed: 20, generationDelay: 0 });
  const patchbay = await PatchbayProcess.start({
    OPENROUTER_BASE_URL: sandbox.apiUrl,
    OPENROUTER_API_KEY: sandbox.key,
  });
  try {
    const page = await browser.newPage({ baseURL: patchbay.url });
    await openChat(page, MODEL);
    await sandbox.end();
    await ask(page, unique("Explain tides"));
    const notice = answerOf(page, MODEL).getByRole("alert");
    await expect(notice).toContainText("upstream_unreachable");
    await expect(notice).toContainText("OpenRouter could not be reached");
    const generation = await ended(patchbay, await generationIdOf(answerOf(page, MODEL)));
    expect(generation).toMatchObject({ state: "failed", cost: 0n, hold: { outcome: "released" } });
    await page.close();
  } finally {
    await patchbay.dispose();
  }
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

/** A fault of a route that is no completion; cleared with all others. */
async function strike(sandbox: SandboxProcess, rule: Record<string, string>): Promise<void> {
  const response = await fetch(new URL("/__sandbox/faults", sandbox.apiUrl), {
    method: "PUT",
    body: JSON.stringify(rule),
    headers: { "content-type": "application/json" },
  });
  expect(response.ok).toBe(true);
}
