import { execFileSync } from "node:child_process";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { confirmed, requestsFor, startChat } from "./ledger";
import { answerOf, ask, composer, openChat, unique } from "./playground";

const QUICK = "openai/gpt-4.1-mini";

const TRAP =
  "![x](https://attacker.example/p.png) <img src=x onerror=window.stolen=1> <script>window.stolen=1</script> [click](javascript:window.stolen=1)";

test.describe("a link", () => {
  test.use({ expectedErrors: /404/ });

  test("shows a conversation to whoever has it, inert, until it is revoked", async ({
    page,
    browser,
    patchbay,
  }) => {
    const question = unique(`Say exactly "${TRAP} the end"`);
    const { conversationId, generations } = await startChat(patchbay, {
      message: question,
      panes: [{ model: QUICK }],
    });
    await confirmed(patchbay, generations[0]?.generationId ?? "");
    await page.goto(`/c/${conversationId}`);
    await page.getByRole("button", { name: "Share", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Share" });
    await expect(dialog.getByText("None yet.")).toBeVisible();
    await dialog.getByLabel("Ends after").selectOption("7 days");
    await dialog.getByLabel("Include costs").check();
    await dialog.getByRole("button", { name: "Create link" }).click();
    const link = await dialog.getByRole("textbox", { name: "The link" }).inputValue();
    expect(new URL(link).origin).toBe(patchbay.url);
    await expect(dialog.getByRole("listitem")).toContainText("with costs");

    const stranger = await browser.newContext({ viewport: { width: 390, height: 844 } });
    const reader = await stranger.newPage();
    const asked: string[] = [];
    reader.on("request", (request) => asked.push(request.url()));
    const response = await reader.goto(link);
    expect(response?.status()).toBe(200);
    expect(response?.headers()).toMatchObject({
      "referrer-policy": "no-referrer",
      "x-robots-tag": "noindex, nofollow",
      "cache-control": expect.stringContaining("no-store"),
    });
    const html = (await response?.text()) ?? "";
    for (const id of [
      conversationId,
      ...generations.flatMap((one) => [one.generationId, one.messageId, one.paneId]),
    ])
      expect(html).not.toContain(id);
    const answer = reader.getByRole("article", { name: `Answer of ${QUICK}` });
    await expect(answer).toContainText("the end");
    await expect(answer).toContainText("$");
    // Where the model wanted a picture loaded stands a link to it, and nothing else leads anywhere.
    await expect(answer.getByRole("link")).toHaveCount(1);
    await expect(answer.getByRole("link")).toHaveAttribute("href", "https://attacker.example/p.png");
    await expect(answer.getByRole("img")).toHaveCount(0);
    expect(await reader.evaluate(() => "stolen" in window)).toBe(false);
    expect(asked.filter((url) => /^http/.test(url) && new URL(url).origin !== patchbay.url)).toEqual([]);
    expect(await reader.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await expect(reader.getByRole("textbox")).toHaveCount(0);

    await dialog.getByRole("button", { name: "Revoke" }).click();
    await expect(dialog.getByText("None yet.")).toBeVisible();
    expect((await reader.reload())?.status()).toBe(404);
    await expect(reader.getByText("This link has ended")).toBeVisible();
    await stranger.close();
  });
});

/** What a shell hands to curl, with a `curl` that only prints what it is given. */
const sentBy = (code: string): unknown =>
  JSON.parse(execFileSync("sh", ["-c", `curl() { cat; }\n${code}`], { encoding: "utf8" }));

const copied = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

test.describe("what can be copied", () => {
  test.use({ permissions: ["clipboard-read", "clipboard-write"] });

  test("code asks what was asked, and a link sets it up anew without asking", async ({ page, sandbox }) => {
    const first = unique('It\'s "6 * 7", $HOME `id` \\n?');
    const second = unique("What is 2 * 4?");
    await openChat(page, QUICK);
    await page.getByRole("button", { name: "Settings", exact: true }).click();
    const settings = page.getByRole("dialog", { name: /^Settings of/ });
    await settings.getByLabel("System prompt").fill("Answer in one word.");
    await settings.getByLabel("Temperature").fill("0.2");
    await page.keyboard.press("Enter");
    await settings.getByRole("button", { name: "Close" }).click();
    for (const question of [first, second]) {
      await ask(page, question);
      await expect(page.getByRole("heading", { name: "You", exact: true })).toHaveCount(
        question === first ? 1 : 2,
      );
      // Until the next answer begins, the one before it is the latest.
      await expect(page.getByRole("article")).toHaveCount(question === first ? 1 : 2);
      await expect(answerOf(page, QUICK)).toHaveAttribute("aria-busy", "false");
    }

    await page.getByRole("button", { name: "Code", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Code" });
    await dialog.getByRole("button", { name: "Copy the curl code" }).click();
    await expect.poll(() => copied(page)).toContain("$PATCHBAY_API_KEY");
    const [sent] = await requestsFor(sandbox, second);
    // How Patchbay itself takes the answer is its own affair.
    const manner = { stream: true, session_id: expect.any(String) };
    expect({ ...(sentBy(await copied(page)) as object), ...manner }).toEqual(sent?.body);
    await dialog.getByText("OpenRouter", { exact: true }).click();
    await dialog.getByRole("tab", { name: "Python" }).click();
    await expect(dialog.getByRole("tabpanel")).toContainText('os.environ["OPENROUTER_API_KEY"]');
    await page.keyboard.press("Escape");

    await page
      .getByRole("button", { name: /^Actions for/ })
      .last()
      .click();
    await page.getByRole("menuitem", { name: "Copy reproduce link" }).click();
    await expect.poll(() => copied(page)).toContain("#reproduce=");
    const link = await copied(page);

    await page.getByRole("link", { name: "New chat" }).click();
    // The conversation that is left has a composer, too.
    await expect(page.getByRole("heading", { name: "You", exact: true })).toHaveCount(0);
    await composer(page).fill("A draft of mine");
    await page.goto("/generations");
    await page.goto(link);
    await expect(composer(page)).toHaveValue(first);
    const note = page.getByRole("region", { name: "Set up by a link" });
    await expect(note).toContainText("Nothing has been sent");
    await expect(page.getByRole("button", { name: "Model", exact: true })).toHaveAccessibleDescription(QUICK);
    await note.getByRole("button", { name: "Put my draft back" }).click();
    await expect(composer(page)).toHaveValue("A draft of mine");
    await note.getByRole("button", { name: "Use" }).click();
    await expect(composer(page)).toHaveValue(second);
    expect(await requestsFor(sandbox, first)).toHaveLength(1);
    await page.getByRole("button", { name: "Send" }).click();
    await expect(answerOf(page, QUICK)).toHaveAttribute("aria-busy", "false");
    const [, again] = await requestsFor(sandbox, second);
    expect(again?.body).toMatchObject({
      temperature: 0.2,
      messages: [{ content: "Answer in one word." }, { content: second }],
    });
  });

  test("a link that is damaged says so, and takes nothing away", async ({ page }) => {
    await page.goto("/");
    await composer(page).fill("A draft of mine");
    await page.goto("/generations");
    await page.goto("/#reproduce=nonsense");
    await expect(page.getByRole("main").getByRole("alert")).toContainText("This link is damaged");
    await expect(composer(page)).toHaveValue("A draft of mine");
  });
});
