import { expect, test } from "./fixtures";
import { ended } from "./ledger";
import { PatchbayProcess } from "./patchbay";
import { answerOf, ask, generationIdOf, openChat, unique } from "./playground";
import { SandboxProcess } from "./sandbox";
import { expectTrueMoney } from "./true-money";

// Every worker has an upstream of its own to break.
test.describe.configure({ mode: "parallel" });

/** Served by one provider, whose name a failure must tell. */
const MODEL = "cohere/command-a";

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
