import { join } from "node:path";
import { startNode } from "../lib/process.mjs";

const ROOT = join(import.meta.dirname, "../..");
const ARGUMENTS = ["--conditions=react-server", "--import", "tsx", "bench/admission/worker.mjs"];

/** So many processes that admit, each as a Patchbay is one. @param later takes what has to be done in the end */
export async function startWorkers(count, later) {
  const workers = Array.from({ length: count }, startWorker);
  for (const { end } of workers) later(end);
  await Promise.all(workers.map(({ ready }) => ready));
  return workers;
}

function startWorker() {
  const program = startNode(ARGUMENTS, { cwd: ROOT });
  const { child } = program;
  const waiting = new Map();
  let number = 0;
  let isReady;
  const ready = new Promise((done, fail) => {
    isReady = done;
    child.once("exit", () => fail(new Error(`a process that admits ended:\n${program.output()}`)));
  });
  child.on("message", (answer) => {
    if (answer.ready) return isReady();
    const { done, fail } = waiting.get(answer.number) ?? {};
    waiting.delete(answer.number);
    if (answer.failed) fail?.(new Error(`a process that admits failed: ${answer.failed}`));
    else done?.(answer.found);
  });
  child.once("exit", () => {
    for (const { fail } of waiting.values()) fail(new Error("a process that admits ended"));
  });
  return {
    ready,
    end: program.end,
    /** Has it do one of its jobs. */
    ask(job, about) {
      number += 1;
      const mine = number;
      return new Promise((done, fail) => {
        waiting.set(mine, { done, fail });
        child.send({ job, number: mine, ...about });
      });
    },
  };
}
