import type { Locator } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { expect, test } from "./fixtures";
import { confirmed, ended, startChat } from "./ledger";
import type { PatchbayProcess } from "./patchbay";
import type { SandboxProcess } from "./sandbox";

// Every worker has a ledger of its own to look at.
test.describe.configure({ mode: "parallel" });

/** Thinks aloud, and writes no headings: in which order a model has them is its own affair. */
const THINKER = "minimax/minimax-m3";

/** A conversation with reasoning, code, a table and a failure, and where to find it. */
async function talk(patchbay: PatchbayProcess, sandbox: SandboxProcess) {
  const ask = async (message: string, model: string, conversationId?: string) => {
    const started = await startChat(patchbay, {
      ...(conversationId === undefined ? {} : { conversationId }),
      message,
      panes: [{ model }],
    });
    return { id: started.generations[0]?.generationId ?? "", conversationId: started.conversationId };
  };
  const code = await ask("Write a Python function for a running mean", THINKER);
  await confirmed(patchbay, code.id);
  const table = await ask("Compare Postgres and SQLite in a table", "openai/gpt-4.1");
  await ended(patchbay, table.id);
  await sandbox.setFault("cohere/command-a", "stream-error-a", { after: 15 }, 1);
  const failed = await ask("Explain tides", "cohere/command-a");
  await ended(patchbay, failed.id);
  return { code, table, failed };
}

/** A route that splits and falls back, published twice. */
async function makeRoute(url: string): Promise<string> {
  const name = `r${crypto.randomUUID()}`;
  const send = (path: string, body: object) =>
    fetch(`${url}/api/routes${path}`, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    });
  const arms = [
    { name: "main", share: 90, models: ["openai/gpt-4.1", THINKER, "meta-llama/llama-3.1-8b-instruct"] },
    { name: "trial", share: 10, models: [THINKER] },
  ];
  await send("", {
    name,
    spec: { arms, system: "Be brief.", parameters: { temperature: 0.2 }, locked: ["seed"] },
  });
  for (const note of ["First", "Second"]) await send(`/${name}/versions`, { revision: 1, note });
  return name;
}

for (const [screen, options] of [
  ["1440 px", { viewport: { width: 1440, height: 900 } }],
  ["390 px", { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }],
] as const) {
  test.describe(screen, () => {
    // Dialogs and editors in all their states take minutes, and so does everything on both screens;
    // `npm run test:deep -- browser` judges all of it.
    const isDeep = process.env.DEEP === "1";
    const thorough = isDeep ? test : test.skip;
    const wide = isDeep || screen === "1440 px" ? test : test.skip;
    test.use(options);

    // On a phone the pages that are most its own: an empty chat, code, a table, a failure and the two of spend.
    test("every page can be read and worked by everyone", async ({ page, patchbay, sandbox }) => {
      test.setTimeout(240_000);
      const { code, table, failed } = await talk(patchbay, sandbox);
      const settled: [path: string, seen: (main: Locator) => Locator][] = [
        ["/", (main) => main.getByRole("heading", { name: "Ask any model" })],
        [`/c/${code.conversationId}`, (main) => main.getByRole("button", { name: "Copy code" })],
        [`/c/${table.conversationId}`, (main) => main.getByRole("columnheader", { name: "Postgres" })],
        [`/c/${failed.conversationId}`, (main) => main.getByRole("alert")],
        ["/spend", (main) => main.getByRole("table", { name: "Spend by model" })],
        ["/generations", (main) => main.getByRole("table", { name: "Generations" })],
      ];
      for (const [path, seen] of settled) {
        await page.goto(path);
        await expect(seen(page.getByRole("main"))).toBeVisible();
        await expectAccessible(page, path);
      }
    });

    wide("so can those of a generation, alerts and settings", async ({ page, patchbay, sandbox }) => {
      test.setTimeout(240_000);
      const { code, failed } = await talk(patchbay, sandbox);
      const settled: [path: string, seen: (main: Locator) => Locator][] = [
        [`/generations/${code.id}`, (main) => main.getByText(/fields as the upstream tells them/)],
        [`/generations/${failed.id}`, (main) => main.getByRole("alert")],
        ["/alerts?view=rules", (main) => main.getByRole("listitem", { name: "Budget reached" })],
        ["/alerts?view=channels", (main) => main.getByRole("listitem", { name: "In the app" })],
        ["/prompts?prompt=new", (main) => main.getByRole("textbox", { name: "Text" })],
        ["/settings", (main) => main.getByRole("button", { name: "Reset all" })],
        ["/settings/workspace", (main) => main.getByRole("button", { name: "Save models" })],
        // With the keys of tests that ran before, or without any.
        [
          "/keys",
          (main) =>
            main
              .getByRole("heading")
              .nth(1)
              .or(main.getByRole("table", { name: "Keys" }))
              .first(),
        ],
      ];
      for (const [path, seen] of settled) {
        await page.goto(path);
        await expect(seen(page.getByRole("main"))).toBeVisible();
        await expectAccessible(page, path);
      }
    });

    wide("so can the pages of models", async ({ page }) => {
      test.setTimeout(240_000);
      const settled: [path: string, seen: (main: Locator) => Locator][] = [
        ["/models?chosen=openai/gpt-4.1", (main) => main.getByRole("button", { name: "Compare 1" })],
        [
          "/models?compare=openai/gpt-4.1,openai/gpt-4.1-mini",
          (main) => main.getByRole("row", { name: /^Providers \d/ }),
        ],
        ["/models/openai/gpt-4.1", (main) => main.getByRole("table", { name: "Providers" })],
        // Whether something has changed depends on which tests ran before.
        [
          "/models/changes",
          (main) =>
            main.getByText("Nothing has changed yet").or(main.getByRole("table", { name: "Changes" })),
        ],
      ];
      for (const [path, seen] of settled) {
        await page.goto(path);
        await expect(seen(page.getByRole("main"))).toBeVisible();
        await expectAccessible(page, path);
      }
    });

    thorough("so can routes", async ({ page, patchbay }) => {
      test.setTimeout(240_000);
      const name = await makeRoute(patchbay.url);
      await page.goto("/routes");
      await expect(page.getByRole("table", { name: "Routes" })).toBeVisible();
      await expectAccessible(page, "/routes");
      await page.getByRole("button", { name: "New route" }).click();
      const making = page.getByRole("dialog", { name: "New route" });
      await making.getByRole("button", { name: "Create" }).click();
      await expect(making.getByRole("alert").first()).toBeVisible();
      await expectAccessible(page, "a new route");
      await making.getByText("What a program sends", { exact: true }).click();
      await expectAccessible(page, "a pasted body", "dialog");
      await page.keyboard.press("Escape");

      const views: [tab: string, seen: (panel: Locator) => Locator][] = [
        ["Request", (panel) => panel.getByRole("button", { name: "Copy the request" })],
        ["Code", (panel) => panel.getByRole("tab", { name: "Python" })],
        ["Try it", (panel) => panel.getByRole("textbox", { name: "Message" })],
        ["Break it", (panel) => panel.getByRole("table", { name: "Faults" })],
        ["Forecast", (panel) => panel.getByRole("table", { name: "Forecast by arm" })],
        ["Versions", (panel) => panel.getByRole("button", { name: "Go back to version 1" })],
        ["Names and use", (panel) => panel.getByRole("region", { name: "Use by version and arm" })],
      ];
      await page.goto(`/routes/${name}?view=request`);
      if (screen === "390 px") await page.getByRole("button", { name: /^Settings: / }).click();
      const settings = page.getByRole("region", { name: "Settings", exact: true });
      // The others are those of a pane, which are judged there.
      for (const tab of ["Parameters", "Providers"]) {
        await settings.getByRole("tab", { name: tab }).click();
        await expect(settings.getByRole("switch", { name: /^Callers may override/ }).first()).toBeVisible();
        await expectAccessible(page, `the ${tab.toLowerCase()} of a route`, "main");
      }
      for (const [tab, seen] of views) {
        await page.getByRole("tab", { name: tab, exact: true }).click();
        const panel = page.getByRole("tabpanel", { name: tab, exact: true });
        if (tab === "Break it") await panel.getByRole("button", { name: /^Try every fault/ }).click();
        if (tab === "Versions") await panel.getByText("Version 1", { exact: true }).click();
        await expect(seen(panel)).toBeVisible();
        await expectAccessible(page, `the ${tab} of a route`, "main [role=tabpanel]");
      }
      await page.getByRole("button", { name: "Publish…" }).click();
      await expect(page.getByRole("dialog", { name: "Publish version 3" })).toBeVisible();
      await expectAccessible(page, "publishing a route", "dialog");
    });

    wide("so can the list of conversations and what is shared", async ({ page, patchbay, sandbox }) => {
      test.setTimeout(240_000);
      const { code } = await talk(patchbay, sandbox);
      await page.goto("/conversations");
      const list = page.getByRole("region", { name: "Conversations" });
      const menu = list.getByRole("button", { name: /^Actions for/ }).first();
      await expect(menu).toBeVisible();
      await expectAccessible(page, "the list of conversations");
      await menu.click();
      await page.getByRole("menuitem", { name: "Move to a folder…" }).click();
      await expect(page.getByRole("dialog").getByRole("textbox", { name: "New folder" })).toBeVisible();
      await expectAccessible(page, "the folders");
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toHaveCount(0);
      await page.getByRole("searchbox", { name: "Search conversations" }).fill("mean");
      await expect(list.getByText("mean", { exact: true }).first()).toBeVisible();
      await expectAccessible(page, "conversations found");

      await page.goto(`/c/${code.conversationId}`);
      const open = async (name: string) => {
        if (screen !== "390 px") return page.getByRole("button", { name, exact: true }).click();
        await page
          .getByRole("main")
          .getByRole("button", { name: /^Actions for/ })
          .click();
        await page.getByRole("menuitem", { name, exact: true }).click();
      };
      await open("Code");
      await expect(page.getByRole("tabpanel")).toBeVisible();
      await expectAccessible(page, "the code of a conversation");
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toHaveCount(0);
      await open("Share");
      const dialog = page.getByRole("dialog", { name: "Share" });
      await dialog.getByRole("button", { name: "Create link" }).click();
      const link = dialog.getByRole("textbox", { name: "The link" });
      await expect(dialog.getByRole("listitem")).toBeVisible();
      await expectAccessible(page, "a link to a conversation");
      await page.goto(await link.inputValue());
      await expect(page.getByRole("article").getByRole("button", { name: "Copy code" })).toBeVisible();
      await expectAccessible(page, "a shared conversation");
    });

    thorough("so can the picker and an estimate", async ({ page }) => {
      test.setTimeout(240_000);
      await page.goto("/");
      await page.getByRole("button", { name: "Model", exact: true }).click();
      const picker = page.getByRole("dialog", { name: "Choose a model" });
      await expect(picker.getByRole("option").first()).toBeVisible();
      await expectAccessible(page, "the picker");
      await picker.getByRole("button", { name: "Price", exact: true }).click();
      await expect(page.getByRole("dialog", { name: "Price" })).toBeVisible();
      await expectAccessible(page, "a menu of the picker");
      await page.keyboard.press("Escape");
      if (screen === "390 px") {
        await picker
          .getByRole("button", { name: /^Details of/ })
          .first()
          .click();
      }
      const card = picker.getByRole("complementary", { name: "Model details" });
      await expect(
        card.getByRole("region", { name: "Providers" }).getByRole("listitem").first(),
      ).toBeVisible();
      await expectAccessible(page, "the details of a model");
      if (screen === "390 px") await card.getByRole("button", { name: "Back to the list" }).click();
      await picker.getByRole("searchbox").fill("nothing at all like this");
      await expect(picker.getByText("No model fits")).toBeVisible();
      await expectAccessible(page, "the picker without a find");
      await page.keyboard.press("Escape");

      await page.getByRole("textbox", { name: "Message" }).fill("How much?");
      const estimate = page.getByRole("status", { name: "Estimated cost" });
      await estimate.getByRole("button", { name: "How this is estimated" }).click();
      await expectAccessible(page, "an estimate");
      await page.keyboard.press("Escape");
    });

    thorough("so can the settings of a pane", async ({ page }) => {
      test.setTimeout(240_000);
      await page.goto(`/?models=${THINKER}`);
      await page.getByRole("button", { name: "Settings", exact: true }).click();
      const settings = page.getByRole("dialog", { name: /^Settings of/ });
      await expect(settings.getByLabel("System prompt")).toBeVisible();
      await expectAccessible(page, "parameters");
      await settings.getByRole("tab", { name: "Format" }).click();
      await settings.getByText("JSON schema", { exact: true }).click();
      await settings.getByRole("textbox", { name: "JSON schema" }).fill("{");
      await expectAccessible(page, "a schema that is none", "dialog");
      await settings.getByRole("tab", { name: "Tools" }).click();
      await settings.getByRole("button", { name: "Add tool" }).click();
      await expectAccessible(page, "a new tool", "dialog");
      await settings.getByRole("button", { name: "Save tool" }).click();
      await expectAccessible(page, "tools", "dialog");
      await settings.getByRole("tab", { name: "Plugins" }).click();
      await settings.getByRole("switch", { name: "Web search" }).click();
      await expectAccessible(page, "plugins", "dialog");
      await settings.getByRole("tab", { name: "Presets" }).click();
      await expectAccessible(page, "presets", "dialog");
    });

    thorough("so can whatever opens above a page", async ({ page, patchbay, sandbox }) => {
      test.setTimeout(240_000);
      const { code, failed } = await talk(patchbay, sandbox);
      await page.goto(`/c/${code.conversationId}`);
      const answer = page.getByRole("article").last();
      await answer.getByRole("button", { name: /^Thought/ }).click();
      await expectAccessible(page, "reasoning unfolded");

      await page.keyboard.press("ControlOrMeta+k");
      await expect(page.getByRole("dialog").getByRole("combobox")).toBeVisible();
      await expectAccessible(page, "the palette");
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toHaveCount(0);

      if (screen === "390 px") {
        await page.getByRole("button", { name: "Menu" }).click();
        await expect(page.getByRole("dialog", { name: "Menu" })).toBeVisible();
        await expectAccessible(page, "the drawer");
        await page.keyboard.press("Escape");
      } else {
        await page.keyboard.press("?");
        await expect(page.getByRole("dialog")).toBeVisible();
        await expectAccessible(page, "the shortcuts");
        await page.keyboard.press("Escape");
      }

      await page.goto("/generations");
      if (screen === "390 px") {
        await page.getByRole("table", { name: "Generations" }).getByRole("link").first().click();
        const sheet = page.getByRole("dialog", { name: "Generation details" });
        await expect(sheet.getByText(/fields as the upstream tells them|was not fetched/)).toBeVisible();
        await expectAccessible(page, "a generation above the list");
      }
      await page.goto("/spend");
      await page.getByRole("button", { name: /^More of Spend per/ }).click();
      await page.getByRole("menuitem", { name: "Show as table" }).click();
      await expect(page.getByRole("table", { name: /^Spend per/ })).toBeVisible();
      await expectAccessible(page, "figures as a table");
      await page.goto(`/c/${failed.conversationId}`);
      await expect(page.getByRole("article").last().getByRole("button", { name: "Try again" })).toBeVisible();
    });
  });
}
