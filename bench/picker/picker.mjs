import { createRequire } from "node:module";
import { join } from "node:path";
import { findChromium } from "../../scripts/chromium.mjs";
import { describeMachine } from "../lib/machine.mjs";
import { writeReport } from "../lib/report.mjs";
import { percentile } from "../lib/statistics.mjs";
import { figure, table } from "../lib/table.mjs";
import { startCatalogue } from "./catalogue.mjs";
import { installProbes, timeOpening, timeTyping } from "./probes.mjs";

const ROOT = join(import.meta.dirname, "../..");
const MODELS = 700;
const OPENINGS = { quick: 10, full: 40 };
const WORDS = ["claude sonnet", "gpt mini", "aurora atlas", "granite 32b", "llama instruct", "vision pro"];
const GOALS = { open: 100, type: 50 };

/** How long the picker takes with 700 models: from the key to a list that can be worked, and from letter to list. */
export async function bench({ quick, rounds }) {
  const { chromium } = createRequire(join(ROOT, "package.json"))("@playwright/test");
  const patchbay = await startCatalogue(ROOT, MODELS);
  const browser = await chromium.launch({
    executablePath: await findChromium(ROOT),
    chromiumSandbox: false,
    args: ["--disable-gpu"],
  });
  try {
    const figures = { first: [], open: [], type: [] };
    for (let round = 1; round <= rounds; round++) {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      await page.goto(patchbay.url);
      await page.getByRole("button", { name: "Model", exact: true }).waitFor();
      await page.waitForLoadState("networkidle");
      await installProbes(page);
      figures.first.push(await timeOpening(page));
      for (let time = 0; time < (quick ? OPENINGS.quick : OPENINGS.full); time++)
        figures.open.push(await timeOpening(page));
      for (const word of WORDS) figures.type.push(...(await timeTyping(page, word)));
      await page.close();
    }
    const text = describe(figures, rounds);
    console.log(`\n${text}`);
    if (!quick) writeReport("picker", text);
  } finally {
    await browser.close();
    await patchbay.end();
  }
}

function describe({ first, open, type }, rounds) {
  const row = (name, values) => [
    name,
    String(values.length),
    figure(percentile(values, 0.5)),
    figure(percentile(values, 0.95)),
    figure(Math.max(...values)),
  ];
  const goal = (name, values, limit) => {
    const found = percentile(values, 0.95);
    return `- ${found <= limit ? "Met" : "Missed"}: ${name} p95 ${figure(found)} (≤ ${limit} ms)`;
  };
  return [
    "## Picker: choosing among 700 models",
    `${new Date().toISOString().slice(0, 10)}; ${describeMachine()}. Chromium without a GPU, ${rounds} fresh ${rounds === 1 ? "page" : "pages"}.`,
    "```sh\nnpm run bench -- picker\n```",
    table(
      ["milliseconds", "times", "p50", "p95", "most"],
      [
        row("⌘M to a list that can be worked, first of a page", first),
        row("⌘M to a list that can be worked", open),
        row("letter to the painted list that answers it", type),
      ],
    ),
    [goal("open to interactive", open, GOALS.open), goal("letter to list", type, GOALS.type)].join("\n"),
  ].join("\n\n");
}
