import { join } from "node:path";
import { startPatchbay } from "../lib/patchbay.mjs";
import { freePort, startNode, untilAnswers } from "../lib/process.mjs";

/** A Patchbay of its own before an upstream that writes as fast as it is told to. */
export async function startWriting(root) {
  const ports = [await freePort(), await freePort()];
  const program = startNode([join(import.meta.dirname, "upstream.mjs")], {
    env: { PORT: String(ports[0]) },
  });
  const baseUrl = `http://127.0.0.1:${ports[0]}/api/v1`;
  await untilAnswers(program, `${baseUrl}/models`);
  return startPatchbay(root, ports[1], { program, baseUrl, key: "sk-or-v1-bench" });
}

/** Holds a conversation of so many messages with one model, turn by turn, and answers with its id. */
export async function converse(url, messages) {
  let conversation = null;
  for (let turn = 0; turn < messages / 2; turn++) {
    const started = await call(`${url}/api/chat`, {
      ...(conversation && { conversationId: conversation.id }),
      message: `Question ${turn + 1}: what follows from that? tokens=${120 + ((turn * 37) % 160)}`,
      panes: [conversation ? { paneId: conversation.paneId } : { model: "bench/steady-1" }],
    });
    const [{ generationId, paneId }] = started.generations;
    conversation ??= { id: started.conversationId, paneId };
    await ended(url, generationId);
  }
  return conversation.id;
}

async function ended(url, generationId) {
  for (;;) {
    const { state } = await call(`${url}/api/generations/${generationId}`);
    if (state !== "running") return;
    await new Promise((done) => setTimeout(done, 5));
  }
}

async function call(url, body) {
  const response = await fetch(url, {
    ...(body && { method: "POST", body: JSON.stringify(body) }),
    headers: { "content-type": "application/json", origin: new URL(url).origin },
  });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  const answer = await response.json();
  return answer.generation ?? answer;
}
