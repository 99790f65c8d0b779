import { startPatchbay } from "../lib/patchbay.mjs";
import { freePort, startNode, untilAnswers } from "../lib/process.mjs";

/** A Patchbay before a sandbox that lists so many models, oddities of the real list among them. */
export async function startCatalogue(root, size) {
  const ports = [await freePort(), await freePort()];
  const program = startNode(
    ["--conditions=react-server", "--import", "tsx", "scripts/sandbox.ts", `--port=${ports[0]}`],
    { cwd: root },
  );
  const upstream = `http://127.0.0.1:${ports[0]}`;
  await untilAnswers(program, `${upstream}/api/v1/models/count`);
  const amended = await fetch(`${upstream}/__sandbox/catalog`, {
    method: "PUT",
    body: JSON.stringify({ size }),
    headers: { "content-type": "application/json" },
  });
  if (!amended.ok) throw new Error(`the sandbox refused ${size} models`);
  const [, key = ""] = /OPENROUTER_API_KEY=(\S+)/.exec(program.output()) ?? [];
  return startPatchbay(root, ports[1], { program, baseUrl: `${upstream}/api/v1`, key });
}
