import { statSync } from "node:fs";
import { join } from "node:path";
import { runNode } from "../../../scripts/run.mjs";
import { freePort, startNode, untilAnswers } from "../../lib/process.mjs";
import { bearer, COMPLETIONS, UPSTREAM_KEY } from "./address.mjs";

const ROOT = join(import.meta.dirname, "../../..");
const SERVER = join(ROOT, "bench/bare-next/.next/standalone/bench/bare-next/server.js");

/** What it is built from. */
const SOURCES = [
  "bench/bare-next/next.config.js",
  "bench/bare-next/app/api/v1/chat/completions/route.js",
  "node_modules/next/package.json",
];

/** One route handler that passes a body on, built and served as Patchbay is. */
export async function startBareNext(upstream, { profile }) {
  if (!isBuilt()) await build();
  const port = await freePort();
  const program = startNode([SERVER], {
    env: { UPSTREAM_URL: upstream.url, PORT: String(port), HOSTNAME: "127.0.0.1", NODE_ENV: "production" },
    profile,
  });
  await untilAnswers(program, `http://127.0.0.1:${port}/`);
  return { ...program, address: { port, path: COMPLETIONS, headers: [bearer(UPSTREAM_KEY)] } };
}

function isBuilt() {
  const changed = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return SOURCES.every((source) => changed(join(ROOT, source)) < changed(SERVER));
}

async function build() {
  console.log("Building the bare Next…");
  const next = join(ROOT, "node_modules/next/dist/bin/next");
  const { code, output } = await runNode(next, ["build", "bench/bare-next"], {
    cwd: ROOT,
    env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    quiet: true,
  });
  if (code !== 0) throw new Error(`its build failed:\n${output}`);
}
