import { createRequire } from "node:module";
import { join } from "node:path";
import { findChromium } from "../../scripts/chromium.mjs";
import { installProbes } from "../lib/probes.mjs";

const ROOT = join(import.meta.dirname, "../..");
/** As many as there are models to click, but for the first and one that stays. */
const TIMES = { quick: 5, full: 10 };
const TABLE = "Spend by model";

/**
 * Milliseconds from a click that narrows a year's page to one model until its new chart is painted, in a browser on the
 * same machine. Another model each time, so that no answer is known already; the first loads what it takes and does not
 * count.
 */
export async function measureClicks(url, quick) {
  const { chromium } = createRequire(join(ROOT, "package.json"))("@playwright/test");
  const browser = await chromium.launch({
    executablePath: await findChromium(ROOT),
    chromiumSandbox: false,
    args: ["--disable-gpu"],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.addInitScript(installProbes);
    await page.goto(`${url}/spend?span=365d&groupBy=model&timeZone=UTC`);
    const table = page.getByRole("table", { name: TABLE });
    const names = table.getByRole("button", { name: /^[^ ]+\/[^ ]+$/ });
    await names.nth(1).waitFor();
    const models = await names.allTextContents();
    const took = [];
    for (const [index, model] of models.slice(0, TIMES[quick ? "quick" : "full"] + 1).entries()) {
      const another = models[index === 0 ? 1 : 0];
      await table.getByRole("button", { name: another, exact: true }).waitFor();
      await page.waitForLoadState("networkidle");
      const painted = page.evaluate(untilNarrowed, { name: TABLE, another });
      await table.getByRole("button", { name: model, exact: true }).click();
      took.push(await painted);
      await page.goBack();
    }
    return took.slice(1);
  } finally {
    await browser.close();
  }
}

/** In the page: from the next click to the frame in which another model's row is gone and nothing is on its way. */
async function untilNarrowed({ name, another }) {
  const clicked = await new Promise((done) =>
    addEventListener("click", ({ timeStamp }) => done(timeStamp), { capture: true, once: true }),
  );
  const isNarrowed = () => {
    const table = document.querySelector(`table[aria-label="${name}"]`);
    return (
      table?.closest("[aria-busy]")?.getAttribute("aria-busy") === "false" &&
      ![...table.querySelectorAll("button")].some(({ textContent }) => textContent === another)
    );
  };
  return (await window.patchbayProbe.until(isNarrowed)) - clicked;
}
