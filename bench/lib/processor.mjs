import { readFileSync } from "node:fs";

/** Ticks per second in /proc, the same on every Linux that Node runs on. */
const TICKS = 100;

/** Processor time that a process and its children have used, in seconds; null where there is no /proc. */
export function processorSeconds(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in brackets may hold anything, blanks included.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const own = (Number(fields[11]) + Number(fields[12])) / TICKS;
    return childrenOf(pid).reduce((sum, child) => sum + (processorSeconds(child) ?? 0), own);
  } catch {
    return null;
  }
}

function childrenOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean);
  } catch {
    return [];
  }
}

/** Processor time that the whole machine has used, in seconds; null where there is no /proc. */
export function machineSeconds() {
  try {
    const [, user, nice, system, , , ...interrupts] = readFileSync("/proc/stat", "utf8")
      .split("\n", 1)[0]
      .split(/\s+/)
      .map(Number);
    // Guests are counted among the users already.
    return [user, nice, system, ...interrupts.slice(0, 3)].reduce((sum, ticks) => sum + ticks, 0) / TICKS;
  } catch {
    return null;
  }
}

/** How much of a core may be busy on a machine at rest, and how long it is waited for; milliseconds. */
const REST = { busy: 0.15, look: 500, patience: 20_000 };

/** Waits until the machine is at rest; no longer than its patience lasts, and not at all where that cannot be seen. */
export async function untilQuiet() {
  const until = performance.now() + REST.patience;
  for (let before = machineSeconds(); before !== null && performance.now() < until; ) {
    await new Promise((done) => setTimeout(done, REST.look));
    const after = machineSeconds();
    if (((after - before) / REST.look) * 1_000 < REST.busy) return;
    before = after;
  }
}
