import "server-only";
import { execFile } from "node:child_process";
import { readFile, readlink } from "node:fs/promises";
import { hostname } from "node:os";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Names one process for good: the system hands a pid out again, but not with the same start and place. */
export type ProcessIdentity = {
  pid: number;
  startedAt: string | null;
  /** The machine's boot and, on Linux, the container: only here can the pid be looked up. */
  place: string | null;
};

/** This process, as another one will find it. */
export async function describeOwnProcess(): Promise<ProcessIdentity> {
  return { pid: process.pid, startedAt: await startOf(process.pid), place: await ownPlace() };
}

/** Whether that very process still runs; `unknown` when it is in a place that cannot be seen from here. */
export async function isRunning({ pid, startedAt, place }: ProcessIdentity): Promise<boolean | "unknown"> {
  const here = await ownPlace();
  if (place !== here) {
    // The same machine after a restart, or another container or machine.
    const [host, boot] = (place ?? "").split(" ");
    const [ownHost, ownBoot] = here.split(" ");
    return host === ownHost && boot !== ownBoot ? false : "unknown";
  }
  if (!exists(pid)) return false;
  const start = await startOf(pid);
  if (start === null) return process.platform !== "linux";
  return startedAt === null || start === startedAt;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is a process.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

async function ownPlace(): Promise<string> {
  const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => "");
  const container = await readlink("/proc/self/ns/pid").catch(() => "");
  return `${hostname()} ${boot.trim()} ${container}`;
}

/** When a process began, in whatever form the system has it; `null` when it is gone or cannot be asked. */
async function startOf(pid: number): Promise<string | null> {
  if (process.platform === "linux") {
    const line = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
    // The name in brackets may hold blanks and brackets; state is field 3, the start field 22.
    const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? null : (fields[19] ?? null);
  }
  if (process.platform === "win32") return null;
  // In one language, since the text is compared.
  const ps = ["LC_ALL=C", "ps", "-o", "lstart=", "-p", String(pid)];
  const { stdout } = await run("env", ps).catch(() => ({ stdout: "" }));
  return stdout.trim() || null;
}
