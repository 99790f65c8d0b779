// Written for any Node that knows modules, so that an old one can still say that it is too old.
const OLDEST = [20, 19];

/** Ends the process with advice when Node is older than what Patchbay runs on. */
export function requireNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  console.error(
    "Patchbay needs Node " +
      OLDEST.join(".") +
      " or newer; this is Node " +
      process.versions.node +
      ".\n" +
      "Install Node 24 from https://nodejs.org (or: nvm install 24), then run the command again.",
  );
  process.exit(1);
}
