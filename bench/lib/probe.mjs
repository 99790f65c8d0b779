// Loaded before everything else into each process that is measured. Says how much memory it has, when asked; and
// makes Patchbay behave as where it owns no HTTP server: nothing can then be answered without Next.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");

process.on("message", async (question) => {
  if (question !== "patchbay-bench:memory") return;
  // What finalizers let go of goes with the second round.
  for (let round = 0; round < 2; round++) {
    collect();
    await new Promise((done) => setImmediate(done));
  }
  process.send?.({ answers: question, value: process.memoryUsage() });
});
// Asking must not keep a process alive that has nothing else to do.
process.channel?.unref();

if (process.env.BENCH_THROUGH_NEXT) {
  Object.defineProperty(globalThis, Symbol.for("patchbay.entrance"), { get: () => undefined, set() {} });
}
