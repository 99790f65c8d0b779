import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createMask } from "./blind-stream";
import { createCompletionReader } from "./completion";

const FOLDER = "lib/openrouter/recordings";
const recordings = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".sse"))
  .map((name) => [name, readFileSync(`${FOLDER}/${name}`, "utf8")] as const);

const read = (text: string) => {
  const reader = createCompletionReader();
  reader.feed(text, 0);
  return reader.completion;
};

describe.each(recordings)("%s", (_, text) => {
  const masked = createMask()(text);

  test("says the same to whoever reads it", () => {
    const [before, after] = [read(text), read(masked)];
    expect(after.text).toBe(before.text);
    expect(after.reasoning).toBe(before.reasoning);
    expect(after.images).toEqual(before.images);
    expect(after.toolCalls.map(({ function: called }) => called)).toEqual(
      before.toolCalls.map(({ function: called }) => called),
    );
    expect(after.finishReason).toBe(before.finishReason);
    expect(after.failure === null).toBe(before.failure === null);
    expect(after.done).toBe(before.done);
  });

  test("names nobody", () => {
    const { model, provider, upstreamId, usage, routing, reasoningDetails } = read(masked);
    expect([model, provider, upstreamId, usage, routing, reasoningDetails]).toEqual([
      null,
      null,
      null,
      null,
      null,
      [],
    ]);
    for (const name of [
      '"model"',
      '"provider"',
      '"usage"',
      '"cost"',
      "gen-",
      "native_finish_reason",
      '"format"',
    ])
      expect(masked).not.toContain(name);
  });

  test("is the same wherever the stream was cut", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 8 }), (cuts) => {
        const places = [0, ...cuts.toSorted((a, b) => a - b), text.length];
        const mask = createMask();
        const pieces = places.slice(1).map((end, at) => mask(text.slice(places[at], end)));
        expect(pieces.join("")).toBe(masked);
      }),
      { numRuns: 20 },
    );
  });
});

test("a failure is told without the words of whoever failed", () => {
  const error = { code: 502, message: "Acme is overloaded", metadata: { provider_name: "Acme" } };
  for (const chunk of [{ error, choices: [] }, { choices: [{ error, finish_reason: "error" }] }]) {
    const masked = createMask()(`data: ${JSON.stringify({ model: "acme/demo", ...chunk })}\n\n`);
    expect(masked.toLowerCase()).not.toContain("acme");
    expect(read(masked).failure).not.toBeNull();
  }
});

test("calls of tools lose the ids that their maker gave them", () => {
  const call = { index: 0, id: "toolu_01", type: "function", function: { name: "f", arguments: "{}" } };
  const chunk = { choices: [{ index: 0, delta: { tool_calls: [call] } }] };
  expect(createMask()(`data: ${JSON.stringify(chunk)}\n\n`)).not.toContain("toolu");
});
