import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Runs a program to its end. Quiet ones keep their output, to be shown when they fail.
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(program, args, { cwd, env = {}, quiet = false, timeout = 0 } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: quiet ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"],
      timeout,
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (data) => (output += data));
    child.once("error", (error) => resolve({ code: 127, output: `${output}${error.message}\n` }));
    child.once("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Runs this Node on a file of a package's own. */
export const runNode = (file, args, options) => run(process.execPath, [file, ...args], options);

/** npm as a file that Node can run, so that no shell is needed: the one that runs us, or the one beside Node. */
export function npmFile() {
  const folder = dirname(process.execPath);
  const candidates = [
    process.env.npm_execpath ?? "",
    join(folder, "node_modules/npm/bin/npm-cli.js"),
    join(folder, "../lib/node_modules/npm/bin/npm-cli.js"),
    join(folder, "../share/nodejs/npm/bin/npm-cli.js"),
    "/usr/share/nodejs/npm/bin/npm-cli.js",
  ];
  return candidates.find((file) => basename(file) === "npm-cli.js" && existsSync(file));
}

/** How long something took, for people: `1.4 s`, `2 min 5 s`. */
export function duration(since) {
  const seconds = (performance.now() - since) / 1000;
  return seconds < 60
    ? `${seconds.toFixed(1)} s`
    : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
