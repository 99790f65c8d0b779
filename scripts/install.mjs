import { readFileSync } from "node:fs";
import { join } from "node:path";
import { duration, npmFile, run, runNode } from "./run.mjs";
import { Stop } from "./stop.mjs";

/** Installs the locked dependencies unless they are all there. */
export async function ensureInstalled(root) {
  if (isInstalled(root)) return;
  console.log("Installing dependencies… (about a minute the first time)");
  const since = performance.now();
  // A production environment would leave out what the build needs.
  const args = ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  const npm = npmFile();
  const { code } = npm ? await runNode(npm, args, { cwd: root }) : await run("npm", args, { cwd: root });
  if (code !== 0) {
    throw new Stop(
      "Installing failed; npm's reason is above.\nCheck that the npm registry can be reached, and run the command again.",
    );
  }
  console.log(`Installed in ${duration(since)}.`);
}

/** npm notes what it has installed, last of all: equal to the lock file means complete and current. */
function isInstalled(root) {
  const wanted = packagesOf(join(root, "package-lock.json"));
  const present = packagesOf(join(root, "node_modules/.package-lock.json"));
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([path, { version, optional, devOptional }]) => {
    // Other platforms' binaries are locked and never installed.
    if (path === "" || (!(path in present) && (optional || devOptional))) return true;
    return present[path]?.version === version;
  });
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return undefined;
  }
}
