import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { resolve } from "node:path";

const PROBE = new URL("probe.mjs", import.meta.url).href;
const running = new Set();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/**
 * Starts Node on a script, in a process that can be asked about its memory. With `profile` it writes a processor
 * profile into that folder when it ends.
 */
export function startNode(args, { cwd, env = {}, profile } = {}) {
  const child = spawn(process.execPath, [...profileArguments(profile), "--import", PROBE, ...args], {
    cwd,
    env: { ...process.env, NODE_OPTIONS: "", ...env },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  running.add(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    // The last words are the ones that explain an end.
    stream.on("data", (data) => (output = (output + data).slice(-20_000)));
  }
  const gone = new Promise((done) => child.once("exit", done)).then(() => running.delete(child));
  return {
    child,
    pid: child.pid,
    output: () => output,
    /** The memory of the process in bytes, after what is garbage has been collected. */
    memory: () => ask(child, "patchbay-bench:memory"),
    async end() {
      child.kill("SIGTERM");
      const patience = setTimeout(() => child.kill("SIGKILL"), 20_000);
      await gone;
      clearTimeout(patience);
    },
  };
}

const profileArguments = (folder) => (folder ? ["--cpu-prof", `--cpu-prof-dir=${resolve(folder)}`] : []);

function ask(child, question) {
  return new Promise((done, fail) => {
    const hear = (answer) => {
      if (answer?.answers !== question) return;
      stop();
      done(answer.value);
    };
    const patience = setTimeout(() => {
      stop();
      fail(new Error("a process did not say how much memory it has within 30 seconds"));
    }, 30_000);
    const stop = () => {
      clearTimeout(patience);
      child.off("message", hear);
    };
    child.on("message", hear);
    child.send(question);
  });
}

/** Waits until a program answers HTTP at all; its own words explain why it never did. */
export async function untilAnswers(program, url) {
  for (let tries = 0; tries < 300; tries++) {
    if (program.child.exitCode !== null) break;
    const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => null);
    await answer?.body?.cancel();
    if (answer) return;
    await new Promise((done) => setTimeout(done, 200));
  }
  await program.end();
  throw new Error(`it did not start:\n${program.output()}`);
}

/** A port that nobody uses at the moment. */
export function freePort() {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}
