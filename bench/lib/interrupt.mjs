import { Stop } from "../../scripts/stop.mjs";

/** Does some work, but gives up on Ctrl-C, so that what it has started can be ended. @throws Stop */
export async function unlessInterrupted(work) {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  let interrupt;
  const interrupted = new Promise((_, fail) => {
    interrupt = () => fail(new Stop("Interrupted."));
  });
  for (const signal of signals) process.once(signal, interrupt);
  try {
    return await Promise.race([work(), interrupted]);
  } finally {
    for (const signal of signals) process.off(signal, interrupt);
  }
}
