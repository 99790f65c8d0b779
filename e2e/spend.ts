import { expect, type Locator } from "@playwright/test";
import { confirmed, ended, readGeneration, startChat, stopChat } from "./ledger";
import type { PatchbayProcess } from "./patchbay";
import type { SandboxProcess } from "./sandbox";

const FREE = "meta-llama/llama-3.2-3b-instruct:free";
export const REFUSED = "cohere/command-a";
export const UNKNOWN = "ai21/jamba-large-1.7";
const STOPPED = "cohere/command-r-08-2024";
const PAID = ["openai/gpt-4.1", "anthropic/claude-haiku-4.5", "openai/gpt-4.1", "google/gemini-2.5-flash"];

/** Generations of every kind: paid, free, refused, stopped, and one of which nobody knows what it cost. */
export async function spend(patchbay: PatchbayProcess, sandbox: SandboxProcess): Promise<void> {
  await sandbox.setFault(REFUSED, "status", { code: "402-balance" }, 1);
  await sandbox.setFault(UNKNOWN, "html-200", {}, 1);
  await sandbox.setFault(STOPPED, "stall", { after: 12 }, 1);
  const models = [...PAID, FREE, REFUSED, UNKNOWN, STOPPED];
  const { conversationId, generations } = await startChat(patchbay, {
    message: "Explain tides",
    panes: models.map((model) => ({ model })),
  });
  const idOf = (name: string) => generations.find(({ model }) => model === name)?.generationId ?? "";
  await expect.poll(async () => (await readGeneration(patchbay, idOf(STOPPED))).upstreamId).toMatch(/^gen-/);
  for (const { generationId, model } of generations)
    if (model !== STOPPED) await ended(patchbay, generationId);
  await stopChat(patchbay, conversationId);
  for (const { generationId, model } of generations)
    await (model === UNKNOWN ? ended : confirmed)(patchbay, generationId);
}

export const rowOf = (table: Locator, name: string | RegExp): Locator => table.getByRole("row", { name });
