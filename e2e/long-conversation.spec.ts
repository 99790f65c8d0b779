import { expect, test } from "./fixtures";
import { ended, startChat } from "./ledger";
import type { PatchbayProcess } from "./patchbay";
import { answerOf } from "./playground";

// The rest of a conversation does not come at first.
test.use({ expectedErrors: /net::ERR_FAILED/ });

const MODEL = "inception/mercury-2";
/** More than are read at once. */
const TURNS = 34;

/** @returns the address of a conversation of so many questions, each with its answer */
async function converse(patchbay: PatchbayProcess): Promise<string> {
  let conversationId: string | undefined;
  let pane: { model: string } | { paneId: string } = { model: MODEL };
  for (let turn = 1; turn <= TURNS; turn++) {
    const started = await startChat(patchbay, {
      ...(conversationId !== undefined && { conversationId }),
      message: `Question ${turn} of many.`,
      panes: [pane],
    });
    const [generation] = started.generations;
    await ended(patchbay, generation?.generationId ?? "");
    conversationId = started.conversationId;
    pane = { paneId: generation?.paneId ?? "" };
  }
  return `/c/${conversationId}`;
}

test("a long conversation opens where it ends, and the rest comes after, also at the second try", async ({
  page,
  patchbay,
}) => {
  const path = await converse(patchbay);
  const before = (url: URL) => url.pathname === `/api/conversations${path.slice(2)}/messages`;
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(before, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(path);
  const end = answerOf(page, MODEL).getByRole("button", { name: "Regenerate" });
  const earlier = page.getByRole("status").filter({ hasText: `${2 * TURNS - 64} earlier messages` });
  const question = (turn: number) =>
    page
      .getByRole("main")
      .getByRole("paragraph")
      .filter({ hasText: new RegExp(`^Question ${turn} of many\\.$`) });
  await expect(end).toBeInViewport();
  await expect(question(TURNS)).toBeAttached();
  await expect(earlier).toContainText("Reading");
  await expect(question(1)).toHaveCount(0);
  release();
  await expect(question(1)).toBeAttached();
  await expect(end).toBeInViewport();

  await page.unroute(before);
  await page.route(before, (route) => route.abort());
  await page.reload();
  await expect(earlier).toContainText("could not be read");
  // Its cost hangs on all that was said before.
  await page.getByRole("textbox", { name: "Message" }).fill("And now?");
  await expect(page.getByRole("button", { name: "Send" })).toBeEnabled();
  await expect(page.getByRole("status", { name: "Estimated cost" })).toHaveCount(0);
  await page.unroute(before);
  await earlier.getByRole("button", { name: "Try again" }).click();
  await expect(question(1)).toBeAttached();
  await expect(earlier).toHaveCount(0);
  await expect(page.getByRole("status", { name: "Estimated cost" })).toBeVisible();
});
