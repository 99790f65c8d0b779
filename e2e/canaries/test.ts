import { test as base, expect } from "@playwright/test";
import { takeLeaks } from "./canaries";
import { watch } from "./watch";

/**
 * Playwright's `test`, which fails when a secret of any server is anywhere it must not be: in what servers answer, ask
 * for, send, print, write to their database and their files, and in what any browser asks for and is left with.
 */
export const test = base.extend<{ keptSecrets: undefined }, { keptSecretsAtEnd: undefined }>({
  browser: [
    async ({ browser }, use) => {
      browser.on("context", watch);
      await use(browser);
      browser.off("context", watch);
      // What no test closed is looked at now.
      for (const context of browser.contexts()) await context.close();
    },
    { scope: "worker" },
  ],

  keptSecrets: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from it what a fixture needs.
    async ({}, use) => {
      await use(undefined);
      expect(takeLeaks(), "secrets that leaked").toEqual([]);
    },
    { auto: true },
  ],

  // What a server leaves is looked through when it is disposed of, after the last test.
  keptSecretsAtEnd: [
    // biome-ignore lint/correctness/noEmptyPattern: as above.
    async ({}, use) => {
      await use(undefined);
      expect(takeLeaks(), "secrets that leaked").toEqual([]);
    },
    { auto: true, scope: "worker" },
  ],
});
