import { brotliCompressSync, gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { ledgerOf } from "@/lib/ledger/testing.server";
import { readRecording } from "@/lib/openrouter/testing.server";
import { head, openWire, readAll, serveRaw, type Wire } from "./wire/testing.server";

/** What something between Patchbay and OpenRouter does to an answer, though nobody asked for it. */
let [encoding, pack] = ["", (bytes: Uint8Array): Uint8Array => bytes];
let upstream: Awaited<ReturnType<typeof serveRaw>>;
let wire: Wire;

const ANSWER = JSON.stringify({
  id: "gen-7",
  choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: "Hello" } }],
  usage: { prompt_tokens: 1, completion_tokens: 1, cost: 0.25 },
});
const MODEL = "acme/demo";
const messages = [{ role: "user", content: "Hi" }];

beforeAll(async () => {
  upstream = await serveRaw(({ body, socket }) => {
    const { stream } = JSON.parse(body) as { stream?: boolean };
    const fields = {
      ...{ "X-Generation-Id": "gen-7", "Content-Encoding": encoding },
      "Content-Type": stream ? "text/event-stream" : "application/json",
    };
    socket.write(head("close", fields));
    socket.end(pack(stream ? readRecording("plain") : Buffer.from(ANSWER)));
  });
  wire = await openWire({ url: upstream.url, idleTimeout: 1_000 });
});
afterEach(async () => {
  await wire.runner.idle();
  expect(wire.errors.splice(0)).toEqual([]);
});
afterAll(async () => {
  await wire.close();
  await upstream.close();
});

describe.each([
  ["br", brotliCompressSync],
  ["x-gzip", gzipSync],
] as const)("an answer in %s", (name, packer) => {
  beforeAll(() => {
    [encoding, pack] = [name, packer];
  });

  test("reaches a program as it was before, whole or as a stream", async () => {
    const streamed = await readAll(await wire.complete({ model: MODEL, messages, stream: true }));
    expect(String(streamed.bytes)).toBe(Buffer.from(readRecording("plain")).toString());
    const whole = await wire.complete({ model: MODEL, messages });
    expect(String((await readAll(whole)).bytes)).toBe(ANSWER);
    expect((await ledgerOf(wire.db, whole.generationId)).booked).toBe(250_000_000_000n);
  });

  test("is read in the playground", async () => {
    const { generationId } = await wire.ask("Hi");
    await wire.runner.idle();
    expect((await ledgerOf(wire.db, generationId)).row.state).toBe("finished");
  });
});

describe("an answer in an encoding that nobody here knows", () => {
  beforeAll(() => {
    [encoding, pack] = ["zstd", () => Buffer.from("28b52ffd2005290000", "hex")];
  });
  const failure = { code: "upstream_garbled", message: expect.stringContaining("zstd") };
  /** What it cost is not known, and can still be asked for. */
  const record = { state: "failed", cost: null, upstreamId: "gen-7", failure };

  test.each([true, false])("is said to be one to a program; as a stream: %s", async (stream) => {
    await expect(wire.complete({ model: MODEL, messages, stream })).rejects.toMatchObject(failure);
    expect((await ledgerOf(wire.db, await wire.latest())).row).toMatchObject(record);
  });

  test("is how an answer ends in the playground", async () => {
    const { generationId } = await wire.ask("Hi");
    await wire.runner.idle();
    expect((await ledgerOf(wire.db, generationId)).row).toMatchObject(record);
  });
});
