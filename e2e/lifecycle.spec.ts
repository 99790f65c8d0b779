import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import { expect, test } from "./fixtures";
import { PatchbayProcess } from "./patchbay";
import { freePort } from "./program";
import { INSTANCES } from "./several";
import { CRON_SECRET, ON_VERCEL } from "./vercel";

/** A start that comes to nothing, with all that it says. */
const tryToStart = (args: string[], env: Record<string, string>) =>
  new Promise<{ status: unknown; stdout: string; stderr: string }>((resolve) => {
    execFile(
      process.execPath,
      ["scripts/start.mjs", "--no-build", ...args],
      { env: { ...process.env, DATABASE_URL: "", ...env }, timeout: 60_000 },
      (error, stdout, stderr) => resolve({ status: error?.code ?? 0, stdout, stderr }),
    );
  });

const answers = async (patchbay: PatchbayProcess) => (await fetch(`${patchbay.url}/api/health`)).status;

test("stops cleanly when asked, and comes back after it was killed", async () => {
  const patchbay = await PatchbayProcess.start({}, { fromNothing: true });
  expect(await answers(patchbay)).toBe(200);
  expect(patchbay.output).toContain("sandbox, no key set");

  await patchbay.kill();
  await patchbay.restart();
  expect(await answers(patchbay)).toBe(200);

  expect(await patchbay.stop()).toBe(0);
  expect(await readdir(patchbay.directory)).not.toContain("patchbay.lock");
  expect(patchbay.output).not.toMatch(/^\s+at /m);
  await patchbay.dispose();
});

test("a second process is kept out of the data directory", async ({ patchbay }) => {
  test.skip(ON_VERCEL || INSTANCES > 1, "there is no data directory");
  const second = await tryToStart([`--port=${await freePort()}`], { PATCHBAY_DATA_DIR: patchbay.directory });
  expect(second.status).toBe(1);
  expect(second.stderr).toContain(`Process ${patchbay.pid} is already using`);
  expect(await answers(patchbay)).toBe(200);
});

const NOWHERE = "postgres://me:canary@127.0.0.1:9/x";

const refusals: [what: string, env: Record<string, string>, args: string[], words: string][] = [
  ["a public interface", { HOST: "0.0.0.0" }, [], "HOST must be"],
  ["a port that is no port", { PORT: "http" }, [], "PORT must be"],
  ["an argument it does not know", {}, ["--prot=1"], "--prot is not known"],
  ["a key with quotes", { OPENROUTER_API_KEY: '"sk-or-v1-canary"' }, [], "OPENROUTER_API_KEY must be"],
  ["team access and no secret", { PATCHBAY_ACCESS: "team" }, [], "AUTH_SECRET must be"],
  ["Vercel without a database", { VERCEL: "1", CRON_SECRET }, [], "DATABASE_URL"],
  ["Vercel without a secret for its cron", { VERCEL: "1", DATABASE_URL: NOWHERE }, [], "CRON_SECRET"],
  ["a database that does not answer", { DATABASE_URL: NOWHERE }, [], "No Postgres answers"],
];

for (const [what, env, args, words] of refusals) {
  test(`refuses to start with ${what}, and says what to do`, async ({ patchbay }) => {
    const port = String(await freePort());
    const { directory: PATCHBAY_DATA_DIR } = patchbay;
    const { status, stderr, stdout } = await tryToStart(args, { PORT: port, PATCHBAY_DATA_DIR, ...env });
    expect(status).toBe(1);
    expect(stderr).toContain(words);
    expect(stdout + stderr).not.toMatch(/canary|^\s+at /m);
  });
}

test("says so when the port is taken", async ({ patchbay }) => {
  const { status, stderr } = await tryToStart([`--port=${patchbay.port}`], {});
  expect(status).toBe(1);
  expect(stderr).toContain(`Port ${patchbay.port} is already in use`);
});
