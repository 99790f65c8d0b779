import { type BrowserContext, expect } from "@playwright/test";
import { alive } from "./alive";
import { test as base } from "./canaries/test";
import { PatchbayProcess, type Surroundings } from "./patchbay";
import { SandboxProcess } from "./sandbox";

type PerTest = {
  /** Console errors that a test provokes on purpose, such as the browser's word on a 402. */
  expectedErrors: RegExp | null;
  clean: undefined;
};

type PerWorker = {
  sandboxSpeed: number;
  generationDelay: number;
  surroundings: Surroundings;
  sandbox: SandboxProcess;
  patchbay: PatchbayProcess;
};

/**
 * Playwright's `test` with a Patchbay and an OpenRouter sandbox per worker. `page` opens that Patchbay;
 * a test fails when its pages log an error, break the security policy or ask any other origin for anything, and when a
 * secret is anywhere that it must not be.
 */
export const test = base.extend<PerTest, PerWorker>({
  expectedErrors: [null, { option: true }],
  sandboxSpeed: [20, { option: true, scope: "worker" }],
  generationDelay: [50, { option: true, scope: "worker" }],
  surroundings: [{}, { option: true, scope: "worker" }],

  sandbox: [
    async ({ sandboxSpeed: speed, generationDelay }, use) => {
      const sandbox = await SandboxProcess.start({ speed, generationDelay });
      await use(sandbox);
      await sandbox.search();
      await sandbox.end();
    },
    { scope: "worker" },
  ],

  patchbay: [
    async ({ sandbox, surroundings }, use) => {
      const env = { OPENROUTER_BASE_URL: sandbox.apiUrl, OPENROUTER_API_KEY: sandbox.key };
      const patchbay = await PatchbayProcess.start(env, surroundings);
      await use(patchbay);
      await patchbay.dispose();
    },
    { scope: "worker" },
  ],

  baseURL: async ({ patchbay }, use) => {
    await use(patchbay.url);
  },

  context: async ({ context, patchbay, expectedErrors }, use) => {
    const complaints = watch(context, patchbay.url);
    await use(context);
    expect(complaints.filter((complaint) => !expectedErrors?.test(complaint))).toEqual([]);
  },

  // Whatever loads a document waits until it listens.
  page: async ({ page }, use) => {
    const { goto, reload } = page;
    page.goto = async (...to) => {
      const response = await goto.apply(page, to);
      await alive(page);
      return response;
    };
    page.reload = async (...how) => {
      const response = await reload.apply(page, how);
      await alive(page);
      return response;
    };
    await use(page);
  },

  clean: [
    async ({ sandbox, patchbay }, use, testInfo) => {
      await use(undefined);
      await sandbox.clearFaults();
      await sandbox.restoreCatalog();
      patchbay.pin(null);
      if (testInfo.status !== testInfo.expectedStatus) {
        await testInfo.attach("patchbay.log", { body: patchbay.output, contentType: "text/plain" });
      }
    },
    { auto: true },
  ],
});

export { expect };

/** Collects what no page of ours may do. */
function watch(context: BrowserContext, url: string): string[] {
  const complaints: string[] = [];
  const { origin } = new URL(url);
  context.on("console", (message) => {
    if (message.type() === "error") complaints.push(`console: ${message.text()}`);
  });
  context.on("weberror", (error) =>
    complaints.push(`uncaught on ${error.page()?.url().slice(url.length)}: ${error.error().message}`),
  );
  context.on("request", (request) => {
    const target = new URL(request.url());
    if (/^https?:|^wss?:/.test(target.protocol) && target.origin !== origin)
      complaints.push(`request to ${target.origin}`);
  });
  return complaints;
}
