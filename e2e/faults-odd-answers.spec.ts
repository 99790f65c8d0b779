import { formatUsd } from "@/lib/core/format";
import type { Params } from "./failures";
import { expect, test } from "./fixtures";
import { billOf, confirmed, ended, readConversation, requestsFor } from "./ledger";
import { answerOf, ask, factsOf, generationIdOf, openChat, unique } from "./playground";
import type { SandboxProcess } from "./sandbox";

// Every worker has an upstream of its own to break.
test.describe.configure({ mode: "parallel" });

/** Served by one provider, whose name a failure must tell. */
const MODEL = "cohere/command-a";

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

/** A fault of a route that is no completion; cleared with all others. */
async function strike(sandbox: SandboxProcess, rule: Record<string, string>): Promise<void> {
  const response = await fetch(new URL("/__sandbox/faults", sandbox.apiUrl), {
    method: "PUT",
    body: JSON.stringify(rule),
    headers: { "content-type": "application/json" },
  });
  expect(response.ok).toBe(true);
}
