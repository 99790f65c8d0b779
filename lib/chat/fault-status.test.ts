import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parseUsd } from "@/lib/core/money";
import { ledgerOf } from "@/lib/ledger/testing.server";
import { SANDBOX_KEY } from "@/lib/sandbox/keys";
import { createSandbox } from "@/lib/sandbox/sandbox";
import { serveSandbox } from "@/lib/sandbox/serve.server";
import { STATUS_CODES } from "@/lib/sandbox/status-fault";
import { hearComplaints, openWire, readAll, type Wire } from "./wire/testing.server";

const MODEL = "cohere/command-a";
const sandbox = createSandbox({ seed: 1, speed: 0, generationDelayMs: 0 });
const complaints = hearComplaints();
let server: Awaited<ReturnType<typeof serveSandbox>>;
let wire: Wire;

beforeAll(async () => {
  server = await serveSandbox(sandbox, { port: 0 });
  wire = await openWire({
    url: server.url,
    apiKey: SANDBOX_KEY,
    idleTimeout: 1_000,
    firstByteTimeout: 1_000,
  });
});
beforeEach(() => sandbox.clearFaults());
afterAll(async () => {
  await wire.close();
  await server.close();
  complaints.stop();
  expect(complaints.heard).toEqual([]);
});

const WAYS = ["playground", "gateway, streaming", "gateway, whole"] as const;
type Way = (typeof WAYS)[number];

/** What a program or a person gets under a fault; a refusal is an answer too. */
async function ask(way: Way, fault: string): Promise<{ id: string; code?: string; text?: string }> {
  const [name = "", ...params] = fault.split(";");
  sandbox.setFault({ fault: name, params: Object.fromEntries(params.map((param) => param.split("="))) });
  if (way === "playground") {
    const { generationId: id } = await wire.ask("Explain tides", MODEL);
    await wire.runner.idle();
    return { id };
  }
  const messages = [{ role: "user", content: "Explain tides" }];
  try {
    const answer = await wire.complete({ model: MODEL, stream: way === "gateway, streaming", messages });
    const { bytes } = await readAll(answer);
    return { id: answer.generationId, text: String(bytes) };
  } catch (error) {
    return { id: await wire.latest(), code: Object(error).code };
  }
}

/** What must hold of every generation, however it went; answers how it is on record. */
async function settled(id: string, requestsBefore: number) {
  expect(sandbox.requests().length - requestsBefore).toBe(1);
  const { row, hold, booked } = await ledgerOf(wire.db, id);
  expect(row.state).not.toBe("running");
  expect(row.failure === null).toBe(row.state !== "failed");
  expect(row.cost).toBe(booked);
  // Money is booked, given back, written off as unknown, or still to be asked for.
  expect(hold.outcome !== null || row.confirmAt !== null).toBe(true);
  expect(wire.runner.keeper.running).toBe(0);
  await wire.confirm();
  const later = await ledgerOf(wire.db, id);
  const billed = sandbox.bill().filter((line) => line.id === row.upstreamId);
  expect(billed.length).toBeLessThanOrEqual(1);
  // Nobody ever guesses: the cost is the bill's, a refusal's nothing, or unknown.
  if (billed[0]) expect(later.row.cost).toBe(parseUsd(billed[0].cost));
  else if (row.cost === null) expect(later.row.cost).toBeNull();
  else expect([later.booked, hold.outcome]).toEqual([0n, "released"]);
  expect(wire.errors).toEqual([]);
  return row;
}

describe.each(WAYS)("%s", (way) => {
  test.each(STATUS_CODES)("status %s", async (status) => {
    const before = sandbox.requests().length;
    const { id, code } = await ask(way, `status;code=${status}`);
    const row = await settled(id, before);
    expect(row.state).toBe("failed");
    expect(row.failure?.upstreamStatus).toBe(Number.parseInt(status, 10));
    if (way !== "playground") expect(code).toBe(row.failure?.code);
    const refused = /^4/.test(status) && status !== "408";
    expect(row.costState).toBe(refused ? "confirmed" : null);
  });

  const broken: [fault: string, codes: RegExp][] = [
    ["html", /^upstream_failed$/],
    ["html-200", /^upstream_garbled$/],
    ["error-200", /^provider_failed$/],
    ["empty", /^upstream_empty$|^provider_failed$/],
    ["hang", /^upstream_timeout$/],
    ["reset", /^upstream_cut$/],
    ["stream-error-a", /^provider_failed$/],
    ["stream-error-b;after=0", /^provider_failed$/],
    ["stream-error-d", /^(provider|upstream)_failed$/],
    ["stream-error-e", /^(provider|upstream)_failed$/],
    ["half-json", /^upstream_(cut|garbled)$/],
    ["cut;at=300", /^upstream_(cut|garbled)$/],
    ["cut;at=0", /^upstream_(empty|cut)$/],
  ];
  test.each(broken)("%s is a failure by its name", async (fault, codes) => {
    const before = sandbox.requests().length;
    const { id, code, text } = await ask(way, fault);
    const row = await settled(id, before);
    expect([fault, row.state]).toEqual([fault, "failed"]);
    expect(row.failure?.code).toMatch(codes);
    if (code !== undefined) expect(code).toBe(row.failure?.code);
    else if (way === "gateway, streaming") expect(text).toContain('"error":{');
    else expect(way).toBe("playground");
  });

  const streaming: [fault: string, codes: RegExp][] = [
    ["stream-error-c", /^upstream_rejected$|^context_too_long$/],
    ["stream-error-f", /^upstream_cut$/],
    ["reset;after=4", /^upstream_cut$/],
    ["cut;at=900;how=reset", /^upstream_cut$/],
    ["cut-in-char", /^upstream_cut$/],
    ["stall;after=3", /^upstream_(stalled|timeout)$/],
  ];
  test.each(way === "gateway, whole" ? [] : streaming)("%s in a stream", async (fault, codes) => {
    const before = sandbox.requests().length;
    const { id } = await ask(way, fault);
    const row = await settled(id, before);
    expect(row.state).toBe("failed");
    expect(row.failure?.code).toMatch(codes);
  });

  test.each([
    "no-done",
    "no-usage",
    "usage-null",
    "cost-null",
    "usage-empty-choices",
    "double-finish",
    "drift",
    "echo",
    "garbage;only=streams",
    "huge-line;bytes=3000000",
    "slow;ms=30",
    "billed;billed=full",
  ])("%s does not spoil an answer", async (fault) => {
    if (fault.startsWith("garbage") && way === "gateway, whole") return;
    const before = sandbox.requests().length;
    const { id, text } = await ask(way, fault);
    const row = await settled(id, before);
    expect([row.failure, row.state]).toEqual([null, "finished"]);
    expect(row.upstreamId).toMatch(/^gen-/);
    if (way === "gateway, streaming") expect(text).not.toContain("patchbay_code");
    // Silence about the cost is not a cost of zero.
    const silent = /^(no-usage|usage-null|cost-null)/.test(fault);
    expect(row.costState).toBe(silent ? null : "reported");
  });
});
