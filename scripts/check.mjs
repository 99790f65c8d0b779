import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensureBuilt } from "./build.mjs";
import { findChromium } from "./chromium.mjs";
import { ensureInstalled } from "./install.mjs";
import { findPostgres } from "./postgres.mjs";
import { duration, runNode } from "./run.mjs";
import { endWith, Stop } from "./stop.mjs";
import { ofCheck, ofPlaywright, ofVitest, sum } from "./tally.mjs";

const ROOT = join(import.meta.dirname, "..");
const REPORTS = join(ROOT, "test-results");
const tool = (path) => join(ROOT, "node_modules", path);

/** Everything `npm test` does. One failing step does not hide the next. */
export function check() {
  return endWith(async () => {
    const began = performance.now();
    await ensureInstalled(ROOT);
    // Without one everything else is checked all the same.
    const chromium = await findChromium(ROOT).catch(unlessStopped);
    console.log(`Browser: ${chromium instanceof Stop ? `none. ${chromium.message}` : chromium}`);
    const postgres = await findPostgres(ROOT);
    rmSync(REPORTS, { recursive: true, force: true });
    mkdirSync(REPORTS, { recursive: true });

    const tallies = [
      await step("Lint", async () =>
        ofCheck((await runTool("@biomejs/biome/bin/biome", ["check", "."])).code),
      ),
      await step("Types", checkTypes),
    ];
    // Both leave a core idle now and then, so they share the time. Types come before: a build writes them, too.
    const building = build();
    tallies.push(
      await step("Unused code", async () => ofCheck((await runTool("knip/bin/knip.js", [])).code)),
      await step("Unit tests", () => unitTests(postgres)),
      await step("Build", () => building),
    );
    if (tallies.at(-1)?.failed === 0)
      tallies.push(await step("Browser tests", () => browserTests(chromium, postgres)));
    const { passed, failed, skipped, failures } = sum(tallies);
    if (failures.length > 0)
      console.log(`\nWhat failed:\n${failures.map((line) => `  ✗ ${line}`).join("\n")}`);
    console.log(`\nDone in ${duration(began)}.`);
    console.log(`tests: ${passed} passed, ${failed} failed, ${skipped} skipped`);
    process.exit(failed === 0 ? 0 : 1);
  });
}

/** By argument: how every Patchbay of a run lives. */
const PROFILES = {
  "--vercel": { profile: "vercel", why: "There is no Vercel without a Postgres." },
  "--instances": { profile: "instances", why: "Several instances need a Postgres to share." },
};

/** Everything `npm run e2e` does: one of PROFILES changes the surroundings, other arguments go to Playwright. */
export function checkInBrowser(args) {
  return endWith(async () => {
    await ensureInstalled(ROOT);
    const chromium = await findChromium(ROOT);
    const postgres = await findPostgres(ROOT);
    const [asked, another] = args.filter((argument) => Object.hasOwn(PROFILES, argument));
    if (another) throw new Stop(`Not ${asked} and ${another} at once.`);
    const { profile = "", why = "" } = PROFILES[asked] ?? {};
    if (profile && !postgres) throw new Stop(why);
    await ensureBuilt(ROOT);
    const { code } = await playwright(
      chromium,
      postgres,
      args.filter((argument) => argument !== asked),
      { PATCHBAY_E2E_PROFILE: profile },
    );
    process.exit(code);
  });
}

async function step(name, work) {
  console.log(`\n── ${name} ──`);
  const since = performance.now();
  const tally = await work();
  console.log(`${tally.failed === 0 ? "✓" : "✗"} ${name} (${duration(since)})`);
  return tally;
}

const runTool = (path, args, env = {}) => runNode(tool(path), args, { cwd: ROOT, env });

async function checkTypes() {
  // Next writes the types of its routes first.
  const { code } = await runTool("next/dist/bin/next", ["typegen"], { NEXT_TELEMETRY_DISABLED: "1" });
  return ofCheck(code || (await runTool("typescript/bin/tsc", ["--noEmit"])).code);
}

async function unitTests(postgres) {
  const report = join(REPORTS, "unit.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const { code } = await runTool("vitest/vitest.mjs", ["run", ...reporters], onServer(postgres));
  return ofVitest(report, code);
}

async function build() {
  try {
    await ensureBuilt(ROOT);
    return ofCheck(0);
  } catch (error) {
    console.error(error instanceof Stop ? error.message : error);
    return ofCheck(1);
  }
}

/** @returns why it stopped */
function unlessStopped(error) {
  if (!(error instanceof Stop)) throw error;
  return error;
}

async function browserTests(chromium, postgres) {
  if (chromium instanceof Stop) {
    console.error(chromium.message);
    return ofCheck(1);
  }
  const report = join(REPORTS, "browser.json");
  const { code } = await playwright(chromium, postgres, ["--reporter=list,json"], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  });
  return ofPlaywright(report, code);
}

const playwright = (chromium, postgres, args, env = {}) =>
  runTool("@playwright/test/cli.js", ["test", ...args], {
    ...env,
    ...onServer(postgres),
    PATCHBAY_CHROMIUM: chromium,
  });

/** Where the tests that need a Postgres find it; without one they say why they are skipped. */
const onServer = (postgres) => (postgres ? { TEST_DATABASE_URL: postgres } : {});
