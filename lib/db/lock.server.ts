import "server-only";
import { randomUUID } from "node:crypto";
import { link, mkdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { sleep } from "@/lib/core/time";
import { describeOwnProcess, isRunning, type ProcessIdentity } from "./process-identity.server";

const FILE = "patchbay.lock";
const HEARTBEAT_MS = 5_000;
/** An owner that cannot be looked up, such as one in another container, counts as dead after this silence. */
const SILENCE_MS = 30_000;
const PATIENCE_MS = 10_000;

/** `held`: another process uses the directory. `unusable`: it cannot be created or written. */
export class DirectoryLockError extends Error {
  override readonly name = "DirectoryLockError";
  readonly code: "held" | "unusable";

  constructor(code: "held" | "unusable", message: string, options?: { cause: unknown }) {
    super(message, options);
    this.code = code;
  }
}

type Owner = ProcessIdentity & { token: string };

/**
 * Takes a directory for this process alone, creating it (0700) when it is missing. The embedded
 * database has no lock of its own: two processes in one directory lose rows without an error.
 * A lock whose owner is dead is taken over, by exactly one of however many try.
 * @throws DirectoryLockError
 */
export async function acquireDirectoryLock(directory: string): Promise<{ release(): Promise<void> }> {
  const path = resolve(directory);
  const lock = join(path, FILE);
  const own: Owner = { ...(await describeOwnProcess()), token: randomUUID() };
  try {
    await makeDirectory(path);
    await take(lock, own, Date.now() + PATIENCE_MS);
  } catch (error) {
    throw error instanceof DirectoryLockError ? error : unusable(path, error);
  }
  const heartbeat = setInterval(
    () => void utimes(lock, new Date(), new Date()).catch(() => {}),
    HEARTBEAT_MS,
  );
  heartbeat.unref();
  return {
    release: async () => {
      clearInterval(heartbeat);
      await drop(lock, own);
    },
  };
}

/** Step by step: Node's own `recursive` tries for ever where nothing can be made, as below /proc. */
async function makeDirectory(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    const why = codeOf(error);
    if (why === "EEXIST" && (await stat(path)).isDirectory()) return;
    if (why !== "ENOENT" || (await exists(dirname(path)))) throw error;
    await makeDirectory(dirname(path));
    await makeDirectory(path);
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/**
 * The right to replace a dead owner's lock is itself a lock, named after that owner: tokens are never
 * reused, so whoever comes late finds another token in place and leaves it alone.
 */
async function take(lock: string, own: Owner, deadline: number): Promise<void> {
  const draft = `${lock}.${own.token}`;
  for (;;) {
    // Written in full first and then linked: a lock is never seen half written, and `link` never overwrites.
    await writeFile(draft, JSON.stringify(own), { mode: 0o600 });
    if (await placed(draft, lock)) return;
    const owner = await readOwner(lock);
    if (owner && (await isAlive(owner, lock))) {
      await rm(draft, { force: true });
      throw heldBy(owner, lock);
    }
    if (owner && (await replaced(lock, draft, owner, own, deadline))) return;
    if (Date.now() > deadline) throw new Error("the lock changes hands all the time");
    await sleep(5 + Math.random() * 20);
  }
}

async function placed(draft: string, lock: string): Promise<boolean> {
  try {
    await link(draft, lock);
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    await rm(draft, { force: true });
    throw error;
  }
  await rm(draft, { force: true });
  return true;
}

async function replaced(
  lock: string,
  draft: string,
  dead: Owner,
  own: Owner,
  deadline: number,
): Promise<boolean> {
  const right = `${lock}.after-${dead.token}`;
  try {
    await take(right, { ...own, token: randomUUID() }, deadline);
  } catch (error) {
    // Somebody else is replacing it right now.
    if (error instanceof DirectoryLockError) return false;
    throw error;
  }
  try {
    if ((await readOwner(lock))?.token !== dead.token) return false;
    await rename(draft, lock);
    return true;
  } finally {
    await rm(right, { force: true });
  }
}

async function drop(lock: string, own: Owner): Promise<void> {
  if ((await readOwner(lock))?.token === own.token) await rm(lock, { force: true });
}

async function readOwner(lock: string): Promise<Owner | null> {
  let text: string;
  try {
    text = await readFile(lock, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
  try {
    const { pid, startedAt, place, token } = JSON.parse(text);
    if (Number.isInteger(pid) && typeof token === "string" && /^[\w-]+$/.test(token))
      return { pid, startedAt, place, token };
  } catch {
    // Falls through: only a power cut leaves a lock that cannot be read, and that ended its owner too.
  }
  return { pid: 0, startedAt: null, place: null, token: "unreadable" };
}

async function isAlive(owner: Owner, lock: string): Promise<boolean> {
  if (owner.pid === 0) return false;
  const running = await isRunning(owner);
  if (running !== "unknown") return running;
  const touched = await stat(lock).catch(() => null);
  return touched !== null && Date.now() - touched.mtimeMs < SILENCE_MS;
}

function heldBy(owner: Owner, lock: string): DirectoryLockError {
  const directory = resolve(lock, "..");
  return new DirectoryLockError(
    "held",
    `Process ${owner.pid} is already using the data in ${directory}. Stop it first (after a crash in another container: wait half a minute), or set PATCHBAY_DATA_DIR to another directory.`,
  );
}

function unusable(directory: string, cause: unknown): DirectoryLockError {
  const why = codeOf(cause) ?? "unknown reason";
  if (why === "EEXIST" || why === "ENOTDIR") {
    const message = `The path ${directory} leads to a file, not to a directory. Set PATCHBAY_DATA_DIR to a directory.`;
    return new DirectoryLockError("unusable", message, { cause });
  }
  return new DirectoryLockError(
    "unusable",
    `The directory ${directory} cannot be written (${why}). Make it writable for this user, or set PATCHBAY_DATA_DIR to another directory.`,
    { cause },
  );
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
