import { createHash } from "node:crypto";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { duration, runNode } from "./run.mjs";
import { Stop } from "./stop.mjs";

/** All that a build is made from. */
const SOURCES = [
  "app",
  "components",
  "lib",
  "public",
  "instrumentation.ts",
  "proxy.ts",
  "next.config.ts",
  "postcss.config.mjs",
  "tsconfig.json",
  "package.json",
  "package-lock.json",
];

/** Where the built server is; it is complete in itself. */
export const standaloneDirectory = (root) => join(root, ".next/standalone");

/** Builds unless the last build was made from the very same sources. */
export async function ensureBuilt(root) {
  const stamp = join(root, ".next/patchbay-build");
  const sources = hashOf(root);
  if (isBuilt(root) && readText(stamp) === sources) return;
  console.log("Building… (about a minute the first time)");
  const since = performance.now();
  rmSync(stamp, { force: true });
  const { code, output } = await runNode(join(root, "node_modules/next/dist/bin/next"), ["build"], {
    cwd: root,
    env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    quiet: true,
  });
  if (code !== 0) throw new Stop(`${output}\nThe build failed; the reason is above.`);
  complete(root);
  writeFileSync(stamp, sources);
  console.log(`Built in ${duration(since)}.`);
}

/** Whether there is a built server at all, whatever it was built from. */
export const isBuilt = (root) => existsSync(join(standaloneDirectory(root), "server.js"));

/** The server leaves its files for browsers behind, and takes along what it should not. */
function complete(root) {
  const target = standaloneDirectory(root);
  cpSync(join(root, ".next/static"), join(target, ".next/static"), { recursive: true });
  if (existsSync(join(root, "public")))
    cpSync(join(root, "public"), join(target, "public"), { recursive: true });
  for (const name of readdirSync(target)) {
    // Keys belong in one place, and the launcher has read them there.
    if (name.startsWith(".env")) rmSync(join(target, name), { force: true });
  }
}

/** By content, so that a checkout that changes nothing builds nothing. Tests are not part of it. */
function hashOf(root) {
  const hash = createHash("sha256").update(process.versions.node.split(".")[0]);
  const add = (path) => {
    const full = join(root, path);
    if (!existsSync(full)) return;
    if (statSync(full).isDirectory()) {
      for (const name of readdirSync(full).sort()) add(`${path}/${name}`);
    } else if (!/\.test\.tsx?$/.test(path)) {
      hash.update(`${path}\0`).update(readFileSync(full)).update("\0");
    }
  };
  for (const path of SOURCES) add(path);
  return hash.digest("hex");
}

function readText(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
