import { cpus, platform, totalmem } from "node:os";

/** What a reader must know of the machine to judge figures; nothing that would name it. */
export function describeMachine() {
  const processors = cpus();
  const model = processors[0]?.model.trim() || "unknown processor";
  const memory = Math.round(totalmem() / 1024 ** 3);
  return `${processors.length} cores (${model}), ${memory} GB of memory, ${platform()}, Node ${process.versions.node}`;
}
