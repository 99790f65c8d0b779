import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, startNode, untilAnswers } from "../../lib/process.mjs";
import { bearer, COMPLETIONS, UPSTREAM_KEY } from "./address.mjs";

const ROOT = join(import.meta.dirname, "../../..");
/** A key may run 200 streams at once; the loads need more. */
const KEYS = 8;

/** Sends everything through Next's route handler, as on Vercel, instead of past it. */
export const THROUGH_NEXT = { BENCH_THROUGH_NEXT: "1" };

/** What a developer's own `.env` must not bring in. */
const NOTHING = {
  OPENROUTER_MANAGEMENT_KEY: "",
  PATCHBAY_ACCESS: "",
  PATCHBAY_URL: "",
  HOST: "",
  LOG_LEVEL: "warn",
};

/** Patchbay as people start it, with ledger, holds and keys; on a Postgres of its own if one is given. */
export async function startPatchbay(upstream, { env = {}, postgres, profile }) {
  const directory = await mkdtemp(join(tmpdir(), "patchbay-bench-"));
  const database = await postgres?.create();
  const port = await freePort();
  const program = startNode([join(ROOT, "scripts/start.mjs"), "--no-build", `--port=${port}`], {
    cwd: ROOT,
    env: {
      ...NOTHING,
      OPENROUTER_API_KEY: UPSTREAM_KEY,
      OPENROUTER_BASE_URL: upstream.url,
      PATCHBAY_DATA_DIR: directory,
      DATABASE_URL: database?.url ?? "",
      ...env,
    },
    profile,
  });
  const end = async () => {
    await program.end();
    await database?.drop();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    const url = `http://127.0.0.1:${port}`;
    await untilAnswers(program, `${url}/api/health`);
    const keys = await Promise.all(
      Array.from({ length: KEYS }, (_, at) => createKey(url, `bench ${at + 1}`)),
    );
    return {
      ...program,
      end,
      address: { port, path: COMPLETIONS, headers: keys.map(bearer) },
      booked: async () => sum(await Promise.all(keys.map((key) => usageOf(url, key)))),
    };
  } catch (error) {
    await end();
    throw error;
  }
}

async function createKey(url, name) {
  const response = await fetch(`${url}/api/keys`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name }),
  });
  if (response.status !== 201) throw new Error(`it gave no key: ${response.status} ${await response.text()}`);
  return (await response.json()).key;
}

/** What a key has spent, in dollars as the gateway says it. */
async function usageOf(url, key) {
  const response = await fetch(`${url}/api/v1/key`, { headers: bearer(key) });
  return (await response.json()).data.usage;
}

const sum = (amounts) => amounts.reduce((total, amount) => total + amount, 0);
