import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "@playwright/test";
import { add, type Usd, ZERO } from "@/lib/core/money";
import { test } from "./canaries/test";
import { complete, createKey, says } from "./gateway";
import { confirmed, listGenerations, readBill, readConversation, readGeneration, startChat } from "./ledger";
import { PatchbayProcess } from "./patchbay";
import { createDatabase, NO_POSTGRES, POSTGRES } from "./postgres";
import { SandboxProcess } from "./sandbox";

// Each has servers of its own, and both take long.
test.describe.configure({ mode: "parallel" });

const DEEP = process.env.DEEP === "1";
/** KILLS asks for another number. */
const ROUNDS = Number(process.env.KILLS ?? (DEEP ? 300 : 20));
/** Milliseconds of load before the plug is pulled. */
const LONGEST = 700;
/** Some stop billing with their client, some do not. */
const MODELS = ["cohere/command-a", "mistralai/codestral-2508", "openai/gpt-4o", "google/gemini-2.5-flash"];

/** What a program or a person was told before the plug was pulled. */
type Told = {
  /** Generations whose existence was acknowledged. */
  begun: Set<string>;
  /** Streams that reached their end. */
  finished: Set<string>;
  conversations: Map<string, string[]>;
};

/** Asks without pause until the server is gone; every failure is what the killing does. */
async function askAsProgram(server: PatchbayProcess, key: string, told: Told, nth: number): Promise<void> {
  for (let time = nth; ; time++) {
    const model = MODELS[time % MODELS.length];
    const body = { model, stream: time % 5 !== 0, messages: says(`Explain tides, ${nth}.${time}`) };
    const response = await complete(server, key, body);
    const id = response.headers.get("x-patchbay-generation") ?? "";
    if (response.ok) told.begun.add(id);
    const text = await response.text();
    if (response.ok && !text.includes("patchbay_code")) told.finished.add(id);
  }
}

async function askAsPerson(server: PatchbayProcess, told: Told, nth: number): Promise<void> {
  for (let time = nth; ; time++) {
    const panes = [0, 1].map((pane) => ({ model: MODELS[(time + pane) % MODELS.length] ?? "" }));
    const { conversationId, generations } = await startChat(server, { message: "Explain rain", panes });
    const ids = generations.map(({ generationId }) => generationId);
    for (const id of ids) told.begun.add(id);
    told.conversations.set(conversationId, ids);
    await Promise.all(
      ids.map(async (id) => {
        while ((await readGeneration(server, id)).state === "running") await sleep(20);
        told.finished.add(id);
      }),
    );
  }
}

test("pulling the plug at any moment loses nothing that was told and pays for nothing twice", async () => {
  test.setTimeout(ROUNDS * 30_000);
  const sandbox = await SandboxProcess.start({ speed: 20, generationDelay: 0 });
  const patchbay = await PatchbayProcess.start({
    OPENROUTER_BASE_URL: sandbox.apiUrl,
    OPENROUTER_API_KEY: sandbox.key,
  });
  const { key } = await createKey(patchbay);
  const told: Told = { begun: new Set(), finished: new Set(), conversations: new Map() };
  for (let round = 0; round < ROUNDS; round++) {
    const load = [
      askAsProgram(patchbay, key, told, round),
      askAsProgram(patchbay, key, told, round + 1),
      askAsPerson(patchbay, told, round),
    ].map((work) => work.catch(() => {}));
    // Now and then before the first answer has even begun.
    const [begun, finished] = [told.begun.size, told.finished.size];
    while (round % 4 !== 0 && told.begun.size === begun) await sleep(5);
    // Every other time after an answer has ended, however slow the machine is.
    while (round % 2 === 1 && told.finished.size === finished) await sleep(5);
    await sleep(Math.random() * LONGEST);
    await patchbay.kill();
    await Promise.all(load);
    await patchbay.restart();
  }

  await expect.poll(async () => (await listGenerations(patchbay, "state=running")).length).toBe(0);
  const ids = await everyId(patchbay);
  for (const id of told.begun) expect(ids.has(id)).toBe(true);
  expect(told.finished.size).toBeGreaterThanOrEqual(ROUNDS / 2);
  expect(ids.size).toBeGreaterThan(told.finished.size);
  const known = new Set<string>();
  let unknown = 0;
  for (const id of ids) {
    const before = await readGeneration(patchbay, id);
    if (told.finished.has(id)) expect(before.state).not.toBe("lost");
    expect(before.entries.filter(({ kind }) => kind === "settle").length).toBeLessThanOrEqual(1);
    if (before.upstreamId === null) {
      unknown += 1;
      expect([before.cost, before.hold?.outcome]).toEqual([null, null]);
      continue;
    }
    expect(known.has(before.upstreamId)).toBe(false);
    known.add(before.upstreamId);
  }
  const bill = await readBill(sandbox);
  for (const id of ids) {
    const { upstreamId } = await readGeneration(patchbay, id);
    const line = bill.find((one) => one.id === upstreamId);
    if (!line) continue;
    const { cost, entries, hold } = await confirmed(patchbay, id);
    const sum = entries.reduce<Usd>((total, { amount }) => add(total, amount), ZERO);
    expect([cost, sum, hold?.outcome]).toEqual([line.cost, line.cost, "booked"]);
  }
  // What the upstream did and the ledger cannot name is one of those whose cost is unknown, never more.
  const nameless = bill.filter((line) => !known.has(line.id)).length;
  expect(nameless).toBeLessThanOrEqual(unknown);
  expect((await sandbox.requests()).length).toBeLessThanOrEqual(Math.min(ids.size, 10_000));
  for (const [conversation, generations] of told.conversations) {
    const { panes } = await readConversation(patchbay, conversation);
    const answers = panes.flatMap(({ messages }) => messages.map(({ generation }) => generation?.id));
    for (const id of generations) expect(answers.filter((one) => one === id)).toHaveLength(1);
  }
  console.log(
    `${ROUNDS} kills: ${ids.size} generations, ${told.finished.size} told to be finished, ${unknown} of unknown cost, ${bill.length} billed, ${nameless} of them nameless`,
  );
  await patchbay.dispose();
  await sandbox.end();
});

test("another instance on the same Postgres takes over within a minute", async () => {
  test.skip(POSTGRES === "", NO_POSTGRES);
  test.setTimeout(180_000);
  const database = await createDatabase();
  const sandbox = await SandboxProcess.start({ speed: 20, generationDelay: 0 });
  const env = {
    OPENROUTER_BASE_URL: sandbox.apiUrl,
    OPENROUTER_API_KEY: sandbox.key,
    DATABASE_URL: database.url,
  };
  const doomed = await PatchbayProcess.start(env);
  const survivor = await PatchbayProcess.start(env);
  try {
    const { key } = await createKey(survivor);
    for (const model of MODELS) await sandbox.setFault(model, "stall", { after: 6 });
    const asked = MODELS.map((model) =>
      complete(doomed, key, { model, stream: true, messages: says("Explain tides") }),
    );
    const panes = MODELS.map((model) => ({ model }));
    const { generations } = await startChat(doomed, { message: "Explain rain", panes });
    const ids = generations.map(({ generationId }) => generationId);
    for (const response of await Promise.all(asked)) {
      ids.push(response.headers.get("x-patchbay-generation") ?? "");
      response.text().catch(() => {});
    }
    const heard = async () =>
      (await Promise.all(ids.map((id) => readGeneration(survivor, id)))).map(({ upstreamId }) => upstreamId);
    await expect.poll(heard).not.toContain(null);
    await sandbox.clearFaults();
    await doomed.kill();
    const states = async () =>
      (await Promise.all(ids.map((id) => readGeneration(survivor, id)))).map(({ state }) => state);
    await expect.poll(states, { timeout: 60_000 }).toEqual(ids.map(() => "lost"));
    const bill = await readBill(sandbox);
    for (const id of ids) {
      const { upstreamId, cost } = await confirmed(survivor, id);
      expect(cost).toBe(bill.find((line) => line.id === upstreamId)?.cost);
    }
    // The key was made on the one and is known to the other; both count the same money.
    expect(bill).toHaveLength(ids.length);
  } finally {
    await Promise.all([doomed.dispose(), survivor.dispose(), sandbox.end()]);
    await database.drop();
  }
});

/** Every generation that is on record, page after page. */
async function everyId(server: PatchbayProcess): Promise<Set<string>> {
  const ids = new Set<string>();
  for (let to = ""; ; ) {
    const page = await listGenerations(server, to && `to=${to}`);
    const fresh = page.filter(({ id }) => !ids.has(id));
    for (const { id } of fresh) ids.add(id);
    const oldest = page.at(-1);
    if (fresh.length === 0 || !oldest) return ids;
    // A millisecond more, as several may have begun in the same one.
    to = new Date(oldest.startedAt.getTime() + 1).toISOString();
  }
}
