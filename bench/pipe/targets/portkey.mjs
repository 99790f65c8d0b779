import { join } from "node:path";
import { ensureInstalled } from "../../../scripts/install.mjs";
import { freePort, startNode, untilAnswers } from "../../lib/process.mjs";
import { bearer, UPSTREAM_KEY } from "./address.mjs";

const BENCH = join(import.meta.dirname, "../..");
const SERVER = join(BENCH, "node_modules/@portkey-ai/gateway/build/start-server.js");

/** Portkey's open-source gateway with its usual settings; it is told the upstream by headers. */
export async function startPortkey(upstream, { profile }) {
  // By the first run: nobody who only starts Patchbay needs it.
  await ensureInstalled(BENCH);
  const port = await freePort();
  const program = startNode([SERVER, `--port=${port}`, "--headless"], {
    env: { NODE_ENV: "production" },
    profile,
  });
  await untilAnswers(program, `http://127.0.0.1:${port}/`);
  const headers = {
    ...bearer(UPSTREAM_KEY),
    "x-portkey-provider": "openai",
    "x-portkey-custom-host": upstream.url,
  };
  return { ...program, address: { port, path: "/v1/chat/completions", headers: [headers] } };
}
