// npm run test:deep -- [names]: the long versions of what npm test samples. What they found is in docs/measurements.md.
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { requireNode } from "./node-version.mjs";

requireNode();
const [{ ensureBuilt }, { ensureInstalled }, { findPostgres }, { duration, runNode }, { endWith, Stop }] =
  await Promise.all([
    import("./build.mjs"),
    import("./install.mjs"),
    import("./postgres.mjs"),
    import("./run.mjs"),
    import("./stop.mjs"),
  ]);

const ROOT = join(import.meta.dirname, "..");
const VITEST = join(ROOT, "node_modules/vitest/vitest.mjs");
const PLAYWRIGHT = join(ROOT, "node_modules/@playwright/test/cli.js");

/** By name: what it does, and the tools to run. The tests read DEEP and do everything where they else do some. */
const STEPS = {
  faults: {
    what: "six streams, broken in five ways at every byte (two hours or more)",
    run: (env) => runNode(VITEST, ["run", "lib/chat/fault-matrix.test.ts"], { cwd: ROOT, env }),
  },
  spend: {
    what: "the spend page's figures of a million generations on Postgres, 50,000 on the embedded database, by each two dimensions, and with 20 filters in 5 zones (up to an hour)",
    run: (env) => runNode(VITEST, ["run", "lib/spend/overview.oracle.test.ts"], { cwd: ROOT, env }),
  },
  budgets: {
    what: "20,000 reservations from four processes on three budgets each, and the model's long games (several minutes)",
    run: (env) =>
      runNode(VITEST, ["run", "lib/budgets/admission.test.ts", "lib/budgets/model.test.ts"], {
        cwd: ROOT,
        env,
      }),
  },
  bill: {
    what: "100,000 requests of programs, a tenth of them struck by faults: the ledger is the bill (half an hour)",
    run: (env) => runNode(VITEST, ["run", "lib/chat/bill.server.test.ts"], { cwd: ROOT, env }),
  },
  kills: {
    what: "300 times the plug is pulled under load (half an hour)",
    run: async (env) => {
      await ensureBuilt(ROOT);
      return runNode(PLAYWRIGHT, ["test", "kill-loop"], { cwd: ROOT, env });
    },
  },
  browser: {
    what: "dialogs and editors judged for accessibility, also on a phone, and every fault as a person meets it (a quarter of an hour)",
    run: (env) => runNode(join(ROOT, "scripts/e2e.mjs"), ["accessibility", "faults"], { cwd: ROOT, env }),
  },
  nginx: {
    what: "streams, addresses and refusals through a real nginx, configured as documented (a minute)",
    run: (env) => runNode(join(ROOT, "scripts/e2e.mjs"), ["nginx"], { cwd: ROOT, env }),
  },
  vercel: {
    what: "all browser tests as on Vercel: Postgres, no disk, no clock (half an hour)",
    run: (env) =>
      runNode(join(ROOT, "scripts/e2e.mjs"), ["--vercel"], { cwd: ROOT, env: { ...env, DEEP: "0" } }),
  },
  instances: {
    what: "all browser tests against two instances on one Postgres, behind a round robin (half an hour)",
    run: (env) =>
      runNode(join(ROOT, "scripts/e2e.mjs"), ["--instances"], { cwd: ROOT, env: { ...env, DEEP: "0" } }),
  },
  "without-proxy": {
    what: "all browser tests of a copy without proxy.ts, but for the headers of pages (half an hour)",
    run: async (env) => {
      const copy = mkdtempSync(join(tmpdir(), "patchbay-without-proxy-"));
      const filter = (path) => !MADE.has(basename(path));
      cpSync(ROOT, copy, { recursive: true, filter });
      rmSync(join(copy, "proxy.ts"));
      const run = runNode(join(copy, "scripts/e2e.mjs"), [], { cwd: copy, env: { ...env, DEEP: "0" } });
      return run.finally(() => rmSync(copy, { recursive: true, force: true }));
    },
  },
};

/** What is no source, and is made anew in a copy. */
const MADE = new Set(["node_modules", ".next", ".git", ".env", "data", "test-results"]);

await endWith(async () => {
  const asked = process.argv.slice(2);
  const stray = asked.find((name) => !Object.hasOwn(STEPS, name));
  if (stray) throw new Stop(`${stray} is not known. There are: ${Object.keys(STEPS).join(", ")}.`);
  await ensureInstalled(ROOT);
  const postgres = await findPostgres(ROOT);
  const env = { DEEP: "1", ...(postgres ? { TEST_DATABASE_URL: postgres } : {}) };
  const failed = [];
  for (const [name, { what, run }] of Object.entries(STEPS)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    console.log(`\n── ${name}: ${what} ──`);
    const since = performance.now();
    const { code } = await run(env);
    if (code !== 0) failed.push(name);
    console.log(`${code === 0 ? "✓" : "✗"} ${name} (${duration(since)})`);
  }
  process.exit(failed.length === 0 ? 0 : 1);
});
