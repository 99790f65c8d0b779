import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { run, runNode } from "./run.mjs";
import { Stop } from "./stop.mjs";

/** First those without a window: with one a browser takes three times as long for each page it opens. */
const NAMES = [
  "chromium-headless-shell",
  "chrome-headless-shell",
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
];
/** Debian's packages, the first of which not every release has. */
const PACKAGES = ["chromium-headless-shell", "chromium"];
const PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/**
 * Finds a Chromium that starts: Playwright's own, else the system's, else one that is installed now.
 * @returns {Promise<string>} the path of the program
 */
export async function findChromium(root) {
  const { chromium } = createRequire(join(root, "package.json"))("@playwright/test");
  const own = chromium.executablePath();
  const starts = async (path) => (await reasonNotToStart(chromium, path)) === null;
  const asked = process.env.PATCHBAY_CHROMIUM;
  if (asked) {
    const reason = await reasonNotToStart(chromium, asked);
    if (reason === null) return asked;
    throw new Stop(`PATCHBAY_CHROMIUM does not start: ${reason}`);
  }
  for (const path of [own, ...systemPaths()]) if (await starts(path)) return path;
  console.log("No Chromium found. Downloading Playwright's… (about 150 MB)");
  const cli = join(root, "node_modules/@playwright/test/cli.js");
  // As root the libraries that it needs can be had as well.
  const withLibraries = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get") ? ["--with-deps"] : [];
  await runNode(cli, ["install", ...withLibraries, "chromium"], { cwd: root, timeout: 600_000 });
  if (await starts(own)) return own;
  if (withLibraries.length > 0) {
    console.log("Installing the system's Chromium…");
    await run("apt-get", ["update", "-qq"], { quiet: true, timeout: 300_000 });
    for (const name of PACKAGES) {
      await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", name], {
        quiet: true,
        timeout: 600_000,
      });
      for (const path of systemPaths()) if (await starts(path)) return path;
    }
  }
  throw new Stop(
    "The browser tests need Chromium, and none could be found or installed.\n" +
      "Install it (for instance: npx playwright install --with-deps chromium), or set PATCHBAY_CHROMIUM to its path.",
  );
}

function systemPaths() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...found, ...PLACES].filter((path) => existsSync(path));
}

/** Being there is not enough: libraries may be missing. */
async function reasonNotToStart(chromium, path) {
  if (!existsSync(path)) return "there is no such file";
  try {
    const browser = await chromium.launch({
      executablePath: path,
      chromiumSandbox: false,
      args: ["--disable-gpu"],
      timeout: 30_000,
    });
    await browser.close();
    return null;
  } catch (error) {
    return error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
  }
}
