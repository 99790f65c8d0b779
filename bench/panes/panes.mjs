import { createRequire } from "node:module";
import { join } from "node:path";
import { findChromium } from "../../scripts/chromium.mjs";
import { writeReport } from "../lib/report.mjs";
import { measureLong, measureStreaming } from "./measure.mjs";
import { converse, startWriting } from "./patchbay.mjs";
import { describe } from "./report.mjs";

const ROOT = join(import.meta.dirname, "../..");
const MESSAGES = { quick: 200, full: 2_000 };
const SECONDS = { quick: 5, full: 20 };

/** Eight panes that are written in at once, and a conversation that has become very long. */
export async function bench({ quick, rounds }) {
  const { chromium } = createRequire(join(ROOT, "package.json"))("@playwright/test");
  const patchbay = await startWriting(ROOT);
  const browser = await chromium.launch({
    executablePath: await findChromium(ROOT),
    chromiumSandbox: false,
    args: ["--disable-gpu"],
  });
  const size = quick ? "quick" : "full";
  try {
    const streaming = [];
    for (let round = 1; round <= rounds; round++)
      streaming.push(await measureStreaming(browser, patchbay.url, SECONDS[size]));
    const id = await converse(patchbay.url, MESSAGES[size]);
    const long = [];
    for (let round = 1; round <= rounds; round++) long.push(await measureLong(browser, patchbay.url, id));
    const text = describe({ streaming, long, seconds: SECONDS[size], messages: MESSAGES[size] });
    console.log(`\n${text}`);
    if (!quick) writeReport("panes", text);
  } finally {
    await browser.close();
    await patchbay.end();
  }
}
