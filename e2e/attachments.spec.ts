import type { JSHandle, Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { answerOf, composer, openChat, unique } from "./playground";
import type { SandboxProcess } from "./sandbox";

const [SEEING, READING, DRAWING] = [
  "anthropic/claude-haiku-4.5",
  "inception/mercury-2",
  "google/gemini-2.5-flash-image",
] as const;
const DOT =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const PICTURE = { name: "dot.png", mimeType: "image/png", buffer: Buffer.from(DOT, "base64") };
const NOTES = { name: "notes.md", mimeType: "text/markdown", buffer: Buffer.from("# Seven\nand eight") };

type Given = { name: string; mimeType: string; buffer: Buffer };

async function choose(page: Page, ...files: Given[]): Promise<void> {
  const choosing = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Attach files" }).click();
  await (await choosing).setFiles(files);
}

/** What is dragged in from another window. */
const carrying = (page: Page, ...files: Given[]): Promise<JSHandle<DataTransfer>> =>
  page.evaluateHandle(
    (all) => {
      const carried = new DataTransfer();
      for (const { name, mimeType, data } of all) {
        const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
        carried.items.add(new File([bytes], name, { type: mimeType }));
      }
      return carried;
    },
    files.map(({ name, mimeType, buffer }) => ({ name, mimeType, data: buffer.toString("base64") })),
  );

const waiting = (page: Page): Locator =>
  page.getByRole("list", { name: "Files to send" }).getByRole("listitem");
const send = (page: Page): Locator => page.getByRole("button", { name: "Send" });

/** What the upstream was sent with these words. */
async function contentWith(sandbox: SandboxProcess, words: string): Promise<string> {
  const found = (await sandbox.requests()).map((request) => JSON.stringify(request));
  return found.find((request) => request.includes(words)) ?? "";
}

test("pictures are attached by the button and pasted, reach the model, and stay with their question", async ({
  page,
  context,
  patchbay,
  sandbox,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: patchbay.url });
  await openChat(page, SEEING);
  await choose(page, PICTURE);
  await expect(waiting(page)).toHaveText(/dot\.png70 B/);
  await composer(page).focus();
  await page.evaluate((data) => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    return navigator.clipboard.write([
      new ClipboardItem({ "image/png": new Blob([bytes], { type: "image/png" }) }),
    ]);
  }, DOT);
  await page.keyboard.press("ControlOrMeta+v");
  await expect(waiting(page)).toHaveCount(2);
  await expect(page.getByText("How many tokens they are is not known beforehand")).toBeVisible();

  const words = unique("What is in these?");
  await composer(page).fill(words);
  await expect(page.getByRole("status", { name: "Estimated cost" })).toContainText("2 files not counted");
  await send(page).click();
  const answer = answerOf(page, SEEING);
  await expect(answer).toHaveAttribute("aria-busy", "false");
  await expect(waiting(page)).toHaveCount(0);
  const sent = await contentWith(sandbox, words);
  expect(sent.split("data:image/png;base64,")).toHaveLength(3);
  expect(sent).toContain(`data:image/png;base64,${DOT}`);

  await page.reload();
  await page.getByRole("button", { name: "Open dot.png" }).click();
  const large = page.getByRole("dialog", { name: "dot.png" });
  await expect(large.getByRole("img", { name: "dot.png" })).toHaveJSProperty("naturalWidth", 1);
  await expect(large.getByRole("link", { name: "Download" })).toHaveAttribute("download", "dot.png");
  await page.keyboard.press("Escape");

  // Asked otherwise, it keeps them.
  const otherwise = unique("And what is not?");
  await page.getByRole("main").getByRole("paragraph").filter({ hasText: words }).hover();
  await page.getByRole("button", { name: "Edit question" }).click();
  await page.getByRole("textbox", { name: "Edited question" }).fill(otherwise);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("group", { name: "Versions" })).toContainText("2/2");
  await expect(answerOf(page, SEEING)).toHaveAttribute("aria-busy", "false");
  expect(await contentWith(sandbox, otherwise)).toContain(DOT);
});

test("files are dropped anywhere on a conversation, or on the pane that they are for", async ({
  page,
  sandbox,
}) => {
  await openChat(page, SEEING);
  // From then on something listens.
  await expect(composer(page)).toBeFocused();
  const pane = (name: string) => page.getByRole("region", { name, exact: true });
  const dataTransfer = await carrying(page, PICTURE, NOTES);
  await pane(SEEING).dispatchEvent("dragover", { dataTransfer });
  await expect(composer(page)).toHaveAttribute("placeholder", "Drop files to attach them");
  await pane(SEEING).dispatchEvent("dragleave", { dataTransfer });
  await expect(composer(page)).toHaveAttribute("placeholder", "Ask anything…");
  await expect(waiting(page)).toHaveCount(0);
  await pane(SEEING).dispatchEvent("drop", { dataTransfer });
  await expect(waiting(page)).toHaveText([/dot\.png/, /notes\.md/]);
  const words = unique("What is in these?");
  await composer(page).fill(words);
  await send(page).click();
  await expect(answerOf(page, SEEING)).toHaveAttribute("aria-busy", "false");
  const sent = await contentWith(sandbox, words);
  expect(sent).toContain(`data:image/png;base64,${DOT}`);
  expect(sent).toContain("and eight");

  await page.goto(`/?models=${SEEING},${READING}`);
  await expect(composer(page)).toBeFocused();
  await page.getByRole("switch", { name: "Sync" }).click();
  const fieldOf = (name: string) => pane(name).getByRole("textbox", { name: `Message to ${name}` });
  const notes = await carrying(page, NOTES);
  await expect(async () => {
    await pane(READING).dispatchEvent("dragover", { dataTransfer: notes });
    await expect(fieldOf(READING)).toHaveAttribute("placeholder", "Drop files to attach them", {
      timeout: 500,
    });
  }).toPass();
  await expect(fieldOf(SEEING)).toHaveAttribute("placeholder", "Ask this model…");
  await pane(READING).dispatchEvent("drop", { dataTransfer: notes });
  await expect(waiting(page)).toHaveCount(1);
  await expect(pane(READING).getByRole("list", { name: "Files to send" })).toContainText("notes.md");
});

test("a text file is sent as text, also alone, and waits over a reload", async ({ page, sandbox }) => {
  await openChat(page, READING);
  const mark = unique("seven");
  await choose(page, { ...NOTES, buffer: Buffer.from(`# ${mark}`) });
  await expect(waiting(page)).toHaveText(/notes\.md/);
  await page.reload();
  await expect(waiting(page)).toHaveText(/notes\.md/);
  await expect(page.getByRole("button", { name: "Model", exact: true })).toHaveAccessibleDescription(READING);
  await send(page).click();
  await expect(answerOf(page, READING)).toHaveAttribute("aria-busy", "false");
  expect(await contentWith(sandbox, mark)).toContain(`<file name=\\"notes.md\\">\\n# ${mark}\\n</file>`);
  const sent = page.getByRole("main").getByRole("link", { name: /notes\.md/ });
  await expect(sent).toHaveAttribute("download", "notes.md");
});

test("what a model cannot take is said before sending, and is one press away from being mended", async ({
  page,
}) => {
  await page.goto(`/?models=${SEEING},${READING}`);
  await choose(page, PICTURE, NOTES);
  const refused = page.getByRole("status", { name: "What models cannot take" });
  await expect(refused).toContainText(`${READING} cannot take images.`);
  await expect(refused).not.toContainText(SEEING);
  await refused.getByRole("button", { name: "Choose another model" }).click();
  const picker = page.getByRole("dialog", { name: "Choose a model" });
  await expect(picker.getByRole("option").first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(picker).toBeHidden();
  await refused.getByRole("button", { name: "Remove images" }).click();
  await expect(waiting(page)).toHaveText(/notes\.md/);
  await expect(refused).toHaveCount(0);
});

test.describe("what is refused", () => {
  test.use({ expectedErrors: /415/ });

  test("SVG, web pages, programs and too much are refused with the reason", async ({ page, patchbay }) => {
    await openChat(page, SEEING);
    await composer(page).fill("Hello");
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
    await choose(page, { name: "logo.png", mimeType: "image/png", buffer: svg });
    await expect(waiting(page).getByRole("alert")).toContainText("SVG and web pages can hold scripts");
    await expect(send(page)).toBeDisabled();
    await waiting(page).getByRole("button", { name: "Remove logo.png" }).click();
    await expect(send(page)).toBeEnabled();
    const large = Buffer.concat([PICTURE.buffer, Buffer.alloc(8 * 1_048_576)]);
    await choose(page, { ...PICTURE, name: "large.png", buffer: large });
    await expect(waiting(page).getByRole("alert")).toHaveText("Larger than 8 MB.");

    const upload = (body: BodyInit, type = "application/octet-stream") =>
      fetch(`${patchbay.url}/api/attachments?name=a.png`, {
        method: "POST",
        body,
        headers: { "content-type": type },
      });
    expect((await upload(new Uint8Array(large))).status).toBe(413);
    expect((await upload("<!doctype html><script>1</script>")).status).toBe(415);
    expect((await upload(new Uint8Array(PICTURE.buffer), "image/png")).status).toBe(415);
    const stored = await upload(new Uint8Array(PICTURE.buffer));
    expect(stored.status).toBe(201);
    const { id }: { id: string } = await stored.json();
    const file = await fetch(`${patchbay.url}/api/attachments/${id}`);
    expect(Object.fromEntries(file.headers)).toMatchObject({
      "content-type": "image/png",
      "content-disposition": expect.stringMatching(/^attachment; filename="a\.png"/),
      "content-security-policy": expect.stringContaining("sandbox"),
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
    });
    const foreign = { headers: { "sec-fetch-site": "cross-site" } };
    expect((await fetch(`${patchbay.url}/api/attachments/${id}`, foreign)).status).toBe(403);
  });
});

test("a picture that a model draws is shown in its box and can be saved", async ({ page }) => {
  await openChat(page, DRAWING);
  await composer(page).fill(unique("Draw a picture of a harbour."));
  await send(page).click();
  const answer = answerOf(page, DRAWING);
  await expect(answer.getByRole("img", { name: `Drawn by ${DRAWING}` })).toHaveJSProperty("complete", true);
  await expect(answer.getByRole("link", { name: "Download picture 1" })).toHaveAttribute(
    "download",
    "picture-1.png",
  );
});
