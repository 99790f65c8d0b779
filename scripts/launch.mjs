import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ensureBuilt, isBuilt, standaloneDirectory } from "./build.mjs";
import { guardServer } from "./guard-server.mjs";
import { ensureInstalled } from "./install.mjs";
import { readSettings, requireFreePort } from "./settings.mjs";
import { endWith, Stop } from "./stop.mjs";

const ROOT = join(import.meta.dirname, "..");
/** Answers that are running get this long to be finished or put on record. */
const PATIENCE = 25_000;
/** npm passes on the Ctrl-C that the terminal has already sent us: that is one, not two. */
const ECHO = 500;

/** Everything `npm start` does, in the order in which a person would want to hear of trouble. */
export function launch(args) {
  return endWith(async () => {
    const { port, host, build } = readSettings(ROOT, args);
    await requireFreePort(port, host);
    if (build) {
      await ensureInstalled(ROOT);
      await ensureBuilt(ROOT);
    } else if (!isBuilt(ROOT)) {
      throw new Stop("There is no build yet. Run npm start without --no-build.");
    }
    await serve(port, host);
  });
}

async function serve(port, host) {
  Object.assign(process.env, {
    PORT: String(port),
    HOST: host,
    HOSTNAME: host,
    NODE_ENV: "production",
    NEXT_MANUAL_SIG_HANDLE: "true",
    NEXT_TELEMETRY_DISABLED: "1",
  });
  const guarded = guardServer();
  stopOnSignals(guarded);
  // Next announces itself before we are ready; one announcement, ours, is enough.
  const say = console.log;
  console.log = () => {};
  globalThis[Symbol.for("patchbay.ready")] = (summary, { url, setup, judge }) => {
    guarded.open(judge);
    console.log = say;
    // Nothing here speaks WebSocket, and Next would leave the caller waiting.
    guarded.server()?.removeAllListeners("upgrade");
    console.log(`Patchbay is ready: ${url ?? `http://localhost:${port}`} (${summary})`);
    if (setup) console.log(`Nobody owns it yet. Whoever opens this link first will, once: ${setup}`);
  };
  console.info("Starting…");
  await import(pathToFileURL(join(standaloneDirectory(ROOT), "server.js")).href);
}

function stopOnSignals(guarded) {
  let since = 0;
  const stop = async () => {
    if (since > 0) {
      if (performance.now() - since > ECHO) process.exit(130);
      return;
    }
    since = performance.now();
    console.info("\nStopping… (Ctrl-C again to stop at once)");
    const server = guarded.server();
    server?.close();
    server?.closeIdleConnections();
    const shutdown = globalThis[Symbol.for("patchbay.shutdown")];
    const patience = new Promise((done) => setTimeout(done, PATIENCE, "late"));
    const ended = await Promise.race([Promise.resolve(shutdown?.()).catch((error) => error), patience]);
    if (ended === "late")
      console.error("Some answers did not end in time; they are put on record at the next start.");
    else if (ended instanceof Error)
      console.error(`Stopping was not clean (${ended.name}); the next start tidies up.`);
    process.exit(0);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}
