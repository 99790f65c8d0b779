import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startNode, untilAnswers } from "./process.mjs";

/** What a developer's own `.env` must not bring in. */
const NOTHING = {
  OPENROUTER_MANAGEMENT_KEY: "",
  DATABASE_URL: "",
  PATCHBAY_ACCESS: "",
  PATCHBAY_URL: "",
  HOST: "",
  LOG_LEVEL: "warn",
};

/**
 * A Patchbay with a database of its own before an upstream that runs already, or before its own sandbox.
 * @param upstream the program to end with it, the address of its API and a key that it takes; null for the sandbox
 * @param env what else it is to find in its environment, such as where its database is
 */
export async function startPatchbay(root, port, upstream, env = {}) {
  const directory = await mkdtemp(join(tmpdir(), "patchbay-bench-"));
  const patchbay = startNode([join(root, "scripts/start.mjs"), "--no-build", `--port=${port}`], {
    cwd: root,
    env: {
      ...NOTHING,
      OPENROUTER_API_KEY: upstream?.key ?? "",
      OPENROUTER_BASE_URL: upstream?.baseUrl ?? "",
      PATCHBAY_DATA_DIR: directory,
      ...env,
    },
  });
  const url = `http://localhost:${port}`;
  await untilAnswers(patchbay, `${url}/api/health`);
  return {
    url,
    async end() {
      await patchbay.end();
      await upstream?.program.end();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
