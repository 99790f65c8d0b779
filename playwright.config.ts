import { defineConfig } from "@playwright/test";

const executablePath = process.env.PATCHBAY_CHROMIUM;
// As root Chromium's own sandbox cannot start, and nothing foreign is ever opened here.
const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];

export default defineConfig({
  testDir: "e2e",
  testMatch: "*.spec.ts",
  globalSetup: "./e2e/empty-database.ts",
  outputDir: "test-results/browser",
  // Each worker has a server, a sandbox and a browser of its own, and waits for a third of its time: three keep two
  // cores busy.
  workers: 3,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  forbidOnly: process.env.CI !== undefined,
  reporter: "list",
  use: {
    browserName: "chromium",
    viewport: { width: 1280, height: 800 },
    // Recording costs a third of the time; `npm run e2e -- --trace on <file>` does it for one.
    trace: "off",
    // A browser without a graphics card pays for each frame of what pulses.
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        ...asRoot,
        "--disable-gpu",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
